import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';

const COUNT_UP: Statement = {
  name: 'tenant-count-up-version',
  text: 'UPDATE inbound_scim.tenant SET config_version = config_version + 1 WHERE id = $1',
};

/**
 * Part of every change of a tenant's settings, in its transaction: a push that was decided by the settings before finds
 * another version when it writes, and is decided anew.
 */
export async function countUpVersion(tx: Transaction): Promise<void> {
  await tx.query(COUNT_UP, [tx.tenantId]);
}
