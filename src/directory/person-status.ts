import type { Connection } from '../tenants/tenant-config.js';
import { inPrecedence } from './leading-resource.js';
import type { LinkedResource, Person, PersonStatus } from './person.js';

type Words = Pick<Person, 'emailKey' | 'held' | 'deactivatedByAdministrator' | 'protected'>;

/**
 * Who may enter. The administrator's word first, then a conflict that holds the person, then the leading connection: the
 * others' `active` changes their own resource only. A protected person is never deactivated by SCIM; one that no identity
 * provider knows is active; one whose every resource is deleted is not.
 */
export function personStatus(
  words: Words,
  resources: readonly LinkedResource[],
  connections: readonly Connection[],
): PersonStatus {
  if (words.deactivatedByAdministrator) return 'deactivated';
  if (words.held) return 'held';
  if (words.protected || resources.length === 0) return 'active';
  const [leading] = inPrecedence(resources, connections, words.emailKey);
  return leading?.active ? 'active' : 'deactivated';
}
