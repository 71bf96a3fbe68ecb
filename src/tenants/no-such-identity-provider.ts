import { Problem } from '../admin/problem.js';

/** One that another tenant has is the same as one that nobody has. */
export function noSuchIdentityProvider(): Problem {
  return Problem.notFound('There is no such identity provider.');
}
