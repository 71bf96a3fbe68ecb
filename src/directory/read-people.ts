import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import { linkedResources, PERSON_COLUMNS, type PersonRow, toPersonWithResources } from './person-row.js';
import type { PersonWithResources } from './person.js';

/** People with their resources, as an open transaction sees them. Who is not here is left out. */
export async function readPeople(tx: Transaction, ids: readonly string[]): Promise<readonly PersonWithResources[]> {
  return (await tx.query<PersonRow>(READ, [tx.tenantId, ids])).map(toPersonWithResources);
}

const READ: Statement = {
  name: 'people-read',
  text: `SELECT ${PERSON_COLUMNS}, ${linkedResources()} FROM inbound_scim.directory_user p WHERE p.tenant_id = $1 AND p.id = ANY ($2::uuid[])`,
};
