import type { JsonValue, Received, Resource } from '../kernel/resource/resource.js';
import { withSchemas } from '../kernel/resource/with-schemas.js';
import type { ResourceType } from '../kernel/schema/schema.js';

/**
 * What PUT makes of a resource: what is left out is cleared, but `active` and `externalId` stay as they are, since clients leave them out
 * without meaning it (OneLogin, authentik); an explicit null unassigns the `externalId`.
 */
export function replacedResource(type: ResourceType, current: Resource, { resource, named }: Received): Resource {
  return withSchemas(type, { ...kept(current, named), ...resource });
}

const KEPT = ['active', 'externalId'] as const;

function kept(current: Resource, named: ReadonlySet<string>): Resource {
  const values: Record<string, JsonValue> = {};
  for (const name of KEPT) {
    const value = current[name];
    const isUnassigned = named.has(name) && name === 'externalId';
    if (value !== undefined && !isUnassigned) values[name] = value;
  }
  return values;
}
