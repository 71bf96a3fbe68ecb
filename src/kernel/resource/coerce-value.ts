import { atPlace } from '../error/at-place.js';
import { ScimError } from '../error/scim-error.js';
import type { Attribute } from '../schema/attribute.js';
import { findSubAttribute } from '../schema/find-attribute.js';
import { quote } from '../text/quote.js';
import { coerceSimple } from './coerce-simple.js';
import { collapseDuplicates } from './collapse-duplicates.js';
import { isJsonObject } from './is-json-object.js';
import { isList } from './is-list.js';
import { keepOnePrimary } from './keep-one-primary.js';
import { kindOf } from './kind-of.js';
import type { Reading } from './reading.js';
import type { JsonObject, JsonValue } from './resource.js';
import { withoutNull } from './without-null.js';

/** Values that one multi-valued attribute may have. */
export const MAX_VALUES = 1000;

/**
 * A value in the shape that its attribute has. `null` says unassigned: `null`, `""` or, where one value belongs, `[]`
 * (RFC 7643 §2.5); within a complex value such a `null` stays, so that a merge can clear the sub-attribute. Names are
 * spelled as in the schema, and what is read-only, never returned or in no schema is left out.
 * @param prefix stands before the attribute's name in messages, such as `emails.`
 * @returns undefined if the value is to be passed over with the warning that was given
 * @throws ScimError `invalidValue`
 */
export function coerceValue(
  attribute: Attribute,
  value: JsonValue,
  reading: Reading,
  prefix = '',
): JsonValue | undefined {
  if (value === null || value === '') return null;
  if (attribute.multiValued) return coerceValues(attribute, value, reading, prefix);
  return coerceSingle(attribute, value, reading, prefix);
}

/** One value of an attribute, multi-valued or not, which may be wrapped in a list (E-36); otherwise as {@link coerceValue}. */
export function coerceSingle(
  attribute: Attribute,
  value: JsonValue,
  reading: Reading,
  prefix = '',
): JsonValue | undefined {
  return coerceElement(attribute, unwrapList(attribute, value, prefix), reading, prefix);
}

function coerceElement(
  attribute: Attribute,
  value: JsonValue,
  reading: Reading,
  prefix: string,
): JsonValue | undefined {
  if (value === null || value === '') return null;
  if (attribute.type === 'complex') return coerceComplex(attribute, value, reading, prefix);
  return coerceSimple(attribute, unwrapValue(value), reading, prefix);
}

/** A single value or object where a list belongs is its only element (E-37); `null` and empty elements are none. */
function coerceValues(attribute: Attribute, value: JsonValue, reading: Reading, prefix: string): readonly JsonValue[] {
  const given = isList(value) ? value : [value];
  if (given.length > MAX_VALUES) {
    throw ScimError.invalidValue(`${prefix}${attribute.name} has ${given.length} values; ${MAX_VALUES} are allowed.`);
  }
  const values = given.flatMap((element, index) =>
    assigned(
      atPlace(
        () => `Value ${index + 1} of ${prefix}${attribute.name}`,
        () => coerceElement(attribute, element, reading, prefix),
      ),
    ),
  );
  return keepOnePrimary(collapseDuplicates(attribute, values), [], () =>
    reading.warn(`More than one value of ${prefix}${attribute.name} was primary; only the first stayed so.`),
  );
}

/** The element as a list of one, or of none if nothing in it is assigned. */
function assigned(element: JsonValue | undefined): readonly JsonValue[] {
  if (element === undefined || element === null) return [];
  if (!isJsonObject(element)) return [element];
  const object = withoutNull(element);
  return Object.keys(object).length > 0 ? [object] : [];
}

/** Older Entra connectors wrap a single value in a list (E-36). */
function unwrapList(attribute: Attribute, value: JsonValue, prefix: string): JsonValue {
  if (!isList(value)) return value;
  if (value.length > 1)
    throw ScimError.invalidValue(`${prefix}${attribute.name} must be one value, not a list of several.`);
  return value[0] ?? null;
}

/** What may stand beside `value` in an object that only wraps it. */
const COMPANIONS: ReadonlySet<string> = new Set(['value', '$ref', 'display', 'type', 'primary']);

/** `{"value": "Ops", "$ref": null}` for a simple value (E-36), or for one of a list of strings (E-60). */
function unwrapValue(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [name.toLowerCase(), member] as const);
  const wrapped = members.find(([name]) => name === 'value');
  return wrapped && members.every(([name]) => COMPANIONS.has(name)) ? wrapped[1] : value;
}

/** A plain value stands for the sub-attribute `value`: Entra sends `manager` so (E-18, E-56). */
function coerceComplex(attribute: Attribute, value: JsonValue, reading: Reading, prefix: string): JsonObject {
  if (isJsonObject(value)) return coerceMembers(attribute, value, reading, `${prefix}${attribute.name}.`);
  const inner = findSubAttribute(attribute, 'value');
  if (!inner || isList(value)) {
    throw ScimError.invalidValue(`${prefix}${attribute.name} must be an object, not ${kindOf(value)}.`);
  }
  return { value: coerceElement(inner, value, reading, `${prefix}${attribute.name}.`) ?? null };
}

function coerceMembers(attribute: Attribute, value: JsonObject, reading: Reading, prefix: string): JsonObject {
  const members: Record<string, JsonValue> = {};
  for (const [name, member] of Object.entries(value)) {
    const subAttribute = findSubAttribute(attribute, name);
    if (!subAttribute) reading.warn(`The unknown attribute ${quote(prefix + name)} was ignored.`);
    else if (isWritable(subAttribute)) {
      const coerced = coerceValue(subAttribute, member, reading, prefix);
      if (coerced !== undefined && isKept(subAttribute)) members[subAttribute.name] = coerced;
    }
  }
  return members;
}

/** Read-only attributes in a body are ignored (RFC 7644 §3.3, §3.5.1). */
export function isWritable(attribute: Attribute): boolean {
  return attribute.mutability !== 'readOnly';
}

/** What is never returned, such as `password`, is checked and then forgotten. */
export function isKept(attribute: Attribute): boolean {
  return attribute.returned !== 'never';
}
