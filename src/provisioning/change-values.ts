import { arrayLiteral } from '../database/array-literal.js';
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

/** The arrays of `CREATE_USERS`, one row each. */
export function createValues(creates: readonly PlainCreate[]): unknown[] {
  return columns(creates, [
    (_create, n) => n,
    ({ change }) => change.configVersion,
    ({ user }) => user.id,
    ({ user }) => user.identityProviderId,
    ({ user }) => user.externalId,
    ({ lastingKey }) => lastingKey,
    ({ user }) => user.userNameKey,
    ({ user }) => user.displayNameKey,
    ({ user }) => arrayLiteral(user.emailKeys),
    ({ user }) => user.active,
    ({ user }) => JSON.stringify(user.resource),
    ({ user }) => user.createdAt,
    ({ person }) => person.id,
    ({ person }) => person.email,
    ({ person }) => person.emailKey,
    ({ person }) => person.status,
    ({ person }) => person.held,
    ({ person }) => JSON.stringify(person.attributes),
  ]);
}

/** The arrays of `UPDATE_USERS`, one row each. */
export function updateValues(updates: readonly PlainUpdate[]): unknown[] {
  return columns(updates, [
    (_update, n) => n,
    ({ change }) => change.configVersion,
    ({ write }) => write.user.id,
    ({ write }) => write.expects,
    ({ write }) => write.user.identityProviderId,
    ({ write }) => write.user.externalId,
    ({ write }) => write.user.userNameKey,
    ({ write }) => write.user.displayNameKey,
    ({ write }) => arrayLiteral(write.user.emailKeys),
    ({ write }) => write.user.active,
    ({ write }) => JSON.stringify(write.user.resource),
    ({ write }) => write.user.lastModified,
    ({ write }) => write.user.mergedAt,
    ({ write }) => write.user.deletedAt,
    ({ change }) => change.standOtherwise.length > 0,
    ({ change }) => change.showsInGroups.length > 0,
    ({ person }) => person.person.id,
    ({ person }) => person.expects,
    ({ writesPerson }) => writesPerson,
    ({ person }) => person.person.email,
    ({ person }) => person.person.emailKey,
    ({ person }) => person.person.status,
    ({ person }) => person.person.held,
    ({ person }) => JSON.stringify(person.person.attributes),
  ]);
}

/** Events of many changes, each with the number of its change. */
export function numbered<T>(lists: readonly (readonly T[])[]): { readonly n: number; readonly event: T }[] {
  return lists.flatMap((events, n) => events.map((event) => ({ n, event })));
}

function columns<T>(rows: readonly T[], valuesOf: readonly ((row: T, n: number) => unknown)[]): unknown[] {
  return valuesOf.map((valueOf) => rows.map(valueOf));
}
