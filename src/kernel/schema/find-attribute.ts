import type { Attribute } from './attribute.js';
import { COMMON_ATTRIBUTES } from './common-attributes.js';
import type { ResourceType, SchemaExtension } from './schema.js';

/** The attribute of that name in any case (RFC 7643 §2.1), or undefined. */
export function findAttribute(attributes: readonly Attribute[], name: string): Attribute | undefined {
  return byFoldedName(attributes).get(name.toLowerCase());
}

/** A sub-attribute of a complex attribute, in any case. */
export function findSubAttribute(attribute: Attribute, name: string): Attribute | undefined {
  return attribute.subAttributes && findAttribute(attribute.subAttributes, name);
}

/** `schemas`, `id`, `externalId`, `meta` and the attributes of the core schema (RFC 7643 §3.1). */
export function coreAttributes(type: ResourceType): readonly Attribute[] {
  let attributes = coreOf.get(type);
  if (!attributes) coreOf.set(type, (attributes = [...COMMON_ATTRIBUTES, ...type.schema.attributes]));
  return attributes;
}

/** The extension with that URN in any case, or undefined. */
export function findExtension(type: ResourceType, urn: string): SchemaExtension | undefined {
  const wanted = urn.toLowerCase();
  return type.extensions.find(({ schema }) => schema.id.toLowerCase() === wanted);
}

/** Both are derived from data that never changes, so they are worked out once. */
const coreOf = new WeakMap<ResourceType, readonly Attribute[]>();
const namesOf = new WeakMap<readonly Attribute[], ReadonlyMap<string, Attribute>>();

function byFoldedName(attributes: readonly Attribute[]): ReadonlyMap<string, Attribute> {
  let names = namesOf.get(attributes);
  if (!names) {
    names = new Map(attributes.map((attribute) => [attribute.name.toLowerCase(), attribute]));
    namesOf.set(attributes, names);
  }
  return names;
}
