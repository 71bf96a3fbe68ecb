import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RefusalReason } from './refusal-reason.js';

/** Why requests were refused; one row for all that are alike. */
@Entity({ schema: 'inbound_scim', name: 'refusal', synchronize: false })
export class Refusal {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'identity_provider_id' })
  identityProviderId: string;

  @Column('text')
  reason: RefusalReason;

  @Column('text', { name: 'source_address' })
  sourceAddress: string;

  /** The token that was presented, if it is one of this tenant. */
  @Column('uuid', { name: 'token_id', nullable: true })
  tokenId: string | null;

  /** Of the last one: the log says more under it. */
  @Column('text', { name: 'request_id' })
  requestId: string;

  @Column('integer')
  occurrences: number;

  @Column('timestamptz', { name: 'first_seen_at' })
  firstSeenAt: Date;

  @Column('timestamptz', { name: 'last_seen_at' })
  lastSeenAt: Date;
}
