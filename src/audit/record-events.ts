import { InputRows } from '../database/input-rows.js';
import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import type { SealedEvent } from './seal-event.js';

/** An event of a batch; `n` says which change of the batch it belongs to. */
export interface NumberedEvent {
  readonly n: number;
  readonly event: SealedEvent;
}

/** Parts that other features' statements are composed of, so that an event is written by the same statement as what it tells of. */
export const EVENTS = new InputRows<NumberedEvent>([
  ['n', 'int', ({ n }) => n],
  ['id', 'uuid', ({ event }) => event.id],
  ['occurred_at', 'timestamptz', ({ event }) => event.occurredAt],
  ['type', 'text', ({ event }) => event.type],
  ['identity_provider_id', 'uuid', ({ event }) => event.identityProviderId],
  ['actor_kind', 'text', ({ event }) => event.actorKind],
  ['actor_id', 'uuid', ({ event }) => event.actorId],
  ['actor_name', 'text', ({ event }) => event.actorName],
  ['target_kind', 'text', ({ event }) => event.targetKind],
  ['target_id', 'text', ({ event }) => event.targetId],
  ['request_id', 'text', ({ event }) => event.requestId],
  ['changes', 'json', ({ event }) => event.changes],
  ['warnings', 'json', ({ event }) => event.warnings],
  ['detail_digest', 'bytea', ({ event }) => event.detailDigest],
  ['key_id', 'text', ({ event }) => event.keyId],
  ['hmac', 'bytea', ({ event }) => event.hmac],
  ['salt', 'bytea', ({ event }) => event.salt],
  ['detail', 'json', ({ event }) => event.detail],
]);

/** `event AS (SELECT * FROM unnest($first::int[], …) AS event(n, id, …))`; it takes `EVENTS.width` parameters. */
export function eventInput(firstParameter: number): string {
  return `event AS (SELECT * FROM ${EVENTS.table('event', firstParameter)})`;
}

/**
 * Two CTEs that insert the events which `chosen` (a FROM clause over `event`) lets through.
 * `$1` is the tenant in every composed statement.
 */
export function insertEvents(chosen: string): string {
  return `recorded AS (
    INSERT INTO inbound_scim.audit_event (tenant_id, occurred_at, id, type, identity_provider_id, actor_kind, actor_id, actor_name,
      target_kind, target_id, request_id, changes, warnings, detail_digest, key_id, hmac)
    SELECT $1, event.occurred_at, event.id, event.type, event.identity_provider_id, event.actor_kind, event.actor_id, event.actor_name,
      event.target_kind, event.target_id, event.request_id, event.changes, event.warnings, event.detail_digest, event.key_id, event.hmac
    FROM ${chosen}
  ), detailed AS (
    INSERT INTO inbound_scim.audit_detail (tenant_id, occurred_at, event_id, salt, detail)
    SELECT $1, event.occurred_at, event.id, event.salt, event.detail FROM ${chosen}
  )`;
}

const RECORD: Statement = {
  name: 'audit-record',
  text: `WITH ${eventInput(2)}, ${insertEvents('event')} SELECT`,
};

/** Writes the events in the transaction they tell of; one statement for any number. */
export async function recordEvents(tx: Transaction, events: readonly SealedEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx.query(RECORD, [tx.tenantId, ...EVENTS.values(events.map((event) => ({ n: 0, event })))]);
}
