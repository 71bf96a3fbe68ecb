import type { Actor, Origin } from '../scim-context.js';

/** From the least to the most: an `auditor` reads, an `admin` changes settings and people, an `owner` may do everything. */
export const ADMIN_ROLES = ['auditor', 'admin', 'owner'] as const;
export type AdminRole = (typeof ADMIN_ROLES)[number];

/** Who asks for an administrator's act: the first argument of every service that carries one out. */
export interface Administrator {
  /** The admin key that was presented; absent for the service itself and for an embedding application. */
  readonly keyId?: string;
  /** What the event log calls them. */
  readonly name: string;
  readonly role: AdminRole;
  /** Nothing but this tenant exists for them. */
  readonly tenantId?: string;
  readonly requestId: string;
  readonly sourceAddress?: string;
}

/** The service acting by itself, at its first start say. */
export const SYSTEM: Administrator = { name: 'system', role: 'owner', requestId: 'start' };

/** How the event log names the administrator; one without a key and other than `SYSTEM` is an embedding application. */
export function originOf(by: Administrator): Origin {
  return { actor: actorOf(by), requestId: by.requestId, sourceAddress: by.sourceAddress };
}

/** Whether the administrator may do what needs `role`. */
export function hasRole(by: Pick<Administrator, 'role'>, role: AdminRole): boolean {
  return ADMIN_ROLES.indexOf(by.role) >= ADMIN_ROLES.indexOf(role);
}

function actorOf(by: Administrator): Actor {
  if (by.keyId !== undefined) return { kind: 'admin_key', id: by.keyId, name: by.name };
  return { kind: by === SYSTEM ? 'system' : 'host', name: by.name };
}
