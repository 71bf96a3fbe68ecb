import { MANAGER } from '../dialect/attribute.js';
import { difference, differences } from '../dialect/mapping.js';
import type { Group, Person } from '../directory/directory.js';
import { type JsonObject, objectsIn, textIn } from '../scim/json.js';
import type { Job } from './job.js';
import type { GroupLink } from './links.js';
import type { Drift } from './provisioning-log.js';

/** What in a user, as the service returned it, is not as it was sent. The manager comes in a later pass. */
export function driftOfUser({ dialect }: Pick<Job, 'dialect'>, person: Person, resource: JsonObject): readonly Drift[] {
  return differences(person, dialect.externalIdOf(person), resource).map(({ attribute, value }) => ({
    type: 'User',
    name: person.userName,
    path: attribute.path,
    sent: value,
    returned: attribute.read(resource),
  }));
}

/** The same of the manager, where one was sent. */
export function driftOfManager({ dialect, links }: Job, person: Person, resource: JsonObject): readonly Drift[] {
  const manager = links.users.get(person.manager ?? '');
  if (!dialect.managers || manager === undefined) return [];
  return difference(MANAGER, manager, resource).map(({ attribute, value }) => ({
    type: 'User',
    name: person.userName,
    path: attribute.path,
    sent: value,
    returned: attribute.read(resource),
  }));
}

/** What in a group is not as it was sent; of the members, who is missing and who is too many. */
export function driftOfGroup({ displayName }: Group, { members }: GroupLink, resource: JsonObject): readonly Drift[] {
  const returned = new Set(objectsIn(resource.members).map(({ value }) => textIn(value)));
  const sent = new Set(members);
  const missing = [...sent].filter((id) => !returned.has(id));
  const extra = [...returned].filter((id) => !sent.has(id));
  const named = { type: 'Group', name: displayName } as const;
  return [
    ...(resource.displayName === displayName
      ? []
      : [{ ...named, path: 'displayName', sent: displayName, returned: resource.displayName }]),
    ...(missing.length + extra.length === 0 ? [] : [{ ...named, path: 'members', sent: missing, returned: extra }]),
  ];
}
