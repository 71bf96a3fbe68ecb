import { ScimError } from './scim-error.js';

/**
 * What `run` answers; its refusal says at which place of the request it is, such as `Operation 2`.
 * @throws ScimError what `run` throws, with its place
 */
export function atPlace<T>(place: () => string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof ScimError ? error.at(place()) : error;
  }
}
