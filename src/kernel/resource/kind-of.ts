import { isList } from './is-list.js';
import type { JsonValue } from './resource.js';

/** What a value is, as a sentence calls it: “a string”, “a list”. */
export function kindOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (isList(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
