import type { LinkedResource } from '../directory/person.js';
import type { ResourceType } from '../kernel/schema/schema.js';
import { resourceTypesOf } from '../tenants/resource-types-of.js';
import type { TenantConfig } from '../tenants/tenant-config.js';
import type { AttributeSetting } from './attribute-setting.js';
import type { MirroredSetting, MirrorSource } from './mirror.js';
import { sourcePath } from './source-path.js';

/** The resources a person's fields are mirrored from, in the order given, each with the sources its connection's schemas know. */
export function mirrorSources(resources: readonly LinkedResource[], config: TenantConfig): readonly MirrorSource[] {
  return resources.flatMap(({ identityProviderId, resource }) => {
    const connection = config.connections.find(({ id }) => id === identityProviderId);
    if (!connection) return [];
    return [
      { identityProviderId, resource, settings: mirroredSettings(config.attributes, resourceTypesOf(connection).User) },
    ];
  });
}

/** Settings with their sources resolved; a source that these schemas do not know receives nothing. Worked out once for each pair. */
export function mirroredSettings(
  settings: readonly AttributeSetting[],
  type: ResourceType,
): readonly MirroredSetting[] {
  let byType = resolved.get(settings);
  if (!byType) resolved.set(settings, (byType = new WeakMap()));
  let found = byType.get(type);
  if (!found) byType.set(type, (found = settings.map((setting) => resolve(setting, type))));
  return found;
}

const resolved = new WeakMap<readonly AttributeSetting[], WeakMap<ResourceType, readonly MirroredSetting[]>>();

function resolve(setting: AttributeSetting, type: ResourceType): MirroredSetting {
  return { ...setting, path: setting.source === null ? undefined : sourcePath(setting.source, type) };
}
