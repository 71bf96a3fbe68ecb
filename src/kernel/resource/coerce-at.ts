import type { AttributePath } from '../path/attribute-path.js';
import { coerceSingle, coerceValue } from './coerce-value.js';
import type { Reading } from './reading.js';
import type { JsonValue } from './resource.js';

/**
 * A value in the shape of what its path names: the attribute, the sub-attribute, or one element where a filter chooses
 * elements. The answer is that of `coerceValue`; of an extension's URN alone it is `null`.
 * @throws ScimError `invalidValue`
 */
export function coerceAt(path: AttributePath, value: JsonValue, reading: Reading): JsonValue | undefined {
  const { extension, attribute, filter, subAttribute } = path;
  const prefix = extension === undefined ? '' : `${extension}:`;
  if (!attribute) return null;
  if (subAttribute) return coerceValue(subAttribute, value, reading, `${prefix}${attribute.name}.`);
  return filter ? coerceSingle(attribute, value, reading, prefix) : coerceValue(attribute, value, reading, prefix);
}
