import { type ArgumentMetadata, Injectable, type PipeTransform, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { fieldProblems } from './field-problems.js';
import { Problem } from './problem.js';

/** Holds a body or a query to its DTO: a field that it does not know is refused by its name, never ignored. */
@Injectable()
export class AdminValidationPipe implements PipeTransform {
  private readonly body = pipeFor('pointer');
  private readonly query = pipeFor('parameter');

  /** @throws Problem 400 that names each wrong field */
  transform(value: unknown, metadata: ArgumentMetadata): unknown {
    if (metadata.type === 'query') return this.query.transform({ ...asObject(value) }, metadata);
    if (metadata.type !== 'body') return value;
    if (!isObject(value)) throw Problem.invalid([{ pointer: '', detail: 'The body must be a JSON object.' }]);
    return this.body.transform(value, metadata);
  }
}

function pipeFor(place: 'pointer' | 'parameter'): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: (errors: ValidationError[]) => Problem.invalid(fieldProblems(errors, place)),
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asObject(value: unknown): object {
  return isObject(value) ? value : {};
}
