import type { AuditKey } from '../inbound-scim.settings.js';
import { type Checkpoint, type Head, sealOf } from './checkpoint.js';

/** What is wrong with a checkpoint by itself or in its place behind `before`; undefined if it holds. */
export function verifyLink(
  checkpoint: Checkpoint,
  before: Head | null,
  keys: ReadonlyMap<string, AuditKey>,
): { readonly sequence: number; readonly reason: string } | undefined {
  const { sequence } = checkpoint;
  const expected = (before?.sequence ?? 0) + 1;
  if (sequence > expected) return { sequence: expected, reason: 'It is missing.' };
  const reason = verifySeal(checkpoint, keys) ?? (follows(checkpoint, before) ? undefined : NOT_IN_PLACE);
  return reason === undefined ? undefined : { sequence, reason };
}

/** What is wrong with the checkpoint by itself. */
export function verifySeal(checkpoint: Checkpoint, keys: ReadonlyMap<string, AuditKey>): string | undefined {
  const key = keys.get(checkpoint.keyId);
  if (!key) return `It is sealed with the key "${checkpoint.keyId}", which this service does not have.`;
  return sealOf(checkpoint, key).equals(checkpoint.seal)
    ? undefined
    : 'It was changed, or was not written by this service.';
}

const NOT_IN_PLACE = 'It does not follow the checkpoint before it.';

function follows(checkpoint: Checkpoint, before: Head | null): boolean {
  return checkpoint.sequence === (before?.sequence ?? 0) + 1 && checkpoint.previous.equals(before?.seal ?? FIRST);
}

const FIRST = Buffer.alloc(0);
