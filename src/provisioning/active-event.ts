import type { AuditEvent } from '../audit/audit-event.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import { userEvent } from './user-event.js';

/**
 * The event of its own by which applications learn that `active` was switched: to end sessions, say. Undefined where it was not. Who comes back
 * from a deletion was not here to be switched.
 */
export function activeEvent(
  before: StoredUser | undefined,
  after: StoredUser,
  warnings: readonly string[] = [],
): AuditEvent | undefined {
  if (!before || before.deletedAt !== null || before.active === after.active) return undefined;
  const type = after.active ? 'scim_user_reactivated' : 'scim_user_deactivated';
  return userEvent(type, after, { changes: ['active'], warnings, before });
}
