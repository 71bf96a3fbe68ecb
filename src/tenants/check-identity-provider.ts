import type { FieldProblem } from '../admin/problem.js';
import type { IdentityProviderChange } from './identity-provider-change.js';
import { isNetwork } from './network.js';

/** So long may a connection take addresses over that another one holds. */
export const MAX_TRUST_DAYS = 90;

const MS_PER_DAY = 86_400_000;

/** What is wrong with a change by itself, whatever is stored; types and lengths are checked before. */
export function checkIdentityProvider(change: IdentityProviderChange, now: Date): FieldProblem[] {
  const { domains = [], trustEmail, allowedNetworks = [] } = change;
  return [
    ...domains.flatMap((domain, index) => checkDomain(domain, `/domains/${index}`)),
    ...(trustEmail?.domains ?? []).flatMap((domain, index) => checkDomain(domain, `/trustEmail/domains/${index}`)),
    ...(trustEmail ? checkUntil(trustEmail.until, now) : []),
    ...allowedNetworks.flatMap((network, index) => checkNetwork(network, `/allowedNetworks/${index}`)),
  ];
}

function checkDomain(domain: string, pointer: string): FieldProblem[] {
  if (isMailDomain(domain)) return [];
  return [{ pointer, detail: `${JSON.stringify(domain)} is no mail domain; write it like "example.com".` }];
}

/** RFC 1035 §2.3.4: labels of at most 63 characters, 253 in all; other letters than ASCII are allowed (RFC 6531). */
function isMailDomain(domain: string): boolean {
  const labels = domain.split('.');
  return domain.length <= MAX_DOMAIN_LENGTH && labels.length > 1 && labels.every((label) => LABEL.test(label));
}

const MAX_DOMAIN_LENGTH = 253;
const LABEL = /^(?!-)[\p{L}\p{M}\p{N}-]{1,63}(?<!-)$/u;

function checkUntil(until: string, now: Date): FieldProblem[] {
  const left = Date.parse(until) - now.getTime();
  if (left > 0 && left <= MAX_TRUST_DAYS * MS_PER_DAY) return [];
  const detail = `trustEmail ends on a day in the future, at most ${MAX_TRUST_DAYS} days from now.`;
  return [{ pointer: '/trustEmail/until', detail }];
}

function checkNetwork(network: string, pointer: string): FieldProblem[] {
  if (isNetwork(network)) return [];
  return [
    { pointer, detail: `${JSON.stringify(network)} is no network; write it in CIDR notation like "192.0.2.0/24".` },
  ];
}
