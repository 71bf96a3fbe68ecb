import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { RefusalReason } from './refusal-reason.js';

/** Refusals are shown for so long, and so many of an identity provider. */
export const MAX_REFUSAL_DAYS = 30;
export const MAX_REFUSALS = 500;

const MS_PER_DAY = 86_400_000;

export interface SeenRefusal {
  readonly identityProviderId: string;
  readonly reason: RefusalReason;
  readonly sourceAddress: string;
  readonly tokenId: string | null;
  readonly requestId: string;
  readonly occurrences: number;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
}

/**
 * Each identity provider with the id of the URL gets the refusal, since before a token is valid there is no tenant. A token
 * is named only where it is one of the same tenant: two of other tenants are one and the same then, hence the sums.
 */
const WRITE = `
  INSERT INTO inbound_scim.refusal AS refusal (tenant_id, id, identity_provider_id, reason, source_address, token_id,
    request_id, occurrences, first_seen_at, last_seen_at)
  SELECT provider.tenant_id, min(seen.id::text)::uuid, provider.id, seen.reason, seen.source_address, token.id,
    max(seen.request_id), sum(seen.occurrences), min(seen.first_seen_at), max(seen.last_seen_at)
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::int[], $8::timestamptz[], $9::timestamptz[])
    AS seen(id, identity_provider_id, reason, source_address, token_id, request_id, occurrences, first_seen_at, last_seen_at)
  JOIN inbound_scim.identity_provider AS provider ON provider.id = seen.identity_provider_id
  LEFT JOIN inbound_scim.token AS token ON token.tenant_id = provider.tenant_id AND token.id = seen.token_id
  GROUP BY provider.tenant_id, provider.id, seen.reason, seen.source_address, token.id
  ON CONFLICT ON CONSTRAINT refusal_unique DO UPDATE SET
    occurrences = refusal.occurrences + excluded.occurrences,
    request_id = excluded.request_id,
    last_seen_at = greatest(refusal.last_seen_at, excluded.last_seen_at)`;

const PRUNE = `
  DELETE FROM inbound_scim.refusal WHERE last_seen_at < $1 OR (tenant_id, id) IN (
    SELECT tenant_id, id FROM (
      SELECT tenant_id, id, row_number() OVER (PARTITION BY tenant_id, identity_provider_id ORDER BY last_seen_at DESC, id) AS place
      FROM inbound_scim.refusal WHERE identity_provider_id = ANY ($2::uuid[])
    ) AS placed WHERE place > $3)`;

/** Adds what was seen and removes what is too old or too much; on the owner's connection, for all tenants at once. */
export async function writeRefusals(owner: DataSource, seen: readonly SeenRefusal[], now: Date): Promise<void> {
  await owner.query(WRITE, [
    seen.map(() => uuidv7()),
    seen.map(({ identityProviderId }) => identityProviderId),
    seen.map(({ reason }) => reason),
    seen.map(({ sourceAddress }) => sourceAddress),
    seen.map(({ tokenId }) => tokenId),
    seen.map(({ requestId }) => requestId),
    seen.map(({ occurrences }) => occurrences),
    seen.map(({ firstSeenAt }) => firstSeenAt),
    seen.map(({ lastSeenAt }) => lastSeenAt),
  ]);
  const tooOld = new Date(now.getTime() - MAX_REFUSAL_DAYS * MS_PER_DAY);
  await owner.query(PRUNE, [tooOld, seen.map(({ identityProviderId }) => identityProviderId), MAX_REFUSALS]);
}
