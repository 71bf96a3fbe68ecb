import type { Resource } from '../kernel/resource/resource.js';

export type PersonStatus = 'active' | 'deactivated' | 'held';

export type Provenance = 'identity_provider' | 'administrator' | 'host';

/** A canonical field with where it comes from. The value of a `reference` is what was received; who that is, is found when it is read. */
export interface CanonicalValue {
  readonly value: string | number | boolean;
  readonly provenance: Provenance;
  readonly identityProviderId?: string;
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
}

export type CanonicalAttributes = Readonly<Record<string, CanonicalValue>>;

/** A canonical user of the tenant's directory: what was received means this person here. */
export interface Person {
  readonly id: string;
  readonly email: string | null;
  readonly emailKey: string | null;
  readonly status: PersonStatus;
  /** An open conflict about the address keeps the person out. */
  readonly held: boolean;
  readonly deactivatedByAdministrator: boolean;
  /** Never deactivated, taken over or given another address by SCIM. */
  readonly protected: boolean;
  readonly attributes: CanonicalAttributes;
  /** Counted up by every change; what a write asserts. */
  readonly revision: string;
  readonly createdAt: Date;
}

/** A received resource that is linked to a person, deleted ones included. */
export interface LinkedResource {
  readonly id: string;
  readonly identityProviderId: string;
  readonly externalId: string | null;
  readonly active: boolean;
  readonly deleted: boolean;
  readonly resource: Resource;
}

export interface PersonWithResources {
  readonly person: Person;
  readonly resources: readonly LinkedResource[];
}
