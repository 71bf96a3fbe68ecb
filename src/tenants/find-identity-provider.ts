import type { Transaction } from '../database/transaction.js';
import { IdentityProvider } from './identity-provider.entity.js';
import { noSuchIdentityProvider } from './no-such-identity-provider.js';

/** The identity provider of the open transaction's tenant. @throws Problem 404 */
export async function findIdentityProvider({ tenantId, manager }: Transaction, id: string): Promise<IdentityProvider> {
  const row = await manager.getRepository(IdentityProvider).findOneBy({ tenantId, id });
  if (!row) throw noSuchIdentityProvider();
  return row;
}

/** The same, and no other administrator's act touches it until the transaction ends. Pushes go on. @throws Problem 404 */
export async function lockIdentityProvider({ tenantId, manager }: Transaction, id: string): Promise<IdentityProvider> {
  const row = await manager
    .getRepository(IdentityProvider)
    .findOne({ where: { tenantId, id }, lock: { mode: 'for_no_key_update' } });
  if (!row) throw noSuchIdentityProvider();
  return row;
}
