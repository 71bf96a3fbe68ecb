import { mirrorPerson } from '../attributes/mirror-person.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { inPrecedence } from '../directory/leading-resource.js';
import type { LinkedResource, Person } from '../directory/person.js';
import { personStatus } from '../directory/person-status.js';
import { linkedResource } from '../scim-users/linked-resource.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import type { ConflictDraft } from '../directory/conflict.js';
import type { PersonWrite } from './change.js';
import type { Push } from './push.js';
import { settleEmail, type SettledEmail } from './settle-email.js';
import type { Subject } from './subject.js';

/** What a received user means here: the person, whoever else is touched by it, and what there is to tell. */
export interface SettledPerson {
  readonly person: Person;
  readonly people: readonly PersonWrite[];
  readonly conflicts: readonly ConflictDraft[];
  readonly events: readonly AuditEvent[];
  readonly changes: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * The person that follows from a resource: address by the claim, canonical fields by the mirror, status by the leading connection.
 * Pure; every way in which a user changes comes through here.
 */
export function settlePerson(push: Push, subject: Subject): SettledPerson {
  const address = settleEmail(push, subject);
  const resources = [...address.others, linkedResource(subject.user)];
  const fields = mirrorPerson(address.person, resources, push.config, push.now.toISOString());
  const words = { ...address.person, attributes: fields.attributes };
  const person: Person = { ...words, status: personStatus(words, resources, push.config.connections) };
  const standing = explainStanding(push, subject, person, resources);
  return {
    person,
    people: [...address.givesUp, ...writes(address, person, subject)],
    conflicts: [...address.conflicts, ...standing.conflicts],
    events: address.events,
    changes: [...address.changes, ...fields.changes],
    warnings: [...address.warnings, ...fields.warnings, ...standing.warnings],
  };
}

/**
 * A person who is linked anew, or to several resources, is written whatever comes of it: that counts up the revision, so that a decision which
 * another push makes at the same moment, on these resources as they were, is overtaken.
 */
function writes({ before, others }: SettledEmail, person: Person, { current }: Subject): readonly PersonWrite[] {
  const isShared = others.length > 0 || current?.person.id !== before?.id;
  return before && isShared ? [{ person, expects: before.revision }] : writeOf(before, person);
}

/** The write that turns one state of a person into the next; none where nothing changed. */
export function writeOf(before: Person | undefined, person: Person): readonly PersonWrite[] {
  if (!before) return [{ person }];
  const isSame = FIELDS.every((field) => before[field] === person[field]);
  return isSame ? [] : [{ person, expects: before.revision }];
}

/** `attributes` is the same object where no field changed: see `mirrorPerson`. */
const FIELDS = ['email', 'status', 'held', 'deactivatedByAdministrator', 'protected', 'attributes'] as const;

/** Says why a person's standing is not what the pushed `active` asks for. */
function explainStanding(push: Push, subject: Subject, person: Person, resources: readonly LinkedResource[]) {
  const { user, current } = subject;
  const before = current?.resources.find(({ id }) => id === user.id);
  const isWanted = user.active && user.deletedAt === null;
  const isNews = !before || isWanted !== (before.active && !before.deleted);
  const warnings: string[] = [];
  const conflicts: ConflictDraft[] = [];
  if (!isNews) return { warnings, conflicts };
  const [leading] = inPrecedence(resources, push.config.connections, person.emailKey);
  if (leading && leading.id !== user.id)
    warnings.push('active did not decide: another identity provider leads for this person.');
  else if (isWanted && person.deactivatedByAdministrator)
    warnings.push('active: true did not lift the deactivation by an administrator.');
  else if (!isWanted && person.protected) {
    warnings.push('active: false was ignored for the directory: the person is protected.');
    conflicts.push(protectedLeaver(user, person));
  }
  return { warnings, conflicts };
}

function protectedLeaver(user: StoredUser, person: Person): ConflictDraft {
  return {
    kind: 'protected_leaver',
    attribute: 'active',
    pairKey: user.id,
    incoming: { scimUserId: user.id, ...(user.externalId !== null && { externalId: user.externalId }) },
    existing: { directoryUserId: person.id, ...(person.email !== null && { email: person.email }) },
  };
}
