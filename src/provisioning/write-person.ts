import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import type { PersonWrite } from './change.js';

/**
 * Writes a person who is new, or whose row the transaction has locked at the revision it was decided on. Throws a unique violation
 * if somebody has the address.
 */
export async function writePerson(tx: Transaction, { person, expects }: PersonWrite, at: Date): Promise<void> {
  await tx.query(expects === undefined ? INSERT_PERSON : UPDATE_PERSON, [
    tx.tenantId,
    person.id,
    person.email,
    person.emailKey,
    person.status,
    person.held,
    person.deactivatedByAdministrator,
    person.protected,
    JSON.stringify(person.attributes),
    at,
  ]);
}

const INSERT_PERSON: Statement = {
  name: 'change-insert-person',
  text: `INSERT INTO inbound_scim.directory_user (tenant_id, id, email, email_key, status, held, deactivated_by_administrator, protected,
      attributes, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
};

const UPDATE_PERSON: Statement = {
  name: 'change-update-person',
  text: `UPDATE inbound_scim.directory_user SET email = $3, email_key = $4, status = $5, held = $6, deactivated_by_administrator = $7,
      protected = $8, attributes = $9, revision = revision + 1, updated_at = $10
    WHERE tenant_id = $1 AND id = $2`,
};
