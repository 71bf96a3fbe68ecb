import { ScimError } from '../kernel/error/scim-error.js';
import type { ScimContext } from '../scim-context.js';
import { resourceTypesOf } from '../tenants/resource-types-of.js';
import type { TenantConfigService } from '../tenants/tenant-config.service.js';

/** The same request under the settings of this moment: they may be what overtook a decision. @throws ScimError 401 for a connection that was ended */
export async function freshContext(configs: TenantConfigService, ctx: ScimContext): Promise<ScimContext> {
  const config = await configs.fresh(ctx.tenantId);
  const connection = config.connections.find(({ id }) => id === ctx.connection.id);
  if (!connection?.enabled) throw ScimError.unauthorized();
  return { ...ctx, config, connection, resourceTypes: resourceTypesOf(connection) };
}
