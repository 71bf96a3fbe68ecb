import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Attribute } from '../kernel/schema/attribute.js';
import type { ResourceType } from '../kernel/schema/schema.js';
import type { Shape } from './attribute-shapes.js';

/** A schema that a tenant added to the standard ones, for one of its identity providers. */
@Entity({ schema: 'inbound_scim', name: 'schema_extension', synchronize: false })
export class SchemaExtension {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId: string;

  @PrimaryColumn('uuid', { name: 'identity_provider_id' })
  identityProviderId: string;

  /** The URN in lower case: it is compared so. */
  @PrimaryColumn('text', { name: 'urn_key' })
  urnKey: string;

  /** As it was spelled first; the stored values lie under it. */
  @Column('text')
  urn: string;

  @Column('text')
  name: string;

  @Column('text')
  description: string;

  @Column('text', { name: 'resource_type' })
  resourceType: ResourceType['name'];

  @Column('jsonb')
  attributes: Attribute[];

  /** What attributes were that were dropped since; their values are kept and not shown. */
  @Column('jsonb')
  dropped: Shape[];

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt: Date;

  /** Its values are kept and not shown since then. */
  @Column('timestamptz', { name: 'removed_at', nullable: true })
  removedAt: Date | null;
}
