import { ScimError } from '../error/scim-error.js';
import { isStorable } from '../text/is-storable.js';
import { quote } from '../text/quote.js';
import { isJsonObject } from './is-json-object.js';
import type { JsonObject } from './resource.js';

/** How deep the lists and objects of one body may be nested. */
export const MAX_DEPTH = 32;

/**
 * The body of a request as a JSON object that is safe to walk and to store: at most {@link MAX_DEPTH} levels, and every
 * name and string is proper Unicode without NUL.
 * @throws ScimError `invalidSyntax` for anything but an object and for too many levels, `invalidValue` for the text
 */
export function readJsonObject(body: unknown): JsonObject {
  if (!isJsonObject(body)) throw ScimError.invalidSyntax('The body must be a JSON object.');
  checkObject(body, 1);
  return body;
}

function checkObject(object: JsonObject, depth: number): void {
  for (const [name, value] of Object.entries(object)) {
    if (!isStorable(name))
      throw ScimError.invalidValue('The name of an attribute has NUL or half a surrogate pair in it.');
    checkValue(value, depth, name);
  }
}

function checkValue(value: unknown, depth: number, name: string): void {
  if (typeof value === 'string') {
    if (!isStorable(value)) throw ScimError.invalidValue(`${quote(name)} has NUL or half a surrogate pair in it.`);
  } else if (typeof value === 'object' && value !== null) {
    if (depth === MAX_DEPTH) throw ScimError.invalidSyntax(`The body is nested deeper than ${MAX_DEPTH} levels.`);
    if (isJsonObject(value)) checkObject(value, depth + 1);
    else if (Array.isArray(value)) for (const element of value) checkValue(element, depth + 1, name);
  }
}
