import { cycle } from './cycle.js';
import { fill, oneMember } from './members.js';
import { deepestCursor, deepestPage, firstPage } from './pages.js';
import type { Script } from './script.js';
import { create, filter, get, patch } from './users.js';

/** What can be done over and over, by name. */
export const SCRIPTS = {
  create,
  patch,
  get,
  filter,
  firstPage,
  deepestPage,
  deepestCursor,
  fill,
  cycle,
} satisfies Record<string, Script>;

/** The name of a script, or the size of the group that gets and loses a member. */
export type ScriptName = keyof typeof SCRIPTS | { readonly oneMemberOf: number };

export function scriptOf(name: ScriptName): Script {
  return typeof name === 'string' ? SCRIPTS[name] : oneMember(name.oneMemberOf);
}
