import { elementKey, valueKey } from '../resource/element-key.js';
import { isJsonObject } from '../resource/is-json-object.js';
import type { JsonValue } from '../resource/resource.js';
import type { Attribute } from '../schema/attribute.js';

/**
 * The elements without those that are listed. A listed value without a `type` stands for that value of every type; one
 * without a `value`, such as an address, for an element that says exactly the same.
 */
export function withoutListed(
  attribute: Attribute,
  elements: readonly JsonValue[],
  listed: readonly JsonValue[],
): readonly JsonValue[] {
  const keys = new Set(listed.map((element) => elementKey(attribute, element)));
  return elements.filter((element) => {
    if (keys.has(elementKey(attribute, element))) return false;
    const ofAnyType = isJsonObject(element) ? valueKey(attribute, element) : undefined;
    return ofAnyType === undefined || !keys.has(ofAnyType);
  });
}
