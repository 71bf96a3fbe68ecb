import type { AuditEvent } from '../audit/audit-event.js';
import type { LinkedResource, Person, PersonWithResources } from '../directory/person.js';
import { changedAttributes } from '../scim-users/changed-attributes.js';
import { linkedResource } from '../scim-users/linked-resource.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import type { ConflictDraft } from '../directory/conflict.js';
import type { Change } from './change.js';
import type { Current, Next } from './decide-update.js';
import type { Facts } from './facts.js';
import type { Push } from './push.js';
import { settlePerson, type SettledPerson } from './settle-person.js';
import { uniqueChange } from './unique-change.js';
import { userEvent, userName } from './user-event.js';

/**
 * Entra matched a newcomer to a leaver's record by name. The record keeps its SCIM `id` and becomes the newcomer's, with a person by the
 * claim and no memberships. The leaver keeps a deleted record of their own under the old key, so that they can be revived as who they were;
 * their person is deactivated and gives up its address, unless it is protected or enters by another connection. Pure.
 */
export function handOver(push: Push, current: Current, after: StoredUser, next: Next, facts: Facts): Change {
  const { user } = current;
  const left: StoredUser = { ...user, id: push.newId(), version: '1', deletedAt: push.now, lastModified: push.now };
  const leaver = settleLeaver(push, left, current);
  const newcomer = settlePerson(push, {
    user: after,
    emailHolder: holderAfter(facts.emailHolder, leaver),
    isKeptApart: facts.isKeptApart,
  });
  const answer = { ...after, directoryUserId: newcomer.person.id };
  const warnings = [...next.warnings, ...newcomer.warnings];
  const changes = [...changedAttributes(user.resource, after.resource), ...newcomer.changes];
  return {
    configVersion: push.config.version,
    users: [{ user: answer, expects: user.version, ...uniqueChange(push.userType, user, answer) }, { user: left }],
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

/** What the hand-over makes of the leaver, with all the records they have then. */
interface Leaver extends SettledPerson {
  readonly resources: readonly LinkedResource[];
}

function settleLeaver(push: Push, left: StoredUser, { user, person }: Current): Leaver {
  const others = person.resources.filter(({ id }) => id !== user.id);
  const resources = [...others, linkedResource(left)];
  const settled = settlePerson(push, { user: left, current: { person: person.person, resources: others } });
  if (person.person.protected || others.some(({ active, deleted }) => active && !deleted))
    return { ...settled, resources };
  const gone = { ...settled.person, email: null, emailKey: null };
  const events = [...settled.events, ...leaverEvents(push, person.person, gone)];
  return { ...settled, resources, person: gone, people: [{ person: gone, expects: person.person.revision }], events };
}

function leaverEvents({ connection }: Push, before: Person, after: Person): readonly AuditEvent[] {
  const changes = (['email', 'status'] as const).filter((name) => before[name] !== after[name]);
  if (changes.length === 0) return [];
  return [
    {
      type: changes.includes('status') ? 'directory_user_deactivated' : 'directory_user_updated',
      identityProviderId: connection.id,
      target: { kind: 'directory_user', id: before.id },
      changes,
      ...(before.email !== null && { before: { email: before.email } }),
    },
  ];
}

/** Who has the address once the leaver is settled: nobody, where they had it and gave it up. */
function holderAfter(holder: PersonWithResources | undefined, leaver: Leaver): PersonWithResources | undefined {
  if (holder?.person.id !== leaver.person.id) return holder;
  return leaver.person.emailKey === null ? undefined : { person: leaver.person, resources: leaver.resources };
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
