import type { AuditEvent } from '../audit/audit-event.js';
import type { CanonicalEmail } from '../directory/canonical-email.js';
import { claimEmail } from '../directory/claim-email.js';
import type { ConflictDraft } from '../directory/conflict.js';
import type { Person, PersonWithResources } from '../directory/person.js';
import type { Connection } from '../tenants/tenant-config.js';
import type { PersonWrite } from './change.js';
import { emailConflict, type LostClaim } from './email-conflict.js';
import type { Push } from './push.js';
import type { Subject } from './subject.js';
import { decidingEmail, type Known, wantedEmail } from './wanted-email.js';

/** A person with the address that the claim left them, and who lost it. */
export interface SettledEmail extends Known {
  /** As they were; absent for a new person. */
  readonly before?: Person;
  readonly givesUp: readonly PersonWrite[];
  readonly conflicts: readonly ConflictDraft[];
  readonly events: readonly AuditEvent[];
  readonly changes: readonly string[];
  readonly warnings: readonly string[];
}

/** Which address the person gets. Only the leading resource is asked: what another connection says does not move it. */
export function settleEmail(push: Push, subject: Subject): SettledEmail {
  const known = knownPerson(push, subject);
  if (subject.user.deletedAt !== null) return withoutClaim(known);
  const wanted = wantedEmail(push, subject, known);
  if (wanted === 'unmoved') return known;
  if (known.person.protected) return withProtection(known, wanted);
  if (wanted === undefined) return withEmail(known, null);
  if (wanted.key === known.person.emailKey) return withEmail(known, wanted);
  return settleClaim(push, subject, known, wanted);
}

/** The address that is claimed for a resource, so that who has it can be looked up before; undefined: none is, or it is theirs already. */
export function claimedEmail(push: Push, subject: Subject): CanonicalEmail | undefined {
  const known = knownPerson(push, subject);
  if (subject.user.deletedAt !== null || known.person.protected) return undefined;
  const wanted = wantedEmail(push, subject, known);
  if (wanted === 'unmoved' || wanted === undefined) return undefined;
  return wanted.key === known.person.emailKey ? undefined : wanted;
}

function knownPerson(push: Push, { user, current }: Subject): SettledEmail {
  if (!current) return { person: newPerson(push), others: [], ...NOTHING };
  const others = current.resources.filter(({ id }) => id !== user.id);
  return { before: current.person, person: current.person, others, ...NOTHING };
}

const NOTHING = { givesUp: [], conflicts: [], events: [], changes: [], warnings: [] } as const;

function newPerson({ newId, now }: Push): Person {
  return {
    id: newId(),
    email: null,
    emailKey: null,
    status: 'active',
    held: false,
    deactivatedByAdministrator: false,
    protected: false,
    attributes: {},
    revision: '1',
    createdAt: now,
  };
}

/** Who goes keeps the address until somebody claims it; what they claimed in vain holds nobody any more. */
function withoutClaim(known: SettledEmail): SettledEmail {
  if (known.others.some(({ deleted }) => !deleted)) return known;
  return { ...known, person: { ...known.person, held: false } };
}

function settleClaim(push: Push, subject: Subject, known: SettledEmail, email: CanonicalEmail): SettledEmail {
  const { connection, config, now } = push;
  const { externalId } = subject.user;
  const claimant = { email, connection, config, externalId, personId: known.before?.id, now };
  const claim = claimEmail(claimant, subject.emailHolder);
  switch (claim.kind) {
    case 'granted':
      return withEmail(known, email);
    case 'given_up':
      return withGivenUp(withEmail(known, email), connection, claim.holder.person);
    case 'linked':
      // Who has a person already keeps it: two people become one only by an administrator's word.
      return known.before
        ? withoutEmail(known, subject, email, { kind: 'refused', holder: claim.holder })
        : linkedTo(push, subject, claim.holder, email);
    case 'shared':
    case 'refused':
      return withoutEmail(known, subject, email, claim);
  }
}

function withEmail(known: SettledEmail, email: CanonicalEmail | null): SettledEmail {
  const person = { ...known.person, email: email?.address ?? null, emailKey: email?.key ?? null, held: false };
  return { ...known, person, changes: emailChanges(known.person, person) };
}

/** The person keeps the address in the spelling of the connection that leads for them. */
function linkedTo(
  push: Push,
  subject: Subject,
  { person, resources }: PersonWithResources,
  email: CanonicalEmail,
): SettledEmail {
  const known = { before: person, person, others: resources, ...NOTHING };
  return decidingEmail(push, subject, known)?.isOwn ? withEmail(known, email) : known;
}

function withGivenUp(known: SettledEmail, connection: Connection, holder: Person): SettledEmail {
  const without: Person = { ...holder, email: null, emailKey: null };
  const event: AuditEvent = {
    type: 'directory_user_updated',
    identityProviderId: connection.id,
    target: { kind: 'directory_user', id: holder.id },
    changes: ['email'],
    before: holder.email === null ? undefined : { email: holder.email },
  };
  return { ...known, givesUp: [{ person: without, expects: holder.revision }], events: [event] };
}

function withoutEmail(known: SettledEmail, subject: Subject, email: CanonicalEmail, claim: LostClaim): SettledEmail {
  const isHeld = claim.kind === 'refused' && !subject.isKeptApart;
  const person = { ...known.person, email: null, emailKey: null, held: isHeld };
  return {
    ...known,
    person,
    changes: emailChanges(known.person, person),
    conflicts: subject.isKeptApart ? [] : [emailConflict(subject, person, email, claim)],
    warnings: [
      isHeld
        ? 'email was not set: the address is not this identity provider’s to give; the person is held until an administrator decides.'
        : 'email was not set: another person has the address.',
    ],
  };
}

function withProtection(known: SettledEmail, wanted: CanonicalEmail | undefined): SettledEmail {
  if ((wanted?.key ?? null) === known.person.emailKey) return known;
  return { ...known, warnings: ['email was not changed: the person is protected.'] };
}

function emailChanges(before: Person, after: Person): readonly string[] {
  return before.email === after.email ? [] : ['email'];
}
