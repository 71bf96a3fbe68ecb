import { IsNull, MoreThan, Not } from 'typeorm';
import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import { AdminKey } from './admin-key.entity.js';
import { Problem } from './problem.js';

/** "iscim_ak" as a number: an advisory lock has no other name. */
const LOCK: Statement = { name: 'admin-keys-lock', text: 'SELECT pg_advisory_xact_lock(7598526300761842027)' };

/** Until the transaction ends no other installs the first key or revokes one: neither could see the other's. */
export async function lockKeys(tx: Transaction): Promise<void> {
  await tx.query(LOCK, []);
}

/** Without an owner for all tenants nobody could make keys any more. @throws Problem 409 for the last one that holds */
export async function assertOwnersRemain({ manager }: Transaction, key: AdminKey, now: Date): Promise<void> {
  if (key.role !== 'owner' || key.tenantId !== null) return;
  const other = { id: Not(key.id), role: 'owner', tenantId: IsNull(), revokedAt: IsNull() } as const;
  const remain = await manager.getRepository(AdminKey).existsBy([
    { ...other, expiresAt: IsNull() },
    { ...other, expiresAt: MoreThan(now) },
  ]);
  if (!remain) throw Problem.conflict('This is the last owner key for all tenants; make another one first.');
}
