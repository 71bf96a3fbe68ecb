/**
 * Whether PostgreSQL can hold the text: no NUL and no half of a surrogate pair. Both can be written in JSON, neither
 * in a UTF-8 database.
 */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !LONE_SURROGATE.test(text);
}

/** With the `u` flag a pair is one character, so that only a lone half is of this category. */
const LONE_SURROGATE = /\p{Surrogate}/u;
