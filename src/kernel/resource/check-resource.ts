import { ScimError } from '../error/scim-error.js';
import type { Attribute } from '../schema/attribute.js';
import type { ResourceType } from '../schema/schema.js';
import { isJsonObject } from './is-json-object.js';
import { isList } from './is-list.js';
import type { JsonObject, JsonValue, Resource } from './resource.js';
import { exceedsUtf8 } from './utf8-length.js';

/** Bytes of one resource's JSON in UTF-8, without what the service adds. */
export const MAX_RESOURCE_BYTES = 256 * 1024;

/** Whether the resource is larger than {@link MAX_RESOURCE_BYTES}. */
export function isTooLarge(resource: Resource): boolean {
  return exceedsUtf8(JSON.stringify(resource), MAX_RESOURCE_BYTES);
}

/** @throws ScimError `invalidValue` for a resource that is larger than {@link MAX_RESOURCE_BYTES} */
export function checkSize(resource: Resource): void {
  if (isTooLarge(resource)) throw ScimError.invalidValue(`The resource is larger than ${MAX_RESOURCE_BYTES} bytes.`);
}

/**
 * Whether everything is there that must be: the required attributes of the core schema, of each extension that the
 * resource has, and of each complex value (RFC 7643 §2.2).
 * @throws ScimError `invalidValue`, naming the first that is missing
 */
export function checkRequired(type: ResourceType, resource: Resource): void {
  checkAttributes(type.schema.attributes, resource, '');
  for (const { schema } of type.extensions) {
    const values = resource[schema.id];
    if (isJsonObject(values)) checkAttributes(schema.attributes, values, `${schema.id}:`);
  }
}

function checkAttributes(attributes: readonly Attribute[], values: JsonObject, prefix: string): void {
  for (const attribute of attributes) {
    const value = values[attribute.name];
    if (value !== undefined) checkWithin(attribute, value, prefix);
    else if (isExpected(attribute)) throw ScimError.invalidValue(`${prefix}${attribute.name} is required.`);
  }
}

function checkWithin({ name, subAttributes }: Attribute, value: JsonValue, prefix: string): void {
  if (!subAttributes?.some(isExpected)) return;
  for (const element of isList(value) ? value : [value]) {
    if (isJsonObject(element)) checkAttributes(subAttributes, element, `${prefix}${name}.`);
  }
}

/** What the client cannot write, or what is never kept, is not missing. */
function isExpected({ required, mutability, returned }: Attribute): boolean {
  return required && mutability !== 'readOnly' && returned !== 'never';
}
