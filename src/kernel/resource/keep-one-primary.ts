import { isJsonObject } from './is-json-object.js';
import type { JsonValue } from './resource.js';

/**
 * The values with at most one of them primary (RFC 7643 §2.4): the first that is not among `before`, since setting one
 * resets the others (RFC 7644 §3.5.2), else the first.
 * @param corrected is told if there were several
 */
export function keepOnePrimary(
  values: readonly JsonValue[],
  before: readonly JsonValue[],
  corrected?: () => void,
): readonly JsonValue[] {
  const primaries = values.filter(isPrimary);
  if (primaries.length < 2) return values;
  corrected?.();
  const old = new Set(before);
  const kept = primaries.find((value) => !old.has(value)) ?? primaries[0];
  return values.map((value) => (isPrimary(value) && value !== kept ? { ...value, primary: false } : value));
}

function isPrimary(value: JsonValue): value is { readonly primary: true } {
  return isJsonObject(value) && value['primary'] === true;
}
