import { scimErrorOf } from '../edge/scim-error-of.js';
import { Problem } from './problem.js';

/**
 * What an administrator is told of anything that was thrown: problems as they are, all else as the edge of SCIM judges it,
 * since parsers, routers and databases fail in the same ways here.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { status, message, retryAfter } = scimErrorOf(error);
  return Problem.ofStatus(status, message, retryAfter);
}
