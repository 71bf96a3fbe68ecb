import { ScimError } from '../error/scim-error.js';
import type { AttributePath } from '../path/attribute-path.js';
import { isUnknown, type ParsedPath, type UnknownPath } from '../path/parsed-path.js';
import { parsePath } from '../path/parse-path.js';
import { findSchemaUrn } from '../path/schema-urn.js';
import { coreAttributes, findAttribute, findExtension } from '../schema/find-attribute.js';
import type { ResourceType } from '../schema/schema.js';
import { quote } from '../text/quote.js';
import { isJsonObject } from './is-json-object.js';
import { kindOf } from './kind-of.js';
import type { JsonObject, JsonValue } from './resource.js';
import type { Tolerance } from './tolerance.js';

/** One name of a body and what stands under it: resolved, known to no schema, or impossible. */
export type Part =
  | { readonly path: AttributePath; readonly value: JsonValue | undefined }
  | UnknownPath
  | { readonly error: ScimError; readonly name: string };

/**
 * The parts of a body or of a PATCH value without a path, in their order. A name may be an attribute in any case, the
 * URN of a schema (or one OneLogin writes for it, X-01) with an object, or any path, as Entra's flag has it (E-28).
 * @param extension the URN of the extension whose attributes the object holds
 */
export function takeApart(
  type: ResourceType,
  object: JsonObject,
  tolerance: Tolerance,
  extension?: string,
): readonly Part[] {
  const attributes = (extension ? findExtension(type, extension)?.schema.attributes : coreAttributes(type)) ?? [];
  const parts: Part[] = [];
  for (const [name, value] of Object.entries(object)) {
    const attribute = findAttribute(attributes, name);
    if (attribute) parts.push({ path: extension ? { extension, attribute } : { attribute }, value });
    else
      for (const part of takePath(type, extension ? `${extension}:${name}` : name, value, tolerance)) parts.push(part);
  }
  return parts;
}

/**
 * What stands under one path: usually one part. The URN of a schema stands for all its attributes that the value names;
 * without an object, the extension as a whole is unassigned.
 */
export function takePath(
  type: ResourceType,
  text: string,
  value: JsonValue | undefined,
  tolerance: Tolerance,
): readonly Part[] {
  const path = parse(type, text, tolerance);
  if (path instanceof ScimError) return [{ error: path, name: text }];
  if (isUnknown(path)) return findSchemaUrn(type, path.unknown) ? takeCore(type, text, value, tolerance) : [path];
  if (path.attribute) return [{ path, value }];
  return takeExtension(type, path.extension ?? text, value, tolerance);
}

function parse(type: ResourceType, text: string, tolerance: Tolerance): ParsedPath | ScimError {
  try {
    return parsePath(type, text, tolerance);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
}

function takeCore(
  type: ResourceType,
  urn: string,
  value: JsonValue | undefined,
  tolerance: Tolerance,
): readonly Part[] {
  if (isJsonObject(value)) return takeApart(type, value, tolerance);
  return [{ error: ScimError.invalidPath(`${quote(urn)} names a schema, not an attribute.`), name: urn }];
}

function takeExtension(
  type: ResourceType,
  extension: string,
  value: JsonValue | undefined,
  tolerance: Tolerance,
): readonly Part[] {
  if (isJsonObject(value)) return takeApart(type, value, tolerance, extension);
  if (value === undefined || value === null || value === '') return [{ path: { extension }, value: null }];
  return [{ error: ScimError.invalidValue(`${extension} must be an object, not ${kindOf(value)}.`), name: extension }];
}
