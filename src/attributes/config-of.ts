import type { Database } from '../database/database.js';
import type { Statement } from '../database/statement.js';
import { noSuchTenant } from '../tenants/lock-tenant.js';
import type { TenantConfigService } from '../tenants/tenant-config.service.js';
import type { TenantConfig } from '../tenants/tenant-config.js';

const EXISTS: Statement = { name: 'attributes-tenant', text: 'SELECT 1 FROM inbound_scim.tenant WHERE id = $1' };

/** The tenant's settings as they are at this moment. @throws Problem 404 for a tenant that does not exist, or exists no more */
export async function configOf(
  database: Database,
  configs: TenantConfigService,
  tenantId: string,
): Promise<TenantConfig> {
  if ((await database.query(tenantId, EXISTS, [tenantId])).length === 0) throw noSuchTenant();
  return configs.fresh(tenantId);
}
