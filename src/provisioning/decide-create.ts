import type { Received, Resource } from '../kernel/resource/resource.js';
import { defaultActive } from '../kernel/resource/default-active.js';
import { isLasting } from '../directory/lasting-key.js';
import type { Person } from '../directory/person.js';
import { changedAttributes } from '../scim-users/changed-attributes.js';
import { changedUser, type StoredUser } from '../scim-users/stored-user.js';
import { userKeys } from '../scim-users/user-keys.js';
import type { AuditEvent, AuditEventType } from '../audit/audit-event.js';
import { activeEvent } from './active-event.js';
import { combine } from './combine-changes.js';
import type { Change, Decision } from './change.js';
import { personOf } from './person-of.js';
import { replacedResource } from './replaced-resource.js';
import { retire } from './retire.js';
import { HIDDEN_MEMBERSHIPS_MS } from '../memberships/membership-limits.js';
import type { Facts } from './facts.js';
import { factsAfter } from './facts-after.js';
import { namesConflict } from './names-conflict.js';
import type { Push } from './push.js';
import { settlePerson, type SettledPerson } from './settle-person.js';
import { takenName } from './taken-name.js';
import { uniqueChange } from './unique-change.js';
import { userEvent } from './user-event.js';

/** A constant key must not fold a company into one person: so often may a resource be taken for renamed. */
const MERGE_PAUSE_MS = 24 * 60 * 60 * 1000;

/**
 * Which record a `POST /Users` is, by the first rule that fits. 1: the `userName` is taken, which is a refusal unless a leaver holds a recycled
 * name. 2: the `externalId` is here under another name. 3: it belongs to somebody who was deleted. 4: a newcomer. Pure.
 */
export function decideCreate(push: Push, incoming: Received, facts: Facts): Decision {
  const resource = defaultActive(incoming.resource);
  const keys = userKeys(resource);
  const holder = facts.byUserName;
  if (holder && facts.linkedByAdministrator && !facts.byExternalId)
    return takeOver(push, incoming, facts, holder, 'scim_user_merged');
  if (holder && !mayRetire(push, holder, keys.externalId, facts))
    return refuseUserName(holder, resource, keys.externalId);
  if (facts.byExternalId) return decideSameKey(push, incoming, facts, facts.byExternalId);
  if (!holder) return { kind: 'change', change: make(push, incoming, facts, resource) };
  const retired = retire(push, holder, personOf(facts, holder));
  const made = make(push, incoming, factsAfter(facts, retired), resource);
  return { kind: 'change', change: combine(retired, made) };
}

/** The exception to rule 1: a leaver holds a recycled name. */
function mayRetire({ connection }: Push, holder: StoredUser, externalId: string | null, facts: Facts): boolean {
  return (
    !connection.strict &&
    !holder.active &&
    !facts.byExternalId &&
    isLasting(externalId, connection) &&
    isLasting(holder.externalId, connection) &&
    externalId !== holder.externalId
  );
}

function refuseUserName(holder: StoredUser, resource: Resource, externalId: string | null): Decision {
  const isSamePair = externalId !== null && externalId === holder.externalId;
  return {
    kind: 'refused',
    error: takenName('user', 'userName', resource.userName),
    conflict: isSamePair ? undefined : namesConflict('userName', holder, resource, externalId),
  };
}

/** Rule 2: the same person, renamed while the client had lost its link; or two objects with one key. */
function decideSameKey(push: Push, incoming: Received, facts: Facts, holder: StoredUser): Decision {
  const { connection, now } = push;
  const isPaused = holder.mergedAt !== null && now.getTime() - holder.mergedAt.getTime() < MERGE_PAUSE_MS;
  const isMerge =
    connection.kind === 'entra' && !connection.strict && !isPaused && isLasting(holder.externalId, connection);
  if (isMerge || facts.linkedByAdministrator) return takeOver(push, incoming, facts, holder, 'scim_user_merged');
  return {
    kind: 'refused',
    error: takenName('user', 'externalId', holder.externalId ?? undefined),
    conflict: namesConflict('externalId', holder, incoming.resource, holder.externalId),
  };
}

/** The resource takes the pushed state, as PUT would, and keeps its id. */
function takeOver(push: Push, incoming: Received, facts: Facts, holder: StoredUser, type: AuditEventType): Decision {
  const resource = replacedResource(push.userType, holder.resource, incoming);
  const user = changedUser(holder, { resource, ...userKeys(resource), mergedAt: push.now }, push.now);
  return { kind: 'change', change: settled(push, incoming, facts, { user, before: holder, type }) };
}

function make(push: Push, incoming: Received, facts: Facts, resource: Resource): Change {
  const isKnown = isLasting(userKeys(resource).externalId, push.connection);
  return facts.deleted && isKnown
    ? revive(push, incoming, facts, facts.deleted, resource)
    : create(push, incoming, facts, resource);
}

/** Rule 3. */
function revive(push: Push, incoming: Received, facts: Facts, deleted: StoredUser, resource: Resource): Change {
  const user = changedUser(deleted, { resource, ...userKeys(resource), deletedAt: null }, push.now);
  return settled(push, incoming, facts, { user, before: deleted, type: 'scim_user_revived' });
}

/** Rule 4. */
function create(push: Push, incoming: Received, facts: Facts, resource: Resource): Change {
  const { connection, now, newId } = push;
  const user: StoredUser = {
    id: newId(),
    identityProviderId: connection.id,
    directoryUserId: '',
    ...userKeys(resource),
    resource,
    version: '1',
    createdAt: now,
    lastModified: now,
    mergedAt: null,
    deletedAt: null,
  };
  return settled(push, incoming, facts, { user, type: 'scim_user_received' });
}

interface Outcome {
  readonly user: StoredUser;
  readonly before?: StoredUser;
  readonly type: AuditEventType;
}

function settled(push: Push, incoming: Received, facts: Facts, { user, before, type }: Outcome): Change {
  const current = before && personOf(facts, before);
  const { emailHolder, isKeptApart } = facts;
  const person = settlePerson(push, { user, current, emailHolder, isKeptApart });
  const answer = { ...user, directoryUserId: person.person.id };
  return {
    configVersion: push.config.version,
    users: [{ user: answer, expects: before?.version, ...uniqueChange(push.userType, before, answer) }],
    people: person.people,
    decidedOn: current ? [current.person] : [],
    endsMembershipsOf: before && isLongGone(before, push.now) ? [before.id] : [],
    forgets: [],
    showsInGroups: before?.deletedAt ? [before.id] : [],
    conflicts: person.conflicts,
    standOtherwise: before ? [before.id] : [],
    events: eventsOf({ user: answer, before, type }, incoming, person, current?.person),
    answer,
  };
}

/** A merge may also switch `active`. */
function eventsOf(
  { user, before, type }: Outcome,
  incoming: Received,
  settled: SettledPerson,
  current: Person | undefined,
): AuditEvent[] {
  const changes = [...changedAttributes(before?.resource ?? {}, user.resource), ...settled.changes];
  const warnings = [...incoming.warnings, ...settled.warnings];
  const email = [current?.email ?? null, settled.person.email] as const;
  const told = userEvent(type, user, { changes, warnings, before, email });
  const switched = activeEvent(before, user);
  return [told, ...(switched ? [switched] : []), ...settled.events];
}

/** Memberships that a deletion hid come back only if the person does so soon. */
function isLongGone({ deletedAt }: StoredUser, now: Date): boolean {
  return deletedAt !== null && now.getTime() - deletedAt.getTime() > HIDDEN_MEMBERSHIPS_MS;
}
