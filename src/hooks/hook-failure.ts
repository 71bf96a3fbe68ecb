import { classify } from '../database/database-error.js';
import { ScimError } from '../kernel/error/scim-error.js';

/**
 * A hook failed for a reason of its own. Kept apart from what our own statements fail with: a unique violation in a table of the application's
 * is no sign that a name of ours is taken.
 */
export class HookFailure extends Error {
  constructor(cause: unknown) {
    super(`A hook of the application failed: ${String(cause)}`, { cause });
    this.name = 'HookFailure';
    // Whoever reads the log looks for the line in the hook, not for ours.
    if (cause instanceof Error && cause.stack) this.stack = cause.stack;
  }
}

/** What a hook threw, as it goes on: its refusals, and what the database may get right with another attempt, as they are. */
export function failureOf(error: unknown): unknown {
  return error instanceof ScimError || classify(error) !== undefined ? error : new HookFailure(error);
}
