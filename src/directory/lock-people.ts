import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import type { PersonWithResources } from './person.js';
import { readPeople } from './read-people.js';

/**
 * People with their resources, held until the transaction ends: nobody writes them, or a resource of theirs, meanwhile. Read behind the
 * locks, which are taken in the order of ids. Who is not here is left out.
 */
export async function lockPeople(tx: Transaction, ids: readonly string[]): Promise<readonly PersonWithResources[]> {
  await tx.query(LOCK, [tx.tenantId, ids]);
  return readPeople(tx, ids);
}

const LOCK: Statement = {
  name: 'people-lock',
  text: `SELECT 1 FROM inbound_scim.directory_user WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
};
