import type { Row } from '../database/statement.js';
import type { Checkpoint } from './checkpoint.js';
import { exactInstant } from './exact-instant.js';

/** The checkpoints of the tenant `$1`, as `checkpointOf` takes them. */
export const SELECT_CHECKPOINTS = `SELECT tenant_id, sequence, epoch, after_tx, to_tx, month::text AS month, dropped, events, digest,
  previous, key_id, seal, ${exactInstant('sealed_at')} AS sealed_at FROM inbound_scim.audit_checkpoint WHERE tenant_id = $1`;

export interface CheckpointRow extends Row {
  readonly tenant_id: string;
  readonly sequence: string;
  readonly epoch: number;
  readonly after_tx: string;
  readonly to_tx: string;
  readonly month: string;
  readonly dropped: boolean;
  readonly events: string;
  readonly digest: Buffer;
  readonly previous: Buffer;
  readonly key_id: string;
  readonly seal: Buffer;
  readonly sealed_at: string;
}

export function checkpointOf(row: CheckpointRow): Checkpoint {
  return {
    tenantId: row.tenant_id,
    sequence: Number(row.sequence),
    epoch: row.epoch,
    afterTx: row.after_tx,
    toTx: row.to_tx,
    month: row.month,
    dropped: row.dropped,
    events: Number(row.events),
    digest: row.digest,
    previous: row.previous,
    keyId: row.key_id,
    seal: row.seal,
    sealedAt: row.sealed_at,
  };
}
