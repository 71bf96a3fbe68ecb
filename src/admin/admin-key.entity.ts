import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AdminRole } from './administrator.js';

/** A key of the admin API. Not behind the fence: it may serve all tenants. The key itself is kept nowhere. */
@Entity({ schema: 'inbound_scim', name: 'admin_key', synchronize: false })
export class AdminKey {
  @PrimaryColumn('uuid')
  id: string;

  /** Null: it serves every tenant. */
  @Column('uuid', { name: 'tenant_id', nullable: true })
  tenantId: string | null;

  @Column('text')
  name: string;

  @Column('text')
  role: AdminRole;

  /** Its first characters, by which people tell it from others. */
  @Column('text')
  prefix: string;

  /** SHA-256; unique. */
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

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;
}
