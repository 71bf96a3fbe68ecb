import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import type { SealedEvent } from './seal-event.js';

/**
 * The parts that other features' statements are composed of, so that an event is written by the same statement as what it tells of.
 * Columns travel as one array each; `n` says which change of a batch the event belongs to.
 */
export const EVENT_COLUMNS = [
  ['n', 'int'],
  ['id', 'uuid'],
  ['occurred_at', 'timestamptz'],
  ['type', 'text'],
  ['identity_provider_id', 'uuid'],
  ['actor_kind', 'text'],
  ['actor_id', 'uuid'],
  ['actor_name', 'text'],
  ['target_kind', 'text'],
  ['target_id', 'text'],
  ['request_id', 'text'],
  ['changes', 'json'],
  ['warnings', 'json'],
  ['detail_digest', 'bytea'],
  ['key_id', 'text'],
  ['hmac', 'bytea'],
  ['salt', 'bytea'],
  ['detail', 'json'],
] as const;

/** `event AS (SELECT * FROM unnest($first::int[], …) AS event(n, id, …))` */
export function eventInput(firstParameter: number): string {
  const arrays = EVENT_COLUMNS.map(([, type], index) => `$${firstParameter + index}::${type}[]`).join(', ');
  return `event AS (SELECT * FROM unnest(${arrays}) AS event(${EVENT_COLUMNS.map(([name]) => name).join(', ')}))`;
}

/** The values for `eventInput`, `EVENT_COLUMNS.length` of them. */
export function eventValues(events: readonly { readonly n: number; readonly event: SealedEvent }[]): unknown[] {
  return [events.map(({ n }) => n), ...VALUE_OF.map((valueOf) => events.map(({ event }) => valueOf(event)))];
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
  await tx.query(RECORD, [tx.tenantId, ...eventValues(events.map((event) => ({ n: 0, event })))]);
}

const VALUE_OF: readonly ((event: SealedEvent) => unknown)[] = [
  (event) => event.id,
  (event) => event.occurredAt,
  (event) => event.type,
  (event) => event.identityProviderId,
  (event) => event.actorKind,
  (event) => event.actorId,
  (event) => event.actorName,
  (event) => event.targetKind,
  (event) => event.targetId,
  (event) => event.requestId,
  (event) => event.changes,
  (event) => event.warnings,
  (event) => event.detailDigest,
  (event) => event.keyId,
  (event) => event.hmac,
  (event) => event.salt,
  (event) => event.detail,
];
