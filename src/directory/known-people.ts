import type { Row, Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';

/** Which of the ids are of directory users of the tenant. */
export async function knownPeople(tx: Transaction, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.query<IdRow>(KNOWN, [tx.tenantId, ids]);
  return new Set(rows.map(({ id }) => id));
}

interface IdRow extends Row {
  readonly id: string;
}

const KNOWN: Statement = {
  name: 'people-known',
  text: 'SELECT id FROM inbound_scim.directory_user WHERE tenant_id = $1 AND id = ANY ($2::uuid[])',
};
