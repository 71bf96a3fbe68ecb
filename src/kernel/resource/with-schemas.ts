import type { Attribute } from '../schema/attribute.js';
import { coreAttributes, findAttribute, findExtension } from '../schema/find-attribute.js';
import { isStandardExtension } from '../schema/resource-types.js';
import type { ResourceType } from '../schema/schema.js';
import { isJsonObject } from './is-json-object.js';
import { isList } from './is-list.js';
import type { JsonObject, JsonValue, Resource } from './resource.js';

/**
 * The resource without anything that says nothing (`null`, `""`, `[]`, `{}`, a value of which only `type` and `primary`
 * are left), and with the `schemas` that follow from it: the core URN and the extensions that have content
 * (RFC 7643 §3, E-46, E-49).
 */
export function withSchemas(type: ResourceType, draft: JsonObject): Resource {
  const content: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(draft)) {
    const kept = name === 'schemas' ? undefined : pruneTop(type, name, value);
    if (kept !== undefined) content[name] = kept;
  }
  return { schemas: schemasOf(type, content), ...content };
}

/** The same whichever extensions the type has now, hidden ones included, and whatever order the database gives names. */
function schemasOf(type: ResourceType, content: JsonObject): readonly string[] {
  const core = coreAttributes(type);
  const extensions = Object.keys(content).filter((name) => !findAttribute(core, name));
  const standard = extensions.filter(isStandardExtension);
  const others = extensions.filter((urn) => !isStandardExtension(urn));
  return [type.schema.id, ...standard.sort(), ...others.sort()];
}

function pruneTop(type: ResourceType, name: string, value: JsonValue): JsonValue | undefined {
  const attribute = findAttribute(coreAttributes(type), name);
  if (attribute || !isJsonObject(value)) return pruneValue(attribute, value);
  return pruneMembers(findExtension(type, name)?.schema.attributes ?? [], value);
}

function pruneMembers(attributes: readonly Attribute[], object: JsonObject): JsonObject | undefined {
  const members: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(object)) {
    const kept = pruneValue(findAttribute(attributes, name), value);
    if (kept !== undefined) members[name] = kept;
  }
  return Object.keys(members).length > 0 ? members : undefined;
}

function pruneValue(attribute: Attribute | undefined, value: JsonValue): JsonValue | undefined {
  if (value === null || value === '') return undefined;
  if (isJsonObject(value)) return pruneMembers(attribute?.subAttributes ?? [], value);
  if (!isList(value)) return value;
  const elements = value.flatMap((element) => pruneElement(attribute, element) ?? []);
  return elements.length > 0 ? elements : undefined;
}

function pruneElement(attribute: Attribute | undefined, element: JsonValue): JsonValue | undefined {
  const kept = pruneValue(attribute, element);
  return isJsonObject(kept) && attribute && isOnlyLabels(attribute, kept) ? undefined : kept;
}

/** `type` and `primary` describe a value (RFC 7643 §2.4); where there is none, they describe nothing. */
function isOnlyLabels(attribute: Attribute, element: JsonObject): boolean {
  const labelled = attribute.subAttributes?.some(({ name }) => name === 'primary') ?? false;
  return labelled && Object.keys(element).every((name) => name === 'type' || name === 'primary');
}
