import type { JsonValue } from './resource.js';

/** `Array.isArray` for JSON lists that may not be changed. */
export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
