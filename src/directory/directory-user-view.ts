import type { TenantConfig } from '../tenants/tenant-config.js';
import type { DirectoryPerson, DirectoryResource } from './directory-person.js';
import { holdsOf, reasonOf } from './holds.js';
import type { CanonicalAttributes, CanonicalValue, Person, PersonStatus } from './person.js';
import { type ReceivedValue, receivedValues } from './received-values.js';

/** A canonical field as it is shown. Of a `reference` the value is the directory user's id where `resolved`, else what was received. */
export interface ShownValue extends CanonicalValue {
  readonly resolved?: boolean;
}

/** What one connection knows of a person. */
export interface PersonConnection {
  readonly identityProviderId: string;
  readonly scimUserId: string;
  readonly externalId: string | null;
  readonly userName: string | null;
  readonly active: boolean;
  readonly deleted: boolean;
  readonly received: readonly ReceivedValue[];
  /** When it last said something new. */
  readonly lastReceivedAt: Date;
}

/** A person as administrators see them. */
export interface DirectoryUserView {
  readonly id: string;
  readonly email: string | null;
  readonly status: PersonStatus;
  readonly deactivatedBy?: 'identity_provider' | 'administrator';
  /** All that keeps the person out, in words; null for who may enter. */
  readonly statusReason: string | null;
  readonly protected: boolean;
  readonly attributes: Readonly<Record<string, ShownValue>>;
  /** Keys that the tenant requires and that have no value. */
  readonly missingAttributes: readonly string[];
  readonly connections: readonly PersonConnection[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Under the settings of this moment: a field that the tenant does not keep is not shown. `resolved`: whom references mean. Pure. */
export function directoryUserView(
  { person, updatedAt, resources }: DirectoryPerson,
  config: TenantConfig,
  resolved: ReadonlyMap<CanonicalValue, string>,
): DirectoryUserView {
  const { id, email, status, createdAt } = person;
  return {
    id,
    email,
    status,
    ...(status === 'deactivated' && { deactivatedBy: deactivatedBy(person) }),
    statusReason: status === 'active' ? null : reasonOf(holdsOf(person, resources, config.connections)),
    protected: person.protected,
    attributes: shownAttributes(person.attributes, config, resolved),
    missingAttributes: missingAttributes(person.attributes, config),
    connections: resources.map((resource) => connectionOf(resource, person.attributes, config)),
    createdAt,
    updatedAt,
  };
}

/** The values of the fields that refer to somebody, as far as the tenant keeps them. */
export function referencesOf({ attributes }: Person, config: TenantConfig): readonly CanonicalValue[] {
  const keys = config.attributes.filter(({ type, enabled }) => type === 'reference' && enabled).map(({ key }) => key);
  return keys.flatMap((key) => valueOf(attributes, key) ?? []);
}

function deactivatedBy({ deactivatedByAdministrator }: Person): 'identity_provider' | 'administrator' {
  return deactivatedByAdministrator ? 'administrator' : 'identity_provider';
}

function shownAttributes(
  attributes: CanonicalAttributes,
  config: TenantConfig,
  resolved: ReadonlyMap<CanonicalValue, string>,
): Record<string, ShownValue> {
  const shown = config.attributes.flatMap(({ key, enabled, type }) => {
    const value = enabled ? valueOf(attributes, key) : undefined;
    if (!value) return [];
    return [[key, type === 'reference' ? shownReference(value, resolved.get(value)) : value] as const];
  });
  return Object.fromEntries(shown);
}

function shownReference(value: CanonicalValue, directoryUserId: string | undefined): ShownValue {
  return directoryUserId === undefined
    ? { ...value, resolved: false }
    : { ...value, value: directoryUserId, resolved: true };
}

function missingAttributes(attributes: CanonicalAttributes, config: TenantConfig): readonly string[] {
  return config.attributes
    .filter(({ key, enabled, required }) => enabled && required && !valueOf(attributes, key))
    .map(({ key }) => key);
}

function valueOf(attributes: CanonicalAttributes, key: string): CanonicalValue | undefined {
  return Object.hasOwn(attributes, key) ? attributes[key] : undefined;
}

function connectionOf(
  resource: DirectoryResource,
  attributes: CanonicalAttributes,
  config: TenantConfig,
): PersonConnection {
  const { userName } = resource.resource;
  return {
    identityProviderId: resource.identityProviderId,
    scimUserId: resource.id,
    externalId: resource.externalId,
    userName: typeof userName === 'string' ? userName : null,
    active: resource.active,
    deleted: resource.deleted,
    received: receivedValues(resource, attributes, config),
    lastReceivedAt: resource.lastModified,
  };
}
