import { isJsonObject } from '../resource/is-json-object.js';
import { isList } from '../resource/is-list.js';
import type { JsonObject, JsonValue, Resource } from '../resource/resource.js';
import type { Tolerance } from '../resource/tolerance.js';
import type { Attribute } from '../schema/attribute.js';
import { assign } from './assign.js';
import { changeElements } from './change-elements.js';
import { merge } from './merge.js';
import type { PatchOperation } from './operation.js';

/**
 * A resource after one operation (RFC 7644 §3.5.2); it may hold empty values until `withSchemas` prunes them.
 * @throws ScimError `noTarget`, `mutability`, `invalidValue`
 */
export function applyOperation(resource: Resource, operation: PatchOperation, tolerance: Tolerance): Resource {
  const { extension, attribute } = operation.path;
  if (extension === undefined) return attribute ? change(resource, attribute, operation, tolerance) : resource;
  const values = asObject(resource[extension]);
  return { ...resource, [extension]: attribute ? change(values, attribute, operation, tolerance) : {} };
}

function change(object: JsonObject, attribute: Attribute, operation: PatchOperation, tolerance: Tolerance): JsonObject {
  const before = object[attribute.name];
  const after = attribute.multiValued
    ? changeElements(attribute, isList(before) ? before : [], operation, tolerance)
    : changeValue(attribute, before, operation);
  return assign(object, attribute, after, operation.op);
}

/** `add` and `replace` are the same where there is one value. */
function changeValue(attribute: Attribute, before: JsonValue | undefined, operation: PatchOperation): JsonValue {
  const { op, path, value = null } = operation;
  const wanted = op === 'remove' ? null : value;
  if (path.subAttribute) return assign(asObject(before), path.subAttribute, wanted, op);
  return attribute.type === 'complex' ? merge(attribute, before, wanted, op) : wanted;
}

function asObject(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
