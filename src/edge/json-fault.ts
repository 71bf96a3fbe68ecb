import { parse, type ParseError } from 'jsonc-parser';

/** Others wait while it is searched: a place is not worth more than some milliseconds. */
export const MAX_SEARCHED = 256 * 1024;

/**
 * Where a text that `JSON.parse` refuses stops being JSON (RFC 8259), in characters counted from 1; behind the last one where it only ends too
 * soon. V8 does not say it of every fault. Undefined for a text of more than {@link MAX_SEARCHED} characters, and for one whose lists and
 * objects hold each other too deeply.
 */
export function jsonFault(text: string): number | undefined {
  if (text.length > MAX_SEARCHED) return undefined;
  const faults: ParseError[] = [];
  try {
    parse(text, faults, { disallowComments: true });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  const [first] = faults;
  return first && [...text.slice(0, first.offset)].length + 1;
}
