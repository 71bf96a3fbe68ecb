import type { JsonValue, Received, Resource } from '../kernel/resource/resource.js';
import { checkImmutable } from '../kernel/resource/check-immutable.js';
import { withHiddenValues } from '../kernel/resource/hidden-values.js';
import { withSchemas } from '../kernel/resource/with-schemas.js';
import type { ResourceType } from '../kernel/schema/schema.js';

/**
 * What PUT makes of a resource: what is left out is cleared. A user's `active` and `externalId` stay as they are, since clients leave them out
 * without meaning it (OneLogin, authentik), and both are what a person's access hangs on; an explicit null unassigns the `externalId`. What is
 * hidden from the client stays too.
 * @throws ScimError `mutability` for an immutable attribute with another value
 */
export function replacedResource(type: ResourceType, current: Resource, { resource, named }: Received): Resource {
  const pushed = { ...kept(type, current, named), ...resource };
  const next = withSchemas(type, withHiddenValues(type, current, pushed));
  checkImmutable(type, current, next);
  return next;
}

const KEPT: Readonly<Record<ResourceType['name'], readonly string[]>> = { User: ['active', 'externalId'], Group: [] };

function kept({ name: type }: ResourceType, current: Resource, named: ReadonlySet<string>): Resource {
  const values: Record<string, JsonValue> = {};
  for (const name of KEPT[type]) {
    const value = current[name];
    const isUnassigned = named.has(name) && name === 'externalId';
    if (value !== undefined && !isUnassigned) values[name] = value;
  }
  return values;
}
