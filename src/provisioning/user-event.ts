import type { AuditEvent, AuditEventType, TellingValues } from '../audit/audit-event.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import { tellingDifference } from './telling-difference.js';

/** An event about a received user; of the few values an event may tell, those are told that it names as changed. */
export function userEvent(
  type: AuditEventType,
  user: StoredUser,
  told: {
    readonly changes?: readonly string[];
    readonly warnings?: readonly string[];
    readonly before?: StoredUser;
    /** The person's, before and after. */
    readonly email?: readonly [string | null, string | null];
  } = {},
): AuditEvent {
  return {
    type,
    identityProviderId: user.identityProviderId,
    target: {
      kind: 'scim_user',
      id: user.id,
      directoryUserId: user.directoryUserId,
      ...(user.externalId !== null && { externalId: user.externalId }),
      name: userName(user),
    },
    changes: told.changes && [...new Set(told.changes)],
    warnings: told.warnings,
    ...(told.before &&
      tellingDifference(telling(told.before, told.email?.[0]), telling(user, told.email?.[1]), told.changes ?? [])),
  };
}

export function userName({ resource }: StoredUser): string {
  return typeof resource.userName === 'string' ? resource.userName : '';
}

function telling(user: StoredUser, email: string | null | undefined): TellingValues {
  return {
    userName: userName(user),
    email: email ?? undefined,
    externalId: user.externalId ?? undefined,
    active: user.active,
  };
}
