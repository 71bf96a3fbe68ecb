import { mirrorPerson } from '../attributes/mirror-person.js';
import type { AuditEvent } from '../audit/audit-event.js';
import type { CanonicalAttributes, LinkedResource, Person, PersonWithResources } from '../directory/person.js';
import { personStatus } from '../directory/person-status.js';
import type { TenantConfig } from '../tenants/tenant-config.js';
import type { OffboardingRun } from './offboarding-run.js';

/** A person once a connection that knew them is gone. */
export interface Left {
  readonly person: Person;
  /** Absent where nobody enters who did not, and the other way round. */
  readonly event?: AuditEvent;
  /** Canonical values that are gone. */
  readonly scrubbed: number;
}

/** What else is known: the resources of other connections that an open conflict about an address is about. */
export interface Leaving {
  readonly current: PersonWithResources;
  readonly disputed: ReadonlySet<string>;
}

/**
 * What a person becomes when a connection is ended. Whom another connection knows is from now on what that one says. Who is known nowhere
 * else stays as they are: whoever may not enter by then, or is to be deactivated, is kept out by the administrator's word, since with
 * nobody left to say otherwise they would be active. Protected people are not deactivated. Pure.
 */
export function leaveConnection(
  { current: { person, resources }, disputed }: Leaving,
  { identityProviderId, users, scrub }: OffboardingRun,
  config: TenantConfig,
  now: Date,
): Left {
  const others = resources.filter((resource) => resource.identityProviderId !== identityProviderId);
  const kept = scrub ? without(person.attributes, identityProviderId) : person.attributes;
  const { attributes } = mirrorPerson({ ...person, attributes: kept }, others, config, now.toISOString());
  const words =
    others.length > 0
      ? { ...person, held: person.held && others.some(({ id }) => disputed.has(id)) }
      : { ...person, held: false, deactivatedByAdministrator: isKeptOut(person, users === 'deactivate') };
  const after: Person = { ...words, attributes, status: personStatus(words, others, config.connections) };
  const event = eventOf(person, after, others);
  return { person: after, ...(event && { event }), scrubbed: count(person.attributes) - count(kept) };
}

function without(attributes: CanonicalAttributes, identityProviderId: string): CanonicalAttributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value.identityProviderId !== identityProviderId),
  );
}

function isKeptOut(person: Person, isToBeDeactivated: boolean): boolean {
  return person.deactivatedByAdministrator || person.status !== 'active' || (isToBeDeactivated && !person.protected);
}

function eventOf(before: Person, after: Person, others: readonly LinkedResource[]): AuditEvent | undefined {
  const isWord = before.deactivatedByAdministrator !== after.deactivatedByAdministrator;
  if (!isWord && before.status === after.status) return undefined;
  const wasActive = before.status === 'active';
  const isActive = after.status === 'active';
  return {
    type: isActive ? 'directory_user_reactivated' : 'directory_user_deactivated',
    target: { kind: 'directory_user', id: after.id, ...(after.email !== null && { name: after.email }) },
    changes: ['status'],
    warnings: others.length > 0 ? ['Another identity provider decides about the person from now on.'] : [],
    ...(wasActive !== isActive && { before: { active: wasActive }, after: { active: isActive } }),
  };
}

function count(attributes: CanonicalAttributes): number {
  return Object.keys(attributes).length;
}
