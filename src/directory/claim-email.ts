import type { Connection, TenantConfig } from '../tenants/tenant-config.js';
import type { CanonicalEmail } from './canonical-email.js';
import { domainOf, ownerOfDomain } from './leading-resource.js';
import type { LinkedResource, PersonWithResources } from './person.js';

/** What becomes of an address that a resource wants to be its person's. */
export type Claim =
  /** It is the person's. */
  | { readonly kind: 'granted' }
  /** The one who has it is this person: the resource is linked to them. */
  | { readonly kind: 'linked'; readonly holder: PersonWithResources }
  /** The one who has it left: they lose the address, and nothing else of theirs is handed on. */
  | { readonly kind: 'given_up'; readonly holder: PersonWithResources }
  /** A colleague has it (a shared mailbox): the person goes without, and may enter. */
  | { readonly kind: 'shared'; readonly holder: PersonWithResources }
  /** It is somebody else's, or its domain is another connection's: the person goes without, and is held. */
  | { readonly kind: 'refused'; readonly holder?: PersonWithResources; readonly reservedTo?: string };

export interface Claimant {
  readonly email: CanonicalEmail;
  readonly connection: Connection;
  readonly config: TenantConfig;
  readonly externalId: string | null;
  /** The person the resource has now; absent for a new one. */
  readonly personId?: string;
  readonly now: Date;
}

/** The one function that every way of setting a canonical address asks. */
export function claimEmail(claimant: Claimant, holder: PersonWithResources | undefined): Claim {
  const reservedTo = reservedToAnother(claimant);
  const trusted = isTrusted(claimant);
  if (holder && holder.person.id === claimant.personId) return { kind: 'granted' };
  if (reservedTo !== undefined && !trusted) return { kind: 'refused', holder, reservedTo };
  if (!holder) return { kind: 'granted' };
  if (holder.resources.length === 0) return claimFromUnlinked(claimant, holder, trusted);
  if (holder.resources.some(({ identityProviderId }) => identityProviderId === claimant.connection.id))
    return claimFromColleague(claimant, holder);
  return trusted && !holder.person.protected ? { kind: 'linked', holder } : { kind: 'refused', holder };
}

/** Made by an administrator or a host before the connection, and waiting for its owner. */
function claimFromUnlinked(claimant: Claimant, holder: PersonWithResources, trusted: boolean): Claim {
  const { email, connection, config } = claimant;
  const { person } = holder;
  const isOwnDomain = connection.domains.includes(domainOf(email.key));
  const isEntitled = isOwnDomain || isOnlyEver(config) || trusted;
  const isFree = !person.protected && !person.deactivatedByAdministrator;
  return email.isOfficial && isFree && isEntitled ? { kind: 'linked', holder } : { kind: 'refused', holder };
}

/** With nobody else to mistake it for, now or before, the tenant's one connection speaks for everybody. */
function isOnlyEver({ connections, hadOtherConnections }: TenantConfig): boolean {
  return connections.length === 1 && !hadOtherConnections;
}

function claimFromColleague({ externalId }: Claimant, holder: PersonWithResources): Claim {
  if (holder.person.protected) return { kind: 'refused', holder };
  return holder.resources.every((resource) => hasLeft(resource, externalId))
    ? { kind: 'given_up', holder }
    : { kind: 'shared', holder };
}

/** Deleted, or inactive under another key; a missing key counts as another one. */
function hasLeft({ deleted, active, externalId }: LinkedResource, newcomer: string | null): boolean {
  return deleted || (!active && (externalId === null || externalId !== newcomer));
}

function reservedToAnother({ email, connection, config }: Claimant): string | undefined {
  const owner = ownerOfDomain(domainOf(email.key), config.connections);
  return owner && owner.id !== connection.id ? owner.id : undefined;
}

function isTrusted({ email, connection, now }: Claimant): boolean {
  const trust = connection.trustEmail;
  return trust !== undefined && trust.until > now && trust.domains.includes(domainOf(email.key));
}
