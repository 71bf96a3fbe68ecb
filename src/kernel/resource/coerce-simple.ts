import { ScimError } from '../error/scim-error.js';
import type { Attribute } from '../schema/attribute.js';
import { instant } from '../text/instant.js';
import { exactNumber } from './exact-number.js';
import { isBase64 } from './base64.js';
import { kindOf } from './kind-of.js';
import type { Reading } from './reading.js';
import type { JsonValue } from './resource.js';
import { exceedsUtf8 } from './utf8-length.js';

/** Bytes of one value in UTF-8. */
export const MAX_VALUE_BYTES = 64 * 1024;

/** Bytes of a value that must be unique: three times as much, the most that folding can make of it, still fits an index. */
export const MAX_KEY_BYTES = 768;

/**
 * A value of a simple attribute in its type. Strings are kept as they are, except that `"True"` becomes a boolean and
 * `"4"` a number where the schema has one (E-24, E-27), and a number becomes text where that is tolerated.
 * @returns null for unassigned, undefined for a `primary` that is passed over (E-35)
 * @throws ScimError `invalidValue`
 */
export function coerceSimple(
  attribute: Attribute,
  value: JsonValue,
  reading: Reading,
  prefix: string,
): string | number | boolean | null | undefined {
  if (value === null || value === '') return null;
  const coerced = read(attribute, value, reading);
  if (coerced !== undefined) return coerced;
  const name = `${prefix}${attribute.name}`;
  if (attribute.name === 'primary' && reading.tolerance.invalidPrimary === 'drop') {
    reading.warn(`${name} was neither true nor false and was ignored.`);
    return undefined;
  }
  throw refusal(name, attribute, value);
}

function read(attribute: Attribute, value: JsonValue, reading: Reading): string | number | boolean | undefined {
  switch (attribute.type) {
    case 'boolean':
      return readBoolean(value);
    case 'integer':
    case 'decimal':
      return readNumber(attribute, value);
    default:
      return readText(attribute, value, reading);
  }
}

function readBoolean(value: JsonValue): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' && value.length <= 5 ? value.toLowerCase() : undefined;
  if (text === 'true') return true;
  return text === 'false' ? false : undefined;
}

const INTEGER = /^[+-]?\d{1,16}$/;
const DECIMAL = /^[+-]?\d{1,40}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,3})?$/;

/** Integers stay within what a double holds exactly, decimals are finite, and no digit of a text is lost. */
function readNumber({ type }: Attribute, value: JsonValue): number | undefined {
  const pattern = type === 'integer' ? INTEGER : DECIMAL;
  const number = typeof value === 'string' && pattern.test(value) ? exactNumber(value) : value;
  const fits = type === 'integer' ? Number.isSafeInteger(number) : Number.isFinite(number);
  return typeof number === 'number' && fits ? number : undefined;
}

function readText(attribute: Attribute, value: JsonValue, { tolerance }: Reading): string | undefined {
  const text = typeof value === 'number' && tolerance.numberForString === 'text' ? textOf(value) : value;
  if (typeof text !== 'string' || exceedsUtf8(text, limitOf(attribute))) return undefined;
  if (attribute.type === 'dateTime') return instant(text) === undefined ? undefined : text;
  return attribute.type === 'binary' && !isBase64(text) ? undefined : text;
}

function limitOf({ uniqueness }: Attribute): number {
  return uniqueness === 'none' ? MAX_VALUE_BYTES : MAX_KEY_BYTES;
}

/** The digits of a number; one that JSON could not hold exactly has lost some, so it has no text. */
function textOf(value: number): string | undefined {
  return Number.isSafeInteger(value) || !Number.isInteger(value) ? String(value) : undefined;
}

/** What each type asks for, as a sentence says it. */
const WANTED = {
  string: 'a string',
  reference: 'a URI as a string',
  boolean: 'true or false',
  integer: 'an integer',
  decimal: 'a finite number',
  dateTime: 'a date and time such as "2024-05-31T09:30:00Z"',
  binary: 'base64',
  complex: 'an object',
} as const;

function refusal(name: string, attribute: Attribute, value: JsonValue): ScimError {
  if (typeof value === 'string' && exceedsUtf8(value, limitOf(attribute))) {
    return ScimError.invalidValue(`${name} is longer than ${limitOf(attribute)} bytes.`);
  }
  const isOfKind = typeof value === 'string' || (typeof value === 'number' && isNumeric(attribute));
  const found = isOfKind ? `another ${typeof value}` : kindOf(value);
  return ScimError.invalidValue(`${name} must be ${WANTED[attribute.type]}, not ${found}.`);
}

function isNumeric({ type }: Attribute): boolean {
  return type === 'integer' || type === 'decimal';
}
