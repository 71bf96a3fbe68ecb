import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import type { TenantConfig } from './tenant-config.js';

/** Whether the settings are still those; asked behind the locks, since whoever pushed under newer ones had the locks before. */
export async function isCurrentConfig(tx: Transaction, { version }: TenantConfig): Promise<boolean> {
  const [row] = await tx.query<{ version: string }>(VERSION, [tx.tenantId]);
  return row?.version === version;
}

const VERSION: Statement = {
  name: 'tenant-config-version',
  text: 'SELECT config_version AS version FROM inbound_scim.tenant WHERE id = $1',
};
