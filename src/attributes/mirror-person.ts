import { inPrecedence } from '../directory/leading-resource.js';
import type { LinkedResource, Person } from '../directory/person.js';
import type { TenantConfig } from '../tenants/tenant-config.js';
import { mirror, type Mirrored } from './mirror.js';
import { mirrorSources } from './mirror-sources.js';

/**
 * A person's canonical fields as they follow from all that is linked to them, under these settings. Where every resource is gone
 * the fields stay as the history they are. `attributes` is the same object where nothing changed.
 */
export function mirrorPerson(
  { attributes, emailKey }: Pick<Person, 'attributes' | 'emailKey'>,
  resources: readonly LinkedResource[],
  config: TenantConfig,
  updatedAt: string,
): Mirrored {
  const here = mirrorSources(inPrecedence(resources, config.connections, emailKey), config);
  if (here.length === 0) return { attributes, changes: [], warnings: [] };
  const sources = [...here, ...mirrorSources(resources.filter(isGone).map(emptied), config)];
  const mirrored = mirror(attributes, sources, config.attributes, updatedAt);
  return mirrored.changes.length === 0 ? { ...mirrored, attributes } : mirrored;
}

function isGone({ deleted }: LinkedResource): boolean {
  return deleted;
}

/** What a resource that is gone had put into a field goes with it. */
function emptied(resource: LinkedResource): LinkedResource {
  return { ...resource, resource: {} };
}
