import type { AttributePath } from '../path/attribute-path.js';
import type { ResourceType } from '../schema/schema.js';

/** Whether the path leads to the members of a group, which are never part of the resource as it is kept. */
export function isMembers(type: ResourceType, { extension, attribute }: AttributePath): boolean {
  return type.name === 'Group' && extension === undefined && attribute?.name === 'members';
}
