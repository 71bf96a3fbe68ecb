import { coreAttributes, findAttribute, findExtension } from '../schema/find-attribute.js';
import type { ResourceType } from '../schema/schema.js';
import { isJsonObject } from './is-json-object.js';
import type { JsonObject, JsonValue, Resource } from './resource.js';

/**
 * The next state of a resource with the values of the current one that no schema of the type knows: an extension that was
 * removed, an attribute that was dropped from one. A client neither sees nor clears them.
 */
export function withHiddenValues(type: ResourceType, current: Resource, next: JsonObject): JsonObject {
  if (!type.keepsHidden) return next;
  const kept: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(current)) {
    if (findAttribute(coreAttributes(type), name) || !isJsonObject(value)) continue;
    const hidden = hiddenOf(type, name, value);
    const given = next[name];
    kept[name] = { ...hidden, ...(given !== undefined && isJsonObject(given) && given) };
  }
  return { ...next, ...kept };
}

function hiddenOf(type: ResourceType, urn: string, values: JsonObject): JsonObject {
  const known = findExtension(type, urn)?.schema.attributes ?? [];
  return Object.fromEntries(Object.entries(values).filter(([name]) => !findAttribute(known, name)));
}
