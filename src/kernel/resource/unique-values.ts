import type { Attribute } from '../schema/attribute.js';
import type { ResourceType } from '../schema/schema.js';
import { isJsonObject } from './is-json-object.js';
import { isList } from './is-list.js';
import type { JsonValue, Resource } from './resource.js';

/** An attribute of an extension, or a sub-attribute of one, whose values one resource alone may have (RFC 7643 §2.2, `uniqueness`). */
export interface UniqueAttribute {
  /** Its canonical path, as `pathKey` spells it. */
  readonly key: string;
  readonly extension: string;
  readonly name: string;
  readonly subName?: string;
  readonly caseExact: boolean;
}

/** A value that a resource claims for itself. */
export interface UniqueValue {
  readonly attribute: string;
  readonly value: JsonValue;
  readonly caseExact: boolean;
}

/**
 * What the resource has alone by the extensions of its type. `global` is held as `server` is: within one identity provider. The
 * unique attributes of the core schemas are not among them.
 */
export function uniqueValues(type: ResourceType, resource: Resource): readonly UniqueValue[] {
  return uniqueAttributesOf(type).flatMap(({ key, extension, name, subName, caseExact }) => {
    const values = resource[extension];
    const value = values !== undefined && isJsonObject(values) ? values[name] : undefined;
    return elementsOf(value, subName).map((element) => ({ attribute: key, value: element, caseExact }));
  });
}

/** Whether resources of the type can have such values at all. */
export function hasUnique(type: ResourceType): boolean {
  return uniqueAttributesOf(type).length > 0;
}

/** Those of one schema. */
export function uniqueAttributes(extension: string, attributes: readonly Attribute[]): readonly UniqueAttribute[] {
  return attributes.flatMap((attribute) =>
    [attribute, ...(attribute.subAttributes ?? [])]
      .filter(({ uniqueness }) => uniqueness !== 'none')
      .map((found) => ({
        key: `${extension}:${attribute.name}${found === attribute ? '' : `.${found.name}`}`,
        extension,
        name: attribute.name,
        ...(found !== attribute && { subName: found.name }),
        caseExact: found.caseExact,
      })),
  );
}

/** Derived from data that never changes, so it is worked out once. */
const uniqueOf = new WeakMap<ResourceType, readonly UniqueAttribute[]>();

function uniqueAttributesOf(type: ResourceType): readonly UniqueAttribute[] {
  let known = uniqueOf.get(type);
  if (!known) {
    known = type.extensions.flatMap(({ schema }) => uniqueAttributes(schema.id, schema.attributes));
    uniqueOf.set(type, known);
  }
  return known;
}

function elementsOf(value: JsonValue | undefined, subName: string | undefined): readonly JsonValue[] {
  if (value === undefined) return [];
  const elements = isList(value) ? value : [value];
  if (subName === undefined) return elements;
  return elements.flatMap((element) => (isJsonObject(element) ? (element[subName] ?? []) : []));
}
