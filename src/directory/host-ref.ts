import { Problem } from '../admin/problem.js';
import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import { violatedConstraint } from '../tenants/violated-constraint.js';

/** In characters. */
export const MAX_HOST_REF_LENGTH = 200;

/** Sets or clears how the embedding application refers to a person; false where there is no such person. */
export async function writeHostRef(tx: Transaction, id: string, hostRef: string | null): Promise<boolean> {
  return (await tx.query(WRITE, [tx.tenantId, id, hostRef])).length > 0;
}

/** A 409 where another person of the tenant has the reference; any other error as it is. */
export function refusalOfHostRef(error: unknown): unknown {
  if (violatedConstraint(error) !== 'directory_user_host_ref_unique') return error;
  return Problem.conflict('Another directory user has this reference.');
}

const WRITE: Statement = {
  name: 'host-ref-write',
  text: 'UPDATE inbound_scim.directory_user SET host_ref = $3 WHERE tenant_id = $1 AND id = $2 RETURNING 1',
};
