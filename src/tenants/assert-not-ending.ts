import { Problem } from '../admin/problem.js';
import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';

/** How a run is called that ends a connection. */
export const OFFBOARDING = 'offboarding';

/** What an administrator began to end is not changed any more. @throws Problem 409 */
export async function assertNotEnding(tx: Transaction, identityProviderId: string): Promise<void> {
  const [run] = await tx.query(ENDING, [tx.tenantId, OFFBOARDING, identityProviderId]);
  if (run) throw Problem.conflict('The identity provider is being off-boarded; ask for it again to end what is left.');
}

const ENDING: Statement = {
  name: 'identity-provider-ending',
  text: `SELECT 1 FROM inbound_scim.run WHERE tenant_id = $1 AND kind = $2 AND state = 'running' AND parameters ->> 'identityProviderId' = $3`,
};
