import type { AuditEvent, AuditEventType, TellingValues } from '../audit/audit-event.js';
import type { StoredUser } from '../scim-users/stored-user.js';

/** An event about a received user; of the few values an event may tell, those are told that it names as changed. */
export function userEvent(
  type: AuditEventType,
  user: StoredUser,
  told: {
    readonly changes?: readonly string[];
    readonly warnings?: readonly string[];
    readonly before?: StoredUser;
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
    ...(told.before && difference(told.before, user, told.changes ?? [])),
  };
}

export function userName({ resource }: StoredUser): string {
  return typeof resource.userName === 'string' ? resource.userName : '';
}

function difference(
  before: StoredUser,
  after: StoredUser,
  changes: readonly string[],
): { before: TellingValues; after: TellingValues } | undefined {
  const [old, now] = [telling(before), telling(after)];
  const names = TELLING.filter((name) => changes.includes(name) && old[name] !== now[name]);
  if (names.length === 0) return undefined;
  const only = (values: TellingValues): TellingValues => Object.fromEntries(names.map((name) => [name, values[name]]));
  return { before: only(old), after: only(now) };
}

const TELLING = ['userName', 'externalId', 'active'] as const;

function telling(user: StoredUser): TellingValues {
  return { userName: userName(user), externalId: user.externalId ?? undefined, active: user.active };
}
