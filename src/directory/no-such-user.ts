import { Problem } from '../admin/problem.js';

/** A user of another tenant is the same as one that nobody has. */
export function noSuchUser(): Problem {
  return Problem.notFound('There is no such user.');
}
