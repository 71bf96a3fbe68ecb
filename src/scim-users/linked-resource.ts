import type { LinkedResource } from '../directory/person.js';
import type { StoredUser } from './stored-user.js';

/** What a person needs to know of a received user. */
export function linkedResource(user: StoredUser): LinkedResource {
  const { id, identityProviderId, externalId, active, resource } = user;
  return { id, identityProviderId, externalId, active, deleted: user.deletedAt !== null, resource };
}
