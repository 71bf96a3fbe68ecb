import { equal } from '../kernel/resource/equal.js';
import { isJsonObject } from '../kernel/resource/is-json-object.js';
import type { JsonObject, JsonValue, Resource } from '../kernel/resource/resource.js';

/** Names of the attributes in which two states of a resource differ; an extension's with its URN in front. Never values. */
export function changedAttributes(before: Resource, after: Resource): readonly string[] {
  return differing(before, after)
    .filter((name) => name !== 'schemas')
    .flatMap((name) => (name.startsWith('urn:') ? ofExtension(name, before[name], after[name]) : [name]));
}

function ofExtension(urn: string, before: JsonValue | undefined, after: JsonValue | undefined): readonly string[] {
  return differing(asObject(before), asObject(after)).map((name) => `${urn}:${name}`);
}

function differing(before: JsonObject, after: JsonObject): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !equal(before[name], after[name]));
}

function asObject(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
