import type { ScimContext } from '../scim-context.js';

/** A body that can be read once more: under other settings of its connection it may say something else, or be refused. */
export type Rereadable<T> = T & {
  /** Absent where there is no body to read: whoever made it knows what it says. */
  readonly under?: (ctx: ScimContext) => T;
};

/**
 * What a body says under the settings by which a change is decided. They are others than at the door where those were overtaken, by a
 * new schema say.
 *
 * @throws ScimError for a body that this connection may not send any more
 */
export function readUnder<T>(body: Rereadable<T>, read: ScimContext, decided: ScimContext): T {
  return read.config.version === decided.config.version || !body.under ? body : body.under(decided);
}
