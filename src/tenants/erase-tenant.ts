import { lockLog } from '../audit/lock-log.js';
import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';

/** Taken first and in this order, so that nothing new can refer to what is about to go. */
const LOCKED = ['tenant', 'identity_provider', 'directory_user', 'scim_group'] as const;

/** Every table of a tenant, each before those that it refers to. */
const IN_ORDER = [
  'membership',
  'pending_member',
  'unique_value',
  'conflict',
  'scim_group',
  'scim_user',
  'directory_user',
  'refusal',
  'token',
  'schema_extension',
  'attribute_setting',
  'run',
  'identity_provider',
  'admin_key',
  'audit_checkpoint',
  'audit_detail',
  'audit_event',
  'tenant',
] as const;

const LOCKS = LOCKED.map((table) => ({
  name: `erase-lock-${table}`,
  text: `SELECT 1 FROM inbound_scim.${table} WHERE ${keyOf(table)} = $1 FOR UPDATE`,
}));

const DELETIONS = IN_ORDER.map((table) => ({
  name: `erase-${table}`,
  text: `DELETE FROM inbound_scim.${table} WHERE ${keyOf(table)} = $1`,
}));

const HOLDS_USERS: Statement = {
  name: 'erase-holds-users',
  text: `SELECT 1 FROM inbound_scim.directory_user WHERE tenant_id = $1 LIMIT 1`,
};

/** Removes every row of the tenant. For the owner's connection: requests may not delete from the event log. */
export async function eraseTenant(tx: Transaction, tenantId: string): Promise<void> {
  // Else the log could be sealed meanwhile, and the checkpoint stay behind.
  await lockLog(tx);
  for (const statement of [...LOCKS, ...DELETIONS]) await tx.query(statement, [tenantId]);
}

/** Whether anybody is known in the tenant; whoever was received has a directory user. */
export async function holdsUsers(tx: Transaction, tenantId: string): Promise<boolean> {
  return (await tx.query(HOLDS_USERS, [tenantId])).length > 0;
}

function keyOf(table: string): string {
  return table === 'tenant' ? 'id' : 'tenant_id';
}
