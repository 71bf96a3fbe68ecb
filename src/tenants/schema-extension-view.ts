import type { Attribute } from '../kernel/schema/attribute.js';
import type { ResourceType } from '../kernel/schema/schema.js';
import type { SchemaExtension } from './schema-extension.entity.js';

/** A schema of the tenant's own as administrators see it, every characteristic of its attributes present. */
export interface SchemaExtensionView {
  /** The URN. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly resourceType: ResourceType['name'];
  readonly attributes: Attribute[];
  readonly updatedAt: Date;
}

export function viewOf(row: SchemaExtension): SchemaExtensionView {
  const { urn, name, description, resourceType, attributes, updatedAt } = row;
  return { id: urn, name, description, resourceType, attributes, updatedAt };
}
