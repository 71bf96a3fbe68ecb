import { Problem } from '../admin/problem.js';
import type { Transaction } from '../database/transaction.js';
import { Tenant } from './tenant.entity.js';

/**
 * The tenant of the open transaction, locked against other changes of its settings until the transaction ends. Pushes go
 * on: they only refer to its key.
 *
 * @throws Problem 404 if there is no such tenant
 */
export async function lockTenant({ tenantId, manager }: Transaction): Promise<Tenant> {
  const tenant = await manager
    .getRepository(Tenant)
    .findOne({ where: { id: tenantId }, lock: { mode: 'for_no_key_update' } });
  if (!tenant) throw noSuchTenant();
  return tenant;
}

/** Another tenant's id and one that nobody has are the same to whoever asks. */
export function noSuchTenant(): Problem {
  return Problem.notFound('There is no such tenant.');
}
