import { Problem } from '../admin/problem.js';

/** A key of neither the catalogue nor the tenant. */
export function noSuchKey(): Problem {
  return Problem.notFound('The tenant has no attribute of this key.');
}
