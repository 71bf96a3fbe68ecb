import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AttributeCategory, AttributeSetting, Authority, CanonicalType } from './attribute-setting.js';

/** A setting that the tenant changed or added; what it never touched is in the catalogue alone. */
@Entity({ schema: 'inbound_scim', name: 'attribute_setting', synchronize: false })
export class StoredSetting implements AttributeSetting {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId: string;

  @PrimaryColumn('text')
  key: string;

  @Column('text')
  category: AttributeCategory;

  @Column('text')
  type: CanonicalType;

  @Column('integer', { name: 'max_length' })
  maxLength: number;

  @Column('text', { nullable: true })
  source: string | null;

  @Column('boolean')
  enabled: boolean;

  @Column('boolean')
  mirror: boolean;

  @Column('boolean')
  required: boolean;

  @Column('text')
  authority: Authority;

  @Column('boolean')
  custom: boolean;

  /** The version of the tenant's settings that it came with, so that no two states of a key ever have the same; a bigint, so text here. */
  @Column('bigint')
  revision: string;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt: Date;
}
