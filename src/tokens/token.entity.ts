import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A bearer token of an identity provider. The token itself is kept nowhere. */
@Entity({ schema: 'inbound_scim', name: 'token', synchronize: false })
export class Token {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'identity_provider_id' })
  identityProviderId: string;

  @Column('text')
  name: string;

  /** Its first characters, by which an administrator tells it from others. */
  @Column('text')
  prefix: string;

  /** SHA-256; unique over all tenants. */
  @Column('bytea', { select: false })
  hash: Buffer;

  @Column('text', { name: 'created_by' })
  createdBy: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt: Date | null;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt: Date | null;

  @Column('text', { name: 'last_used_from', nullable: true })
  lastUsedFrom: string | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;
}
