import { isJsonObject } from '../resource/is-json-object.js';
import type { JsonObject, JsonValue } from '../resource/resource.js';
import type { Attribute } from '../schema/attribute.js';
import { assign } from './assign.js';
import type { PatchOperation } from './operation.js';

/**
 * A complex value with the sub-attributes that another one names: what it does not name stays (RFC 7644 §3.5.2.3), what
 * it names with `null` goes (E-45). `null` as a whole leaves nothing.
 * @throws ScimError as `assign` does
 */
export function merge(
  attribute: Attribute,
  before: JsonValue | undefined,
  value: JsonValue,
  op: PatchOperation['op'],
): JsonValue {
  if (!isJsonObject(value)) return value;
  const start: JsonObject = isJsonObject(before) ? before : {};
  const subAttributes = attribute.subAttributes ?? [];
  return subAttributes
    .filter(({ name }) => value[name] !== undefined)
    .reduce((merged, subAttribute) => assign(merged, subAttribute, value[subAttribute.name] ?? null, op), start);
}
