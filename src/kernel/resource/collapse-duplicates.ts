import type { Attribute } from '../schema/attribute.js';
import { elementKey } from './element-key.js';
import { isJsonObject } from './is-json-object.js';
import type { JsonValue } from './resource.js';

/**
 * The values with each only once, in the order of their first appearance (RFC 7643 §2.4). A later one adds to an
 * earlier one what it knows more or spells otherwise.
 */
export function collapseDuplicates(attribute: Attribute, values: readonly JsonValue[]): readonly JsonValue[] {
  if (values.length < 2) return values;
  const byKey = new Map<string, JsonValue>();
  for (const value of values) {
    const key = elementKey(attribute, value);
    const known = byKey.get(key);
    byKey.set(key, isJsonObject(known) && isJsonObject(value) ? { ...known, ...value } : value);
  }
  return byKey.size === values.length ? values : [...byKey.values()];
}
