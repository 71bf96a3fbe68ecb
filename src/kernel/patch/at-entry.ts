import { atPlace } from '../error/at-place.js';

/**
 * What `run` answers; its refusal says which entry of `Operations` it is of, counted from 1.
 * @throws ScimError what `run` throws, with its place
 */
export function atEntry<T>(entry: number | undefined, run: () => T): T {
  return entry === undefined ? run() : atPlace(() => `Operation ${entry}`, run);
}
