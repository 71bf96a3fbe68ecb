import { v7 as uuidv7 } from 'uuid';
import { hashOf, shownPrefix } from '../tokens/secret.js';
import type { AdminKey } from './admin-key.entity.js';
import type { Administrator, AdminRole } from './administrator.js';

export interface NewAdminKey {
  readonly name: string;
  readonly role: AdminRole;
  /** Without it the key serves every tenant; made by the owner of one tenant, that tenant. */
  readonly tenantId?: string;
  /** Without it the key holds until it is revoked. */
  readonly expiresAt?: Date;
}

/** The row of a new key; of its plaintext only the hash and the first characters. */
export function newRow(by: Administrator, input: NewAdminKey, plaintext: string, createdAt: Date): AdminKey {
  return {
    id: uuidv7(),
    tenantId: input.tenantId ?? null,
    name: input.name,
    role: input.role,
    prefix: shownPrefix(plaintext),
    hash: Buffer.from(hashOf(plaintext), 'hex'),
    createdBy: by.name,
    createdAt,
    expiresAt: input.expiresAt ?? null,
    lastUsedAt: null,
    revokedAt: null,
  };
}
