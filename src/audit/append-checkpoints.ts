import { InputRows } from '../database/input-rows.js';
import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import type { Checkpoint } from './checkpoint.js';

/** Writes the checkpoints; one statement for any number. */
export async function appendCheckpoints(tx: Transaction, checkpoints: readonly Checkpoint[]): Promise<void> {
  if (checkpoints.length > 0) await tx.query(APPEND, CHECKPOINTS.values(checkpoints));
}

const CHECKPOINTS = new InputRows<Checkpoint>([
  ['tenant_id', 'uuid', ({ tenantId }) => tenantId],
  ['sequence', 'bigint', ({ sequence }) => sequence],
  ['epoch', 'integer', ({ epoch }) => epoch],
  ['after_tx', 'xid8', ({ afterTx }) => afterTx],
  ['to_tx', 'xid8', ({ toTx }) => toTx],
  ['month', 'date', ({ month }) => month],
  ['dropped', 'boolean', ({ dropped }) => dropped],
  ['events', 'bigint', ({ events }) => events],
  ['digest', 'bytea', ({ digest }) => digest],
  ['previous', 'bytea', ({ previous }) => previous],
  ['key_id', 'text', ({ keyId }) => keyId],
  ['seal', 'bytea', ({ seal }) => seal],
  ['sealed_at', 'timestamptz', ({ sealedAt }) => sealedAt],
]);

const APPEND: Statement = {
  name: 'audit-append-checkpoints',
  text: `INSERT INTO inbound_scim.audit_checkpoint (${CHECKPOINTS.names}) SELECT * FROM ${CHECKPOINTS.table('checkpoint', 1)}`,
};
