import { type Administrator, hasRole } from '../admin/administrator.js';
import { Problem } from '../admin/problem.js';
import { domainKey } from './domain-key.js';
import type { ChangedColumns, IdentityProviderChange } from './identity-provider-change.js';
import type { IdentityProvider } from './identity-provider.entity.js';

/** Whose people a connection may claim is an owner's decision. @throws Problem 403 */
export function assertMayChange(by: Administrator, change: IdentityProviderChange): void {
  const names = (['domains', 'trustEmail'] as const).filter((name) => change[name] !== undefined);
  if (names.length === 0 || hasRole(by, 'owner')) return;
  const errors = names.map((name) => ({ pointer: `/${name}`, detail: `Only an owner may change ${name}.` }));
  throw Problem.forbidden(errors.map(({ detail }) => detail).join(' '), errors);
}

/** A mail domain is reserved to one identity provider of the tenant. @throws Problem 409 */
export function assertDomainsFree({ domains = [] }: ChangedColumns, others: readonly IdentityProvider[]): void {
  const holders = new Map(
    others.flatMap((other) => other.domains.map((domain) => [domainKey(domain), other] as const)),
  );
  const errors = domains.flatMap((domain, index) => {
    const holder = holders.get(domainKey(domain));
    return holder ? [{ pointer: `/domains/${index}`, detail: `${domain} is reserved to "${holder.name}".` }] : [];
  });
  if (errors.length > 0) throw Problem.conflict(errors.map(({ detail }) => detail).join(' '), errors);
}
