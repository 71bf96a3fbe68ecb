import type { PersonWithResources } from '../directory/person.js';
import { changedUser, type StoredUser } from '../scim-users/stored-user.js';
import type { Change } from './change.js';
import type { Push } from './push.js';
import { settlePerson } from './settle-person.js';
import { uniqueChange } from './unique-change.js';
import { userEvent } from './user-event.js';

/** DELETE of a user: gone for SCIM, its names free again; the person is deactivated and kept, still linked, for revival. Pure. */
export function deleteUser(push: Push, user: StoredUser, current: PersonWithResources): Change {
  return ended(push, user, current, 'scim_user_deleted');
}

/** A leaver makes way for a newcomer with the recycled name: what DELETE does, told for what it is. */
export function retire(push: Push, user: StoredUser, current: PersonWithResources): Change {
  return ended(push, user, current, 'scim_user_retired');
}

function ended(
  push: Push,
  before: StoredUser,
  current: PersonWithResources,
  type: 'scim_user_deleted' | 'scim_user_retired',
): Change {
  const user = changedUser(before, { deletedAt: push.now }, push.now);
  const { people, conflicts, events, changes, warnings } = settlePerson(push, { user, current });
  return {
    configVersion: push.config.version,
    users: [{ user, expects: before.version, ...uniqueChange(push.userType, before, user) }],
    people,
    decidedOn: [current.person],
    endsMembershipsOf: [],
    forgets: [],
    showsInGroups: [before.id],
    conflicts,
    standOtherwise: [before.id],
    events: [userEvent(type, user, { changes, warnings }), ...events],
    answer: user,
  };
}
