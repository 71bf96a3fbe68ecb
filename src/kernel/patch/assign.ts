import { ScimError } from '../error/scim-error.js';
import { equal } from '../resource/equal.js';
import type { JsonObject, JsonValue } from '../resource/resource.js';
import type { Attribute } from '../schema/attribute.js';
import type { PatchOperation } from './operation.js';

/**
 * The object with the attribute set, or unassigned by `null` or an empty list. The one place where a PATCH writes.
 * @param op of the operation, which decides what the refusal is called
 * @throws ScimError `mutability` or `invalidValue` if a required attribute would go, `mutability` if an immutable one
 *   that has a value would change
 */
export function assign(
  object: JsonObject,
  attribute: Attribute,
  value: JsonValue,
  op: PatchOperation['op'],
): JsonObject {
  const { name } = attribute;
  const before = object[name];
  const unassigned = value === null || (Array.isArray(value) && value.length === 0);
  if (unassigned && attribute.required) throw missing(name, op);
  if (attribute.mutability === 'immutable' && before !== undefined && !equal(before, value)) {
    throw ScimError.mutability(`${name} is immutable: once set, it stays.`);
  }
  return unassigned ? without(object, name) : { ...object, [name]: value };
}

function missing(name: string, op: PatchOperation['op']): ScimError {
  const detail = `${name} is required; it can be replaced, but not be left empty.`;
  return op === 'remove' ? ScimError.mutability(detail) : ScimError.invalidValue(detail);
}

function without(object: JsonObject, name: string): JsonObject {
  if (!Object.hasOwn(object, name)) return object;
  return Object.fromEntries(Object.entries(object).filter(([other]) => other !== name));
}
