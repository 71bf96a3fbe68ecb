import { ENTERPRISE_USER_SCHEMA } from './enterprise-user-schema.js';
import { GROUP_SCHEMA } from './group-schema.js';
import type { ResourceType, Schema } from './schema.js';
import { USER_SCHEMA } from './user-schema.js';

/** `/ResourceTypes/User` (RFC 7643 §8.6). */
export const USER_RESOURCE_TYPE: ResourceType = {
  name: 'User',
  endpoint: '/Users',
  description: 'User Account',
  schema: USER_SCHEMA,
  extensions: [{ schema: ENTERPRISE_USER_SCHEMA, required: false }],
};

/** `/ResourceTypes/Group` (RFC 7643 §8.6). */
export const GROUP_RESOURCE_TYPE: ResourceType = {
  name: 'Group',
  endpoint: '/Groups',
  description: 'Group',
  schema: GROUP_SCHEMA,
  extensions: [],
};

/** The type with a tenant's own extensions behind the standard ones; none of them is required. */
export function withExtensions(type: ResourceType, schemas: readonly Schema[], keepsHidden = false): ResourceType {
  const added = schemas.map((schema) => ({ schema, required: false }));
  return { ...type, extensions: [...type.extensions, ...added], ...(keepsHidden && { keepsHidden }) };
}

/** Whether the extension is one of the RFC's, which every connection has. */
export function isStandardExtension(urn: string): boolean {
  return STANDARD_EXTENSIONS.has(urn);
}

const STANDARD_EXTENSIONS: ReadonlySet<string> = new Set(
  [USER_RESOURCE_TYPE, GROUP_RESOURCE_TYPE].flatMap(({ extensions }) => extensions.map(({ schema }) => schema.id)),
);
