import type { AuditEvent } from '../audit/audit-event.js';
import type { PersonWithResources } from '../directory/person.js';
import { changedAttributes } from '../scim-users/changed-attributes.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import type { ConflictDraft } from '../directory/conflict.js';
import type { Change, PersonWrite } from './change.js';
import type { Current, Next } from './decide-update.js';
import type { Facts } from './facts.js';
import type { Push } from './push.js';
import { settlePerson } from './settle-person.js';
import { userEvent, userName } from './user-event.js';

/**
 * Entra matched a newcomer to a leaver's record by name. The record keeps its SCIM `id` and becomes the newcomer's, with a person by the
 * claim and no memberships. The leaver keeps a deleted record of their own under the old key, so that they can be revived as who they were;
 * their person is deactivated and gives up its address. Pure.
 */
export function handOver(push: Push, current: Current, after: StoredUser, next: Next, facts: Facts): Change {
  const { user } = current;
  const left: StoredUser = { ...user, id: push.newId(), version: '1', deletedAt: push.now, lastModified: push.now };
  const leaver = settleLeaver(push, left, current);
  const newcomer = settlePerson(push, {
    user: after,
    emailHolder: holderAfter(facts.emailHolder, current.person, left),
    isKeptApart: facts.isKeptApart,
  });
  const answer = { ...after, directoryUserId: newcomer.person.id };
  const warnings = [...next.warnings, ...newcomer.warnings];
  const changes = changedAttributes(user.resource, after.resource);
  return {
    configVersion: push.config.version,
    users: [{ user: answer, expects: user.version }, { user: left }],
    people: [...leaver.people, ...newcomer.people],
    decidedOn: [current.person.person],
    endsMembershipsOf: [user.id],
    forgets: [],
    showsInGroups: [],
    conflicts: [handOverConflict(user, answer), ...leaver.conflicts, ...newcomer.conflicts],
    standOtherwise: [user.id],
    events: [
      userEvent('scim_user_handed_over', answer, { changes, warnings, before: user }),
      ...leaver.events,
      ...newcomer.events,
    ],
    answer,
  };
}

function settleLeaver(push: Push, left: StoredUser, { user, person }: Current) {
  const others = person.resources.filter(({ id }) => id !== user.id);
  const settled = settlePerson(push, { user: left, current: { person: person.person, resources: others } });
  if (person.person.protected) return settled;
  const people: PersonWrite[] = [
    { person: { ...settled.person, email: null, emailKey: null }, expects: person.person.revision },
  ];
  const told: AuditEvent = {
    type: 'directory_user_deactivated',
    identityProviderId: user.identityProviderId,
    target: { kind: 'directory_user', id: person.person.id },
    changes: ['email', 'status'],
  };
  return { ...settled, people, events: [...settled.events, told] };
}

/** The leaver's address is free, unless the leaver is protected; then they hold it, with their record gone. */
function holderAfter(
  holder: PersonWithResources | undefined,
  leaver: PersonWithResources,
  left: StoredUser,
): PersonWithResources | undefined {
  if (!holder || holder.person.id !== leaver.person.id) return holder;
  if (!leaver.person.protected) return undefined;
  const resources = holder.resources.map((resource) =>
    resource.identityProviderId === left.identityProviderId ? { ...resource, deleted: true } : resource,
  );
  return { ...holder, resources };
}

function handOverConflict(before: StoredUser, after: StoredUser): ConflictDraft {
  return {
    kind: 'handover',
    attribute: 'externalId',
    pairKey: JSON.stringify([before.id, before.externalId, after.externalId]),
    incoming: party(after),
    existing: party(before),
  };
}

function party(user: StoredUser) {
  return {
    scimUserId: user.id,
    directoryUserId: user.directoryUserId,
    userName: userName(user),
    ...(user.externalId !== null && { externalId: user.externalId }),
  };
}
