import type { Attribute } from '../schema/attribute.js';
import { coreAttributes, findAttribute, findExtension } from '../schema/find-attribute.js';
import type { ResourceType } from '../schema/schema.js';
import { isJsonObject } from './is-json-object.js';
import { isList } from './is-list.js';
import type { Projection, Selected } from './parse-projection.js';
import type { JsonObject, JsonValue } from './resource.js';

/**
 * What of a resource is shown, by the `returned` of each attribute and the projection (RFC 7643 §2.2, RFC 7644 §3.9).
 * `id` and `schemas` always are; `schemas` names the core schema and the extensions of which something is shown. What no
 * schema of the type knows, since its extension was removed or it was dropped from one, is hidden.
 */
export function project(type: ResourceType, resource: JsonObject, projection: Projection | undefined): JsonObject {
  const shown: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(resource)) {
    const attribute = findAttribute(coreAttributes(type), name);
    const kept =
      attribute || !isJsonObject(value)
        ? showAttribute(attribute, value, projection, projection?.names.get(name))
        : showExtension(type, name, value, projection);
    if (kept !== undefined) shown[name] = kept;
  }
  return { ...shown, ...(isList(shown['schemas']) && { schemas: schemasShown(type, shown['schemas'], shown) }) };
}

function schemasShown(type: ResourceType, schemas: readonly JsonValue[], shown: JsonObject): readonly JsonValue[] {
  return schemas.filter((urn) => urn === type.schema.id || (typeof urn === 'string' && Object.hasOwn(shown, urn)));
}

function showExtension(
  type: ResourceType,
  urn: string,
  values: JsonObject,
  projection: Projection | undefined,
): JsonObject | undefined {
  const attributes = findExtension(type, urn)?.schema.attributes ?? [];
  const whole = projection?.names.get(urn);
  return showMembers(
    attributes,
    values,
    (attribute, value, name) =>
      attribute && showAttribute(attribute, value, projection, whole ?? projection?.names.get(`${urn}:${name}`)),
  );
}

function showAttribute(
  attribute: Attribute | undefined,
  value: JsonValue,
  projection: Projection | undefined,
  selected: Selected | undefined,
): JsonValue | undefined {
  if (!isShown(attribute, projection, selected)) return undefined;
  const subAttributes = attribute?.subAttributes;
  if (!subAttributes) return value;
  if (!isList(value)) return showSubAttributes(subAttributes, value, projection, selected);
  const elements = value.flatMap((element) => showSubAttributes(subAttributes, element, projection, selected) ?? []);
  return elements.length > 0 ? elements : undefined;
}

function showSubAttributes(
  subAttributes: readonly Attribute[],
  value: JsonValue,
  projection: Projection | undefined,
  selected: Selected | undefined,
): JsonValue | undefined {
  if (!isJsonObject(value)) return value;
  const some = typeof selected === 'object' ? selected : undefined;
  return showMembers(subAttributes, value, (subAttribute, member, name) =>
    isShown(subAttribute, some && projection, some?.has(name) ? 'whole' : undefined) ? member : undefined,
  );
}

function showMembers(
  attributes: readonly Attribute[],
  object: JsonObject,
  show: (attribute: Attribute | undefined, value: JsonValue, name: string) => JsonValue | undefined,
): JsonObject | undefined {
  const members: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(object)) {
    const kept = show(findAttribute(attributes, name), value, name);
    if (kept !== undefined) members[name] = kept;
  }
  return Object.keys(members).length > 0 ? members : undefined;
}

function isShown(
  attribute: Attribute | undefined,
  projection: Projection | undefined,
  selected: Selected | undefined,
): boolean {
  const returned = attribute?.returned ?? 'default';
  if (returned === 'always' || returned === 'never') return returned === 'always';
  if (projection?.shows === 'only these') return selected !== undefined;
  return selected !== 'whole' && returned === 'default';
}
