import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';

/** "iscim_al" as a number: an advisory lock has no other name. */
const KEY = 7598526300761842028n;

const TRY: Statement = { name: 'audit-lock-try', text: `SELECT pg_try_advisory_xact_lock(${KEY}) AS mine` };
const WAIT: Statement = { name: 'audit-lock', text: `SELECT pg_advisory_xact_lock(${KEY})` };
const PATIENCE: Statement = { name: 'audit-lock-patience', text: `SELECT set_config('lock_timeout', '3s', true)` };

/**
 * Checkpoints are added by one at a time, until its transaction ends. False: another is at it, and does the same. What then has to
 * wait for a table, and keeps others waiting, gives up after three seconds.
 */
export async function tryLockLog(tx: Transaction): Promise<boolean> {
  const [row] = await tx.query<{ mine: boolean }>(TRY, []);
  if (row?.mine) await tx.query(PATIENCE, []);
  return row?.mine ?? false;
}

/** Waits for whoever adds checkpoints, and lets nobody add any until the transaction ends. Events go on. */
export async function lockLog(tx: Transaction): Promise<void> {
  await tx.query(WAIT, []);
}
