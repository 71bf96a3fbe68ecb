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
  readonly sourceAddress: string | undefined;
  readonly at: Date;
}

/** Why this token does not admit this request; undefined: it does. */
export function refusalReason(admission: Admission | undefined, arrival: Arrival): RefusalReason | undefined {
  if (!admission) return 'unknown';
  const { token, connection, hostname, networks } = admission;
  if (token.revokedAt) return 'revoked';
  if (token.expiresAt && token.expiresAt <= arrival.at) return 'expired';
  if (arrival.identityProviderId.toLowerCase() !== connection.id) return 'wrong_identity_provider';
  if (hostname !== undefined && arrival.hostname?.toLowerCase() !== hostname) return 'wrong_host';
  if (!connection.enabled) return 'disabled';
  return networks && !isInNetworks(networks, arrival.sourceAddress) ? 'network' : undefined;
}
