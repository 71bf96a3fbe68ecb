import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ConflictKind, ConflictParty } from './conflict.js';

export const CONFLICT_STATES = ['open', 'resolved', 'closed'] as const;
/** `closed`: its cause went away by itself. */
export type ConflictState = (typeof CONFLICT_STATES)[number];

export const RESOLUTIONS = ['link', 'release', 'keep_apart', 'dismiss'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** Two claims that cannot both hold; one open row a kind and pair. */
@Entity({ schema: 'inbound_scim', name: 'conflict', synchronize: false })
export class Conflict {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid' })
  tenantId: string;

  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ name: 'identity_provider_id', type: 'uuid' })
  identityProviderId: string;

  @Column({ type: 'text' })
  kind: ConflictKind;

  @Column({ type: 'text' })
  attribute: string;

  @Column({ name: 'pair_key', type: 'text' })
  pairKey: string;

  @Column({ type: 'jsonb' })
  incoming: ConflictParty;

  @Column({ type: 'jsonb' })
  existing: ConflictParty;

  @Column({ type: 'text' })
  state: ConflictState;

  @Column({ type: 'text', nullable: true })
  resolution: Resolution | null;

  @Column({ name: 'resolved_by', type: 'text', nullable: true })
  resolvedBy: string | null;

  @Column({ name: 'resolved_at', type: 'timestamptz', nullable: true })
  resolvedAt: Date | null;

  @Column({ type: 'integer' })
  occurrences: number;

  @Column({ name: 'first_seen_at', type: 'timestamptz' })
  firstSeenAt: Date;

  @Column({ name: 'last_seen_at', type: 'timestamptz' })
  lastSeenAt: Date;
}
