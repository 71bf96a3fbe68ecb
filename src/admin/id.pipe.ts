import { Injectable, type PipeTransform } from '@nestjs/common';
import { Problem } from './problem.js';

/** An id of the path in lower case; what is no UUID names nothing. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  /** @throws Problem 404 */
  transform(id: string): string {
    if (!UUID.test(id)) throw Problem.notFound('There is nothing under this id.');
    return id.toLowerCase();
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
