import { personStatus } from '../directory/person-status.js';
import type { LinkedResource, Person, PersonWithResources } from '../directory/person.js';
import { linkedResource } from '../scim-users/linked-resource.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import type { Change, PersonWrite } from './change.js';
import type { Current } from './decide-update.js';
import type { Push } from './push.js';
import { settlePerson, writeOf } from './settle-person.js';
import { userEvent } from './user-event.js';

/**
 * An administrator says that a held newcomer is the person who has the address: the resource moves to that person, whose identity is
 * preserved; the newcomer's own person, who never entered, is forgotten if nothing else is linked to it. Pure.
 */
export function linkToHolder(push: Push, { user, person }: Current, holder: PersonWithResources): Change {
  const moved: StoredUser = { ...user, directoryUserId: holder.person.id };
  const settled = settlePerson(push, { user: moved, current: withResource(holder, moved), emailHolder: holder });
  const others = person.resources.filter(({ id }) => id !== user.id);
  return {
    configVersion: push.config.version,
    users: [{ user: moved, expects: user.version }],
    people: [...settled.people, ...(others.length > 0 ? released(push, person.person, others) : [])],
    decidedOn: [person.person, holder.person],
    endsMembershipsOf: [],
    forgets: others.length > 0 ? [] : [person.person.id],
    showsInGroups: [],
    conflicts: [],
    standOtherwise: [user.id],
    events: [userEvent('scim_user_updated', moved, { changes: ['directoryUserId', ...settled.changes] })],
    answer: { ...moved, lastModified: push.now },
  };
}

/** Whoever keeps other resources is held no longer for the one that went. */
function released({ config }: Push, before: Person, others: readonly LinkedResource[]): readonly PersonWrite[] {
  const person = { ...before, held: false };
  return writeOf(before, { ...person, status: personStatus(person, others, config.connections) });
}

/** The same person again under the word that was given: held no longer, or with an address that has become free. Pure. */
export function settleAgain(
  push: Push,
  { user, person }: Current,
  emailHolder: PersonWithResources | undefined,
  isKeptApart: boolean,
): Change {
  const settled = settlePerson(push, { user, current: person, emailHolder, isKeptApart });
  return {
    configVersion: push.config.version,
    users: [],
    people: settled.people,
    decidedOn: [person.person],
    endsMembershipsOf: [],
    forgets: [],
    showsInGroups: [],
    conflicts: settled.conflicts,
    standOtherwise: [user.id],
    events: settled.changes.length > 0 ? [userEvent('scim_user_updated', user, { changes: settled.changes })] : [],
    answer: { ...user, lastModified: push.now },
  };
}

function withResource({ person, resources }: PersonWithResources, user: StoredUser): PersonWithResources {
  return { person, resources: [...resources, linkedResource(user)] };
}
