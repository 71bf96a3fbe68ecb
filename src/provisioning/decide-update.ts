import type { AuditEvent } from '../audit/audit-event.js';
import { canonicalEmail } from '../directory/canonical-email.js';
import { isLasting } from '../directory/lasting-key.js';
import type { PersonWithResources } from '../directory/person.js';
import { equal } from '../kernel/resource/equal.js';
import type { Received } from '../kernel/resource/resource.js';
import { changedAttributes } from '../scim-users/changed-attributes.js';
import { changedUser, type StoredUser } from '../scim-users/stored-user.js';
import { userKeys } from '../scim-users/user-keys.js';
import { activeEvent } from './active-event.js';
import type { Decision } from './change.js';
import type { Facts } from './facts.js';
import { handOver } from './hand-over.js';
import { namesConflict } from './names-conflict.js';
import type { Push } from './push.js';
import { settlePerson, type SettledPerson } from './settle-person.js';
import type { Subject } from './subject.js';
import { takenName } from './taken-name.js';
import { uniqueChange } from './unique-change.js';
import { userEvent } from './user-event.js';

/** A user as it is, with the person it is linked to. */
export interface Current {
  readonly user: StoredUser;
  readonly person: PersonWithResources;
}

/** The resource that follows from a PUT or PATCH. */
export type Next = Pick<Received, 'resource' | 'warnings'>;

/** What PUT and PATCH do, once the resource that follows from them is known. Pure. */
export function decideUpdate(push: Push, { user, person }: Current, next: Next, facts: Facts): Decision {
  if (equal(user.resource, next.resource)) return { kind: 'unchanged', answer: user, warnings: next.warnings };
  const keys = userKeys(next.resource);
  const refusal = refuseTakenName(user, next, facts);
  if (refusal) return refusal;
  const after = changedUser(user, { resource: next.resource, ...keys }, push.now);
  if (isHandOver(push, user, after))
    return { kind: 'change', change: handOver(push, { user, person }, after, next, facts) };
  return { kind: 'change', change: update(push, { user, person }, after, next, facts) };
}

/** The next state of a user whose change is none of identity, and whom it concerns. */
export function updateSubject(push: Push, { user, person }: Current, next: Next): Subject {
  const after = changedUser(user, { resource: next.resource, ...userKeys(next.resource) }, push.now);
  return isHandOver(push, user, after) ? { user: after } : { user: after, current: person };
}

/** A lasting key was replaced by a different lasting one: a newcomer under a leaver's record. */
function isHandOver({ connection }: Push, before: StoredUser, after: StoredUser): boolean {
  return (
    before.externalId !== after.externalId &&
    isLasting(before.externalId, connection) &&
    isLasting(after.externalId, connection)
  );
}

function refuseTakenName(user: StoredUser, { resource }: Next, facts: Facts): Decision | undefined {
  const { byUserName, byExternalId } = facts;
  const { externalId } = userKeys(resource);
  if (byUserName && byUserName.id !== user.id)
    return {
      kind: 'refused',
      error: takenName('user', 'userName', resource.userName),
      conflict: namesConflict('userName', byUserName, resource, externalId),
    };
  if (byExternalId && byExternalId.id !== user.id)
    return {
      kind: 'refused',
      error: takenName('user', 'externalId', resource.externalId),
      conflict: namesConflict('externalId', byExternalId, resource, externalId),
    };
  return undefined;
}

function update(push: Push, { user, person }: Current, after: StoredUser, next: Next, facts: Facts) {
  const { emailHolder, isKeptApart } = facts;
  const settled = settlePerson(push, { user: after, current: person, emailHolder, isKeptApart });
  const answer = { ...after, directoryUserId: settled.person.id };
  return {
    configVersion: push.config.version,
    users: [{ user: answer, expects: user.version, ...uniqueChange(push.userType, user, answer) }],
    people: settled.people,
    decidedOn: [person.person],
    endsMembershipsOf: [],
    forgets: [],
    showsInGroups: [],
    conflicts: settled.conflicts,
    standOtherwise: standsOtherwise(user, after, settled) ? [user.id] : [],
    events: [...updateEvents({ user, person }, answer, next, settled), ...settled.events],
    answer,
  };
}

/** `active` has an event of its own, beside the one for whatever else changed. */
function updateEvents({ user, person }: Current, after: StoredUser, next: Next, settled: SettledPerson): AuditEvent[] {
  const told = { before: user, email: [person.person.email, settled.person.email] } as const;
  const warnings = [...next.warnings, ...settled.warnings];
  const changes = [...changedAttributes(user.resource, after.resource), ...settled.changes];
  const switched = activeEvent(user, after, warnings);
  if (!switched) return [userEvent('scim_user_updated', after, { changes, warnings, ...told })];
  const others = changes.filter((name) => name !== 'active');
  return others.length === 0
    ? [switched]
    : [switched, userEvent('scim_user_updated', after, { changes: others, ...told })];
}

function standsOtherwise(before: StoredUser, after: StoredUser, settled: SettledPerson): boolean {
  return (
    before.userNameKey !== after.userNameKey ||
    before.externalId !== after.externalId ||
    before.active !== after.active ||
    settled.changes.includes('email') ||
    claimOf(before) !== claimOf(after)
  );
}

function claimOf({ resource }: StoredUser): string | undefined {
  return canonicalEmail(resource)?.key;
}
