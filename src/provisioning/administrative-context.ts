import { type Administrator, originOf } from '../admin/administrator.js';
import { DEFAULT_LIMITS } from '../kernel/limits.js';
import { toleranceOf } from '../kernel/resource/tolerance.js';
import type { ScimContext } from '../scim-context.js';
import { resourceTypesOf } from '../tenants/resource-types-of.js';
import type { TenantConfig } from '../tenants/tenant-config.js';

/** An administrator's act on what a connection pushed, decided and written as a push is. Undefined where the connection is gone. */
export function administrativeContext(
  by: Administrator,
  config: TenantConfig,
  identityProviderId: string,
): ScimContext | undefined {
  const connection = config.connections.find(({ id }) => id === identityProviderId);
  if (!connection) return undefined;
  return {
    ...originOf(by),
    tenantId: config.tenantId,
    connection,
    config,
    tolerance: toleranceOf(connection, DEFAULT_LIMITS),
    resourceTypes: resourceTypesOf(connection),
    baseUrl: '',
  };
}
