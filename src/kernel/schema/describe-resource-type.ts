import type { JsonObject } from '../resource/resource.js';
import type { ResourceType } from './schema.js';

/** The type as `/ResourceTypes` shows it, without `meta` (RFC 7643 §6). */
export function describeResourceType(type: ResourceType): JsonObject {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: type.name,
    name: type.name,
    endpoint: type.endpoint,
    description: type.description,
    schema: type.schema.id,
    schemaExtensions: type.extensions.map(({ schema, required }) => ({ schema: schema.id, required })),
  };
}
