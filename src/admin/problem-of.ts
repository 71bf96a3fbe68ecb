import { BadRequestException } from '@nestjs/common';
import { propertyOf } from '../edge/property-of.js';
import { scimErrorOf } from '../edge/scim-error-of.js';
import { Problem } from './problem.js';

/**
 * What an administrator is told of anything that was thrown: problems as they are, all else as the edge of SCIM judges it,
 * since parsers, routers and databases fail in the same ways here.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const sentences = sentencesOf(error);
  if (sentences.length > 0) return Problem.invalid(sentences.map((detail) => ({ detail })));
  const { status, message, retryAfter } = scimErrorOf(error);
  return Problem.ofStatus(status, message, retryAfter);
}

/** What a `ValidationPipe` of the application's found, which meets a body before ours does. */
function sentencesOf(error: unknown): readonly string[] {
  if (!(error instanceof BadRequestException)) return [];
  const message = propertyOf(error.getResponse(), 'message');
  return Array.isArray(message) ? message.filter((one) => typeof one === 'string') : [];
}
