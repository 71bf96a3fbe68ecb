import type { ScimError } from '../error/scim-error.js';
import { quote } from '../text/quote.js';

/** A piece of a filter or path. `text` is what a string says after unescaping, else what is written. */
export interface Token {
  readonly kind: 'word' | 'string' | '(' | ')' | '[' | ']' | 'end';
  readonly text: string;
  /** Where it begins and where the next may begin, in the whole text. */
  readonly start: number;
  readonly end: number;
}

/** Makes the error of what is being read: `invalidFilter` or `invalidPath`. */
export type Refuse = (detail: string) => ScimError;

/**
 * The pieces of a filter or path, ending in one of kind `end`; each character is looked at once.
 * @throws what `refuse` makes, for a string that does not end or is none of JSON's (RFC 7644 §3.4.2.2, E-07).
 */
export function tokenize(text: string, refuse: Refuse): readonly Token[] {
  const tokens: Token[] = [];
  let start = skipSpace(text, 0);
  while (start < text.length) {
    const token = tokenAt(text, start, refuse);
    tokens.push(token);
    start = skipSpace(text, token.end);
  }
  return [...tokens, { kind: 'end', text: '', start, end: start }];
}

/** How an error names a place: the first character is 1, and one outside the basic plane counts as one. */
export function placeOf(text: string, index: number): string {
  return `at character ${[...text.slice(0, index)].length + 1}`;
}

function tokenAt(text: string, start: number, refuse: Refuse): Token {
  const first = text.charAt(start);
  if (first === '"') return stringAt(text, start, refuse);
  if (isBracket(first)) return { kind: first, text: first, start, end: start + 1 };
  let end = start + 1;
  while (end < text.length && !DELIMITERS.has(text.charAt(end))) end++;
  return { kind: 'word', text: text.slice(start, end), start, end };
}

function stringAt(text: string, start: number, refuse: Refuse): Token {
  const end = endOfString(text, start);
  if (end === undefined) {
    throw refuse(`The string that begins ${placeOf(text, start)} has no closing quotation mark.`);
  }
  const written = text.slice(start, end);
  const value = unescape(written);
  if (value === undefined) throw refuse(`${quote(written)} ${placeOf(text, start)} is not a JSON string.`);
  return { kind: 'string', text: value, start, end };
}

function endOfString(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    if (text.charAt(at) === '"') return at + 1;
    if (text.charAt(at) === '\\') at++;
  }
  return undefined;
}

function unescape(written: string): string | undefined {
  try {
    const value: unknown = JSON.parse(written);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && SPACE.has(text.charAt(at))) at++;
  return at;
}

function isBracket(character: string): character is '(' | ')' | '[' | ']' {
  return BRACKETS.has(character);
}

const SPACE = new Set([' ', '\t', '\r', '\n']);
const BRACKETS = new Set(['(', ')', '[', ']']);
const DELIMITERS = new Set([...SPACE, ...BRACKETS, '"']);
