import { isInNetworks } from '../tenants/network.js';
import type { Admission } from './admission.js';

/** Why a request got the 401, which is the same for every reason; administrators are told it in the list of refusals. */
export const REFUSAL_REASONS = [
  'missing',
  'malformed',
  'unknown',
  'revoked',
  'expired',
  'wrong_identity_provider',
  'wrong_host',
  'disabled',
  'network',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** What of a request a token must fit. */
export interface Arrival {
  /** From the URL, in any case. */
  readonly identityProviderId: string;
  /** From the `Host` header, without a port. */
  readonly hostname: string | undefined;
  /** Of the tenant that the application takes the request for; null: of none; undefined: it was not asked. */
  readonly tenantId?: string | null;
  readonly sourceAddress: string | undefined;
  readonly at: Date;
}

/** Why this token does not admit this request; undefined: it does. */
export function refusalReason(admission: Admission | undefined, arrival: Arrival): RefusalReason | undefined {
  if (!admission) return 'unknown';
  const { token, connection, networks } = admission;
  if (token.revokedAt) return 'revoked';
  if (token.expiresAt && token.expiresAt <= arrival.at) return 'expired';
  if (arrival.identityProviderId.toLowerCase() !== connection.id) return 'wrong_identity_provider';
  if (isElsewhere(admission, arrival)) return 'wrong_host';
  if (!connection.enabled) return 'disabled';
  return networks && !isInNetworks(networks, arrival.sourceAddress) ? 'network' : undefined;
}

/** Under another tenant's host name, or in a place that the application gave to another tenant. */
function isElsewhere({ hostname, tenantId }: Admission, arrival: Arrival): boolean {
  const isOtherHost = hostname !== undefined && arrival.hostname?.toLowerCase() !== hostname;
  return isOtherHost || (arrival.tenantId !== undefined && arrival.tenantId !== tenantId);
}
