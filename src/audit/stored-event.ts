import type { Row } from '../database/statement.js';
import { exactInstant } from './exact-instant.js';
import type { AuthenticatedEvent } from './seal-event.js';

/** An event as it lies in the database, with what proves it. */
export interface StoredEvent extends AuthenticatedEvent {
  readonly hmac: Buffer;
  readonly epoch: number;
  readonly tx: bigint;
  /** Null where the person was erased. */
  readonly personalWords: { readonly salt: Buffer; readonly detail: string } | null;
}

/** The events of the tenant `$1`, as `eventOf` takes them: byte for byte what was written. */
export const SELECT_EVENTS = `SELECT event.tenant_id, event.id, ${exactInstant('event.occurred_at')} AS occurred_at, event.type,
    event.identity_provider_id, event.actor_kind, event.actor_id, event.actor_name, event.target_kind, event.target_id,
    event.request_id, event.changes::text AS changes, event.warnings::text AS warnings, event.detail_digest, event.key_id, event.hmac,
    event.epoch, event.tx, detail.salt, detail.detail::text AS detail
  FROM inbound_scim.audit_event AS event LEFT JOIN LATERAL (
    SELECT salt, detail FROM inbound_scim.audit_detail AS told
    WHERE told.tenant_id = event.tenant_id AND told.occurred_at = event.occurred_at AND told.event_id = event.id OFFSET 0
  ) AS detail ON true
  WHERE event.tenant_id = $1`;

export interface EventRow extends Row {
  readonly tenant_id: string;
  readonly id: string;
  readonly occurred_at: string;
  readonly type: string;
  readonly identity_provider_id: string | null;
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly actor_name: string;
  readonly target_kind: string;
  readonly target_id: string;
  readonly request_id: string;
  readonly changes: string;
  readonly warnings: string;
  readonly detail_digest: Buffer;
  readonly key_id: string;
  readonly hmac: Buffer;
  readonly epoch: number;
  readonly tx: string;
  readonly salt: Buffer | null;
  readonly detail: string | null;
}

export function eventOf(row: EventRow): StoredEvent {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    occurredAt: row.occurred_at,
    type: row.type,
    identityProviderId: row.identity_provider_id,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    actorName: row.actor_name,
    targetKind: row.target_kind,
    targetId: row.target_id,
    requestId: row.request_id,
    changes: row.changes,
    warnings: row.warnings,
    detailDigest: row.detail_digest,
    keyId: row.key_id,
    hmac: row.hmac,
    epoch: row.epoch,
    tx: BigInt(row.tx),
    personalWords: row.salt && row.detail !== null ? { salt: row.salt, detail: row.detail } : null,
  };
}
