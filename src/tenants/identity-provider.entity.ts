import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RateLimit } from '../inbound-scim.settings.js';
import type { IdentityProviderKind } from './tenant-config.js';

/** One SCIM client of a tenant: the owner of a base URL and of everything that was pushed there. */
@Entity({ schema: 'inbound_scim', name: 'identity_provider', synchronize: false })
export class IdentityProvider {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @Column('text')
  kind: IdentityProviderKind;

  @Column('boolean')
  strict: boolean;

  @Column('boolean', { default: true })
  enabled: boolean;

  /** The tenant's order, lowest first. */
  @Column('integer')
  position: number;

  /** Mail domains reserved to it, folded. */
  @Column('text', { array: true, default: '{}' })
  domains: string[];

  /** `until` is RFC 3339 text, as JSON keeps it. */
  @Column('jsonb', { name: 'trust_email', nullable: true })
  trustEmail: { readonly domains: string[]; readonly until: string } | null;

  /** Null: by the shape of the value and the kind. */
  @Column('boolean', { name: 'external_id_is_lasting', nullable: true })
  externalIdIsLasting: boolean | null;

  /** Null: the default of the service. */
  @Column('jsonb', { name: 'rate_limit', nullable: true })
  rateLimit: RateLimit | null;

  /** CIDR; empty: requests may come from anywhere. */
  @Column('text', { name: 'allowed_networks', array: true, default: '{}' })
  allowedNetworks: string[];

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt: Date;
}
