import type { Attribute } from '../schema/attribute.js';
import { findSubAttribute } from '../schema/find-attribute.js';
import { fold } from '../text/fold.js';
import { isJsonObject } from './is-json-object.js';
import type { JsonObject, JsonValue } from './resource.js';

/**
 * What makes two values of a multi-valued attribute the same: `value` and `type` (RFC 7643 §2.4), in any case unless
 * the schema says `caseExact`; without a `value`, everything in them.
 */
export function elementKey(attribute: Attribute, element: JsonValue): string {
  if (!isJsonObject(element)) return JSON.stringify(comparable(attribute, element));
  return valueKey(attribute, element, element['type']) ?? canonicalText(element);
}

/** The key of a complex value with that `type`, or undefined if it has no `value`. */
export function valueKey(attribute: Attribute, element: JsonObject, type: JsonValue = null): string | undefined {
  const value = element['value'];
  if (value === undefined) return undefined;
  const comparableValue = comparable(findSubAttribute(attribute, 'value'), value);
  return JSON.stringify([comparableValue, comparable(findSubAttribute(attribute, 'type'), type)]);
}

function comparable(attribute: Attribute | undefined, value: JsonValue): JsonValue {
  return typeof value === 'string' && !attribute?.caseExact ? fold(value) : value;
}

/** JSON with the names of the object in order. */
function canonicalText(element: JsonObject): string {
  return JSON.stringify(Object.entries(element).sort(([left], [right]) => (left < right ? -1 : 1)));
}
