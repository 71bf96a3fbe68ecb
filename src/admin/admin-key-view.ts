import { type TokenState, stateOf } from '../tokens/token-view.js';
import type { AdminKey } from './admin-key.entity.js';
import type { AdminRole } from './administrator.js';

/** An admin key as administrators see it. */
export interface AdminKeyView {
  readonly id: string;
  readonly name: string;
  readonly role: AdminRole;
  /** Null: it serves every tenant. */
  readonly tenantId: string | null;
  readonly prefix: string;
  readonly state: TokenState;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** An admin key at the only moment when it can be read. */
export interface MintedAdminKey extends AdminKeyView {
  readonly plaintext: string;
}

export function viewOf(key: Omit<AdminKey, 'hash'>, now: Date): AdminKeyView {
  return {
    id: key.id,
    name: key.name,
    role: key.role,
    tenantId: key.tenantId,
    prefix: key.prefix,
    state: stateOf(key, now),
    createdBy: key.createdBy,
    createdAt: key.createdAt,
    expiresAt: key.expiresAt,
    revokedAt: key.revokedAt,
    lastUsedAt: key.lastUsedAt,
  };
}
