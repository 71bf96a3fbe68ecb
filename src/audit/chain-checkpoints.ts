import type { AuditKey } from '../inbound-scim.settings.js';
import { type Checkpoint, type CheckpointDraft, type Head, sealOf } from './checkpoint.js';

/** A draft with the checkpoint that it comes after; null for the first of a tenant. */
export interface PlacedDraft {
  readonly draft: CheckpointDraft;
  readonly head: Head | null;
}

/** Gives each draft its place behind the head of its tenant, and behind the drafts of the same tenant before it. */
export function chainCheckpoints(placed: readonly PlacedDraft[], key: AuditKey, sealedAt: Date): Checkpoint[] {
  const heads = new Map<string, Head>();
  return placed.map(({ draft, head }) => {
    const before = heads.get(draft.tenantId) ?? head;
    const checkpoint = link(draft, before, key, sealedAt);
    heads.set(draft.tenantId, checkpoint);
    return checkpoint;
  });
}

function link(draft: CheckpointDraft, before: Head | null, key: AuditKey, sealedAt: Date): Checkpoint {
  const linked = {
    ...draft,
    sequence: (before?.sequence ?? 0) + 1,
    previous: before?.seal ?? Buffer.alloc(0),
    keyId: key.id,
    sealedAt: sealedAt.toISOString(),
  };
  return { ...linked, seal: sealOf(linked, key) };
}
