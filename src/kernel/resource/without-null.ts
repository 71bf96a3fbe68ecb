import type { JsonObject } from './resource.js';

/** The object without the names whose value is `null`, that is unassigned (RFC 7643 §2.5). */
export function withoutNull(object: JsonObject): JsonObject {
  const members = Object.entries(object);
  const assigned = members.filter(([, value]) => value !== null);
  return assigned.length === members.length ? object : Object.fromEntries(assigned);
}
