import { createHmac } from 'node:crypto';
import type { AuditKey } from '../inbound-scim.settings.js';

/** What a checkpoint says, before it has its place in the chain. */
export interface CheckpointDraft {
  readonly tenantId: string;
  /** Numbers of transactions are in order within one epoch. */
  readonly epoch: number;
  /** The events sealed are those of a transaction after this one… */
  readonly afterTx: string;
  /** …and not after this one. */
  readonly toTx: string;
  /** The first day of the month they occurred in, in UTC: a checkpoint is of one month, so that a month can go as a whole. */
  readonly month: string;
  /** Whether it says that retention has removed the month; it seals no events then. */
  readonly dropped: boolean;
  /** How many are sealed, or were removed. */
  readonly events: number;
  /** SHA-256 over the HMACs of the events, in the order of transaction and id; empty for a month that was removed. */
  readonly digest: Buffer;
}

/** A link of a tenant's chain. */
export interface Checkpoint extends CheckpointDraft {
  /** From 1, without a gap. */
  readonly sequence: number;
  /** Seal of the checkpoint before; empty for the first. */
  readonly previous: Buffer;
  readonly keyId: string;
  /** RFC 3339 in UTC, to the millisecond. */
  readonly sealedAt: string;
  readonly seal: Buffer;
}

/** The newest checkpoint of a tenant: with its seal at hand, all before it can be proven. */
export type Head = Pick<Checkpoint, 'sequence' | 'seal'>;

/** HMAC-SHA-256 over everything that the checkpoint says and where it stands. */
export function sealOf(checkpoint: Omit<Checkpoint, 'seal'>, key: AuditKey): Buffer {
  const columns = [
    'checkpoint',
    checkpoint.tenantId,
    checkpoint.sequence,
    checkpoint.epoch,
    checkpoint.afterTx,
    checkpoint.toTx,
    checkpoint.month,
    checkpoint.dropped,
    checkpoint.events,
    checkpoint.digest.toString('hex'),
    checkpoint.previous.toString('hex'),
    checkpoint.keyId,
    checkpoint.sealedAt,
  ];
  return createHmac('sha256', key.secret).update(JSON.stringify(columns)).digest();
}
