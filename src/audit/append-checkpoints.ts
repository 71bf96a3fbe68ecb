import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import type { Checkpoint } from './checkpoint.js';

/** Writes the checkpoints; one statement for any number. */
export async function appendCheckpoints(tx: Transaction, checkpoints: readonly Checkpoint[]): Promise<void> {
  if (checkpoints.length === 0) return;
  const columns = COLUMNS.map(({ valueOf }) => checkpoints.map(valueOf));
  await tx.query(APPEND, columns);
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly valueOf: (checkpoint: Checkpoint) => unknown;
}

const COLUMNS: readonly Column[] = [
  { name: 'tenant_id', type: 'uuid', valueOf: ({ tenantId }) => tenantId },
  { name: 'sequence', type: 'bigint', valueOf: ({ sequence }) => sequence },
  { name: 'epoch', type: 'integer', valueOf: ({ epoch }) => epoch },
  { name: 'after_tx', type: 'xid8', valueOf: ({ afterTx }) => afterTx },
  { name: 'to_tx', type: 'xid8', valueOf: ({ toTx }) => toTx },
  { name: 'month', type: 'date', valueOf: ({ month }) => month },
  { name: 'dropped', type: 'boolean', valueOf: ({ dropped }) => dropped },
  { name: 'events', type: 'bigint', valueOf: ({ events }) => events },
  { name: 'digest', type: 'bytea', valueOf: ({ digest }) => digest },
  { name: 'previous', type: 'bytea', valueOf: ({ previous }) => previous },
  { name: 'key_id', type: 'text', valueOf: ({ keyId }) => keyId },
  { name: 'seal', type: 'bytea', valueOf: ({ seal }) => seal },
  { name: 'sealed_at', type: 'timestamptz', valueOf: ({ sealedAt }) => sealedAt },
];

const APPEND: Statement = {
  name: 'audit-append-checkpoints',
  text: `INSERT INTO inbound_scim.audit_checkpoint (${COLUMNS.map(({ name }) => name).join(', ')})
    SELECT * FROM unnest(${COLUMNS.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ')})`,
};
