import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A customer. Not behind the fence of row-level security: it holds no people, and is what the fence is told by. */
@Entity({ schema: 'inbound_scim', name: 'tenant', synchronize: false })
export class Tenant {
  @PrimaryColumn('uuid')
  id: string;

  /** A label of the DNS in lower case; unique. */
  @Column('text')
  subdomain: string;

  @Column('text')
  name: string;

  /** Counted up by every change of settings; a bigint, so text here. */
  @Column('bigint', { name: 'config_version', default: '1' })
  configVersion: string;

  /** How many identity providers it ever had, those that were ended included. */
  @Column('integer', { name: 'identity_providers_made', default: 0 })
  identityProvidersMade: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
