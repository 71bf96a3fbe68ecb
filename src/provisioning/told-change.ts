import type { ReceivedWrite } from '../hooks/user-changes.js';
import type { Change } from './change.js';

/** Everybody whom a change may make another than they were. */
export function peopleIn({ people, users, decidedOn, forgets }: Change): readonly string[] {
  const ids = [
    ...people.map(({ person }) => person.id),
    ...users.map(({ user }) => user.directoryUserId),
    ...decidedOn.map(({ id }) => id),
    ...forgets,
  ];
  return [...new Set(ids)];
}

/** Those of them who are made by it. */
export function newcomersIn({ people }: Change): readonly string[] {
  return people.flatMap(({ person, expects }) => (expects === undefined ? [person.id] : []));
}

/** The records that a change writes; its events tell which of them it deletes. */
export function receivedIn({ users, events }: Change): readonly ReceivedWrite[] {
  const deleted = new Set(events.filter(({ type }) => DELETIONS.includes(type)).map(({ target }) => target.id));
  return users.map(({ user }) => ({ user, isDeleted: user.deletedAt !== null && deleted.has(user.id) }));
}

const DELETIONS: readonly string[] = ['scim_user_deleted', 'scim_user_retired'];
