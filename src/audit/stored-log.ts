import type { Row, Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import type { Checkpoint } from './checkpoint.js';
import { type CheckpointRow, checkpointOf, SELECT_CHECKPOINTS } from './stored-checkpoint.js';
import { type EventRow, eventOf, SELECT_EVENTS, type StoredEvent } from './stored-event.js';

/** Rows that are fetched at once. */
const BATCH = 1_000;

/** Up to where the log of all tenants is sealed. */
export interface Mark {
  readonly epoch: number;
  readonly tx: bigint;
}

/** The log of a tenant in the order of its chain, a batch at a time. */
export interface StoredLog {
  readonly mark: Mark;
  /** Events that no checkpoint has sealed yet. */
  readonly unsealed: number;
  /** The checkpoints that tell of a removed month, unproven. */
  readonly removals: readonly Checkpoint[];
  readonly checkpoints: AsyncIterable<Checkpoint>;
  readonly events: AsyncIterable<StoredEvent>;
}

/**
 * Reads the log within the open transaction, which keeps partitions from being removed meanwhile. The checkpoints are those of a
 * moment before that of the events: what was sealed in between counts as not sealed.
 */
export async function readLog(tx: Transaction, signal: AbortSignal): Promise<StoredLog> {
  await tx.query(HOLD, []);
  const mark = await readMark(tx);
  const [row] = await tx.query<{ unsealed: string }>(UNSEALED, [tx.tenantId, mark.epoch, String(mark.tx)]);
  const removals = (await tx.query<CheckpointRow>(REMOVALS, [tx.tenantId])).map(checkpointOf);
  await tx.query(CHECKPOINTS, [tx.tenantId]);
  await tx.query(EVENTS, [tx.tenantId]);
  return {
    mark,
    unsealed: Number(row?.unsealed ?? 0),
    removals,
    checkpoints: rowsOf<CheckpointRow, Checkpoint>(tx, FETCH_CHECKPOINTS, checkpointOf, signal),
    events: rowsOf<EventRow, StoredEvent>(tx, FETCH_EVENTS, eventOf, signal),
  };
}

async function readMark(tx: Transaction): Promise<Mark> {
  const [row] = await tx.query<{ epoch: number; tx: string }>(MARK, []);
  if (!row) throw new Error('inbound_scim.audit_mark() gave no row.');
  return { epoch: row.epoch, tx: BigInt(row.tx) };
}

async function* rowsOf<R extends Row, T>(
  tx: Transaction,
  fetch: Statement,
  convert: (row: R) => T,
  signal: AbortSignal,
): AsyncGenerator<T> {
  for (;;) {
    signal.throwIfAborted();
    const rows = await tx.query<R>(fetch, []);
    for (const row of rows) yield convert(row);
    if (rows.length < BATCH) return;
  }
}

const HOLD: Statement = { name: 'audit-hold', text: 'LOCK TABLE inbound_scim.audit_event IN ACCESS SHARE MODE' };

const MARK: Statement = { name: 'audit-mark', text: 'SELECT epoch, tx FROM inbound_scim.audit_mark()' };

const UNSEALED: Statement = {
  name: 'audit-count-unsealed',
  text: 'SELECT count(*) AS unsealed FROM inbound_scim.audit_event WHERE tenant_id = $1 AND epoch = $2 AND tx > $3::xid8',
};

const REMOVALS: Statement = { name: 'audit-removals', text: `${SELECT_CHECKPOINTS} AND dropped` };

const CHECKPOINTS: Statement = {
  name: 'audit-checkpoints',
  text: `DECLARE audit_checkpoints NO SCROLL CURSOR FOR ${SELECT_CHECKPOINTS} ORDER BY sequence`,
};
const FETCH_CHECKPOINTS: Statement = { name: 'audit-checkpoints-fetch', text: `FETCH ${BATCH} FROM audit_checkpoints` };

const EVENTS: Statement = {
  name: 'audit-events',
  text: `DECLARE audit_events NO SCROLL CURSOR FOR ${SELECT_EVENTS} ORDER BY event.epoch, event.tx, event.id`,
};
const FETCH_EVENTS: Statement = { name: 'audit-events-fetch', text: `FETCH ${BATCH} FROM audit_events` };
