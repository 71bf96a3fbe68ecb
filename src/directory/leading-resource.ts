import { domainKey } from '../tenants/domain-key.js';
import type { Connection } from '../tenants/tenant-config.js';
import type { LinkedResource } from './person.js';

/**
 * The resources that count for a person, the one that decides first: of the connection to which the domain of the address is
 * reserved, then in the tenant's order. Deleted resources do not count.
 */
export function inPrecedence(
  resources: readonly LinkedResource[],
  connections: readonly Connection[],
  emailKey: string | null,
): readonly LinkedResource[] {
  const rank = new Map(connections.map((connection, index) => [connection.id, index]));
  const owner = emailKey === null ? undefined : ownerOfDomain(domainOf(emailKey), connections)?.id;
  const rankOf = ({ identityProviderId }: LinkedResource): number =>
    identityProviderId === owner ? -1 : (rank.get(identityProviderId) ?? connections.length);
  return resources.filter(({ deleted }) => !deleted).sort((one, other) => rankOf(one) - rankOf(other));
}

/** The connection a mail domain is reserved to. */
export function ownerOfDomain(domain: string, connections: readonly Connection[]): Connection | undefined {
  return connections.find(({ domains }) => domains.includes(domain));
}

/** Of an address, in its one form: no other spelling of the domain must lead past a reservation. */
export function domainOf(address: string): string {
  return domainKey(address.slice(address.lastIndexOf('@') + 1));
}
