import { GROUP_RESOURCE_TYPE, USER_RESOURCE_TYPE, withExtensions } from '../kernel/schema/resource-types.js';
import type { ResourceType } from '../kernel/schema/schema.js';
import type { ScimContext } from '../scim-context.js';
import type { Connection } from './tenant-config.js';

/**
 * `User` and `Group` as this connection knows them. The same objects as long as its settings are: what engines work out of a
 * type they keep beside it.
 */
export function resourceTypesOf(connection: Connection): ScimContext['resourceTypes'] {
  if (connection.extensions.length === 0) return STANDARD;
  let types = typesOf.get(connection);
  if (!types)
    typesOf.set(connection, (types = { User: extended('User', connection), Group: extended('Group', connection) }));
  return types;
}

const STANDARD: ScimContext['resourceTypes'] = { User: USER_RESOURCE_TYPE, Group: GROUP_RESOURCE_TYPE };

const typesOf = new WeakMap<Connection, ScimContext['resourceTypes']>();

function extended(name: ResourceType['name'], connection: Connection): ResourceType {
  const own = connection.extensions.filter(({ resourceType }) => resourceType === name);
  if (own.length === 0) return STANDARD[name];
  const shown = own.filter(({ removed }) => !removed).map(({ schema }) => schema);
  return withExtensions(
    STANDARD[name],
    shown,
    own.some(({ removed, dropped }) => removed || dropped),
  );
}
