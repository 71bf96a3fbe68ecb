import { GROUP_RESOURCE_TYPE, USER_RESOURCE_TYPE } from '../kernel/schema/resource-types.js';
import type { ScimContext } from '../scim-context.js';
import type { Connection } from './tenant-config.js';

/** `User` and `Group` as this connection knows them. */
export function resourceTypesOf(_connection: Connection): ScimContext['resourceTypes'] {
  return STANDARD;
}

const STANDARD: ScimContext['resourceTypes'] = { User: USER_RESOURCE_TYPE, Group: GROUP_RESOURCE_TYPE };
