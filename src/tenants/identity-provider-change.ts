import { isDeepStrictEqual } from 'node:util';
import { fold } from '../kernel/text/fold.js';
import type { RateLimit } from '../inbound-scim.settings.js';
import { domainKey } from './domain-key.js';
import type { IdentityProvider } from './identity-provider.entity.js';

/** What is absent stays; null brings the default back. */
export interface IdentityProviderChange {
  readonly name?: string;
  readonly strict?: boolean;
  /** When false, SCIM answers the 401; nothing is lost. */
  readonly enabled?: boolean;
  /** Mail domains reserved to it, in any case. */
  readonly domains?: readonly string[];
  readonly position?: number;
  readonly rateLimit?: RateLimit | null;
  readonly trustEmail?: { readonly domains: readonly string[]; readonly until: string } | null;
  readonly externalIdIsLasting?: boolean | null;
  readonly allowedNetworks?: readonly string[];
}

/** The columns that the change gives another value. */
export type ChangedColumns = Partial<Pick<IdentityProvider, (typeof FIELDS)[number]>>;

const FIELDS = [
  'name',
  'strict',
  'enabled',
  'domains',
  'position',
  'rateLimit',
  'trustEmail',
  'externalIdIsLasting',
  'allowedNetworks',
] as const;

/** What of the row becomes different, in the form it is stored in; its keys are the names for the event log. */
export function changedColumns(row: IdentityProvider, change: IdentityProviderChange): ChangedColumns {
  const wanted = stored(change);
  const changed = FIELDS.filter(
    (field) => wanted[field] !== undefined && !isDeepStrictEqual(wanted[field], row[field]),
  );
  return Object.fromEntries(changed.map((field) => [field, wanted[field]]));
}

function stored({ domains, trustEmail, rateLimit, allowedNetworks, ...rest }: IdentityProviderChange): ChangedColumns {
  return {
    ...rest,
    domains: domains && foldedDomains(domains),
    trustEmail: trustEmail && {
      domains: foldedDomains(trustEmail.domains),
      until: new Date(trustEmail.until).toISOString(),
    },
    rateLimit: rateLimit && { perSecond: rateLimit.perSecond, burst: rateLimit.burst },
    allowedNetworks: allowedNetworks && [...allowedNetworks],
  };
}

/** As they were written, each domain once. */
function foldedDomains(domains: readonly string[]): string[] {
  return [...new Map(domains.map((domain) => [domainKey(domain), fold(domain)])).values()];
}
