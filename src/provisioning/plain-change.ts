import type { NumberedEvent } from '../audit/record-events.js';
import type { SealedEvent } from '../audit/seal-event.js';
import type { Batchable } from '../database/batch-queue.js';
import { isLasting } from '../directory/lasting-key.js';
import type { Person } from '../directory/person.js';
import type { ScimContext } from '../scim-context.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import type { Change, PersonWrite, UserWrite } from './change.js';

/** A change that is one new user with one new person and nothing else: `CREATE_USERS` can write it. */
export interface PlainCreate extends Batchable {
  readonly change: Change;
  /** The `externalId`, where it tells who somebody is. */
  readonly lastingKey: string | null;
  readonly user: StoredUser;
  readonly person: Person;
}

/** A change that is one user and their person, both here already: `UPDATE_USERS` can write it. */
export interface PlainUpdate extends Batchable {
  readonly change: Change;
  readonly write: Required<Pick<UserWrite, 'user' | 'expects'>>;
  /** The person the user stays linked to, as they will be, and the revision they were decided on. */
  readonly person: Required<PersonWrite>;
  readonly writesPerson: boolean;
}

/** Null where the change is more than one user and one person can hold. */
export function asPlainCreate({ connection }: ScimContext, change: Change): PlainCreate | null {
  const [user, ...otherUsers] = change.users;
  const [person, ...otherPeople] = change.people;
  if (!user || !person || otherUsers.length > 0 || otherPeople.length > 0 || isManifold(change)) return null;
  if (user.expects !== undefined || person.expects !== undefined) return null;
  const { identityProviderId, userNameKey, externalId } = user.user;
  const lastingKey = isLasting(externalId, connection) ? externalId : null;
  const keys = [
    `${identityProviderId} name ${userNameKey}`,
    ...(externalId === null ? [] : [`${identityProviderId} key ${externalId}`]),
    ...(person.person.emailKey === null ? [] : [`email ${person.person.emailKey}`]),
  ];
  return { change, user: user.user, person: person.person, lastingKey, keys };
}

export function asPlainUpdate(change: Change): PlainUpdate | null {
  const [user, ...otherUsers] = change.users;
  const [current] = change.decidedOn;
  const [person = current && { person: current, expects: current.revision }, ...otherPeople] = change.people;
  if (!user || !person || otherUsers.length > 0 || otherPeople.length > 0 || isManifold(change)) return null;
  if (user.expects === undefined || person.expects === undefined || person.person.id !== user.user.directoryUserId)
    return null;
  const write = { user: user.user, expects: user.expects };
  const keys = [write.user.id, person.person.id];
  return {
    change,
    write,
    person: { person: person.person, expects: person.expects },
    writesPerson: change.people.length > 0,
    keys,
  };
}

function isManifold({ users, conflicts, endsMembershipsOf, forgets }: Change): boolean {
  const isUnique = users.some(({ unique }) => unique !== undefined);
  return isUnique || conflicts.length > 0 || endsMembershipsOf.length > 0 || forgets.length > 0;
}

/** Events of many changes, each with the number of its change. */
export function numbered(lists: readonly (readonly SealedEvent[])[]): NumberedEvent[] {
  return lists.flatMap((events, n) => events.map((event) => ({ n, event })));
}
