import type { ConflictDraft } from '../directory/conflict.js';
import { namesPairKey } from '../directory/pair-key.js';
import type { Resource } from '../kernel/resource/resource.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import { userKeys } from '../scim-users/user-keys.js';
import { userName } from './user-event.js';

/** Both parties of a clash of names. */
export function namesConflict(
  attribute: 'userName' | 'externalId',
  holder: StoredUser,
  resource: Resource,
  externalId: string | null,
): ConflictDraft {
  const incoming = typeof resource.userName === 'string' ? { userName: resource.userName } : {};
  return {
    kind: attribute,
    attribute,
    pairKey: namesPairKey(holder.id, userKeys(resource).userNameKey, externalId),
    incoming: { ...incoming, ...(externalId !== null && { externalId }) },
    existing: {
      scimUserId: holder.id,
      directoryUserId: holder.directoryUserId,
      userName: userName(holder),
      ...(holder.externalId !== null && { externalId: holder.externalId }),
    },
  };
}
