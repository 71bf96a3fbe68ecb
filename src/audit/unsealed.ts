import type { Row, Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';

/** Events sealed at once; more are sealed in several rounds, but never a transaction in two. */
export const MAX_SEALED_EVENTS = 10_000;

/** How far the log is sealed, and what could be sealed next. */
export interface Unsealed {
  readonly epoch: number;
  /** All transactions up to this one are sealed. */
  readonly afterTx: string;
  /** The last transaction of the next round; null where there is nothing that is final. */
  readonly toTx: string | null;
  /** Whether something is of a transaction that this PostgreSQL has not reached yet: another one wrote it. */
  readonly restored: boolean;
}

type Ask = <R extends Row>(statement: Statement, values: readonly unknown[]) => Promise<R[]>;

/**
 * What could be sealed, in one round trip and entered by an index, so that looking is next to free. Rows become visible out of order,
 * since transactions end out of order: only what is of a transaction below the oldest one under way is final.
 */
export async function lookForUnsealed(ask: Ask): Promise<Unsealed> {
  const [row] = await ask<UnsealedRow>(LOOK, [MAX_SEALED_EVENTS]);
  if (!row) throw new Error('inbound_scim.audit_mark() gave no row.');
  return { epoch: row.epoch, afterTx: row.after_tx, toTx: row.to_tx, restored: row.restored };
}

/** The last transaction of the next round in an epoch that gets no more events; null at its end. */
export async function nextOfClosedEpoch(tx: Transaction, epoch: number, afterTx: string): Promise<string | null> {
  const [row] = await tx.query<Pick<UnsealedRow, 'to_tx'>>(NEXT_OF_CLOSED, [MAX_SEALED_EVENTS, epoch, afterTx]);
  return row?.to_tx ?? null;
}

interface UnsealedRow extends Row {
  readonly epoch: number;
  readonly after_tx: string;
  readonly to_tx: string | null;
  readonly restored: boolean;
}

function lastOfRound(epoch: string, afterTx: string, condition = ''): string {
  const events = `FROM inbound_scim.audit_event WHERE epoch = ${epoch} AND tx > ${afterTx} ${condition} ORDER BY tx`;
  return `coalesce((SELECT tx ${events} OFFSET $1 LIMIT 1), (SELECT tx ${events} DESC LIMIT 1))`;
}

const LOOK: Statement = {
  name: 'audit-unsealed',
  text: `SELECT mark.epoch, mark.tx AS after_tx,
      ${lastOfRound('mark.epoch', 'mark.tx', 'AND tx < pg_snapshot_xmin(pg_current_snapshot())')} AS to_tx,
      greatest(mark.tx, (SELECT tx FROM inbound_scim.audit_event WHERE epoch = mark.epoch ORDER BY tx DESC LIMIT 1))
        >= pg_snapshot_xmax(pg_current_snapshot()) AS restored
    FROM inbound_scim.audit_mark() AS mark`,
};

const NEXT_OF_CLOSED: Statement = {
  name: 'audit-unsealed-closed',
  text: `SELECT ${lastOfRound('$2::integer', '$3::xid8')} AS to_tx`,
};
