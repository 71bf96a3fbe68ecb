import { ScimError } from '../error/scim-error.js';
import type { Attribute } from '../schema/attribute.js';
import type { ResourceType } from '../schema/schema.js';
import { equal } from './equal.js';
import { isJsonObject } from './is-json-object.js';
import type { JsonObject, Resource } from './resource.js';

/**
 * For PUT, and where a PATCH takes a complex value or an extension away: an immutable attribute that has a value keeps it (RFC 7644 §3.5.1). Sub-attributes count where the complex
 * attribute has a single value; of several, each comes and goes as a whole.
 * @throws ScimError `mutability`
 */
export function checkImmutable(type: ResourceType, before: Resource, after: Resource): void {
  checkAttributes(type.schema.attributes, before, after, '');
  for (const { schema } of type.extensions)
    checkWithin(schema.attributes, before[schema.id], after[schema.id], `${schema.id}:`);
}

/** `prefix` stands before the name of an attribute in messages, such as `name.`. */
function checkAttributes(
  attributes: readonly Attribute[],
  before: JsonObject,
  after: JsonObject,
  prefix: string,
): void {
  for (const { name, mutability, multiValued, subAttributes } of attributes) {
    if (mutability === 'immutable' && before[name] !== undefined && !equal(before[name], after[name])) {
      throw ScimError.mutability(`${prefix}${name} is immutable: once set, it stays.`);
    }
    if (subAttributes && !multiValued) checkWithin(subAttributes, before[name], after[name], `${prefix}${name}.`);
  }
}

function checkWithin(
  attributes: readonly Attribute[],
  before: JsonObject[string] | undefined,
  after: JsonObject[string] | undefined,
  prefix: string,
): void {
  if (isJsonObject(before)) checkAttributes(attributes, before, isJsonObject(after) ? after : {}, prefix);
}
