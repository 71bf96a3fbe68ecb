import type { StoredUser } from '../scim-users/stored-user.js';
import type { ChangedUser, ReceivedUser, UserChange } from './directory-change.js';

/** People by their ids, at one moment; who is not here is absent. */
export type People = ReadonlyMap<string, ChangedUser>;

/** A record that was written. */
export interface ReceivedWrite {
  readonly user: StoredUser;
  /** This very change deletes it. */
  readonly isDeleted: boolean;
}

/** What becomes of people between two moments, in their order, with what was received of them. Pure. */
export function userChanges(
  ids: readonly string[],
  { before, after }: { readonly before: People; readonly after: People },
  received: readonly ReceivedWrite[] = [],
): readonly UserChange[] {
  return [...new Set(ids)].flatMap((id) => {
    const writes = received.filter(({ user }) => user.directoryUserId === id);
    const [was, is] = [before.get(id), after.get(id)];
    if (!is) return was ? [{ type: 'user.erased', user: was } as const] : [];
    return was ? changesOf(was, is, writes) : [provisioned(is, writes)];
  });
}

function provisioned(user: ChangedUser, writes: readonly ReceivedWrite[]): UserChange {
  return { type: 'user.provisioned', user, ...ofReceived(writes.at(-1)) };
}

/** A record that changed is an update of its own only where nothing else tells of it. */
function changesOf(before: ChangedUser, user: ChangedUser, writes: readonly ReceivedWrite[]): readonly UserChange[] {
  const received = ofReceived(writes.at(-1));
  const changed = changedFields(before, user);
  const deleted = writes.filter(({ isDeleted }) => isDeleted);
  const status = statusChange(before, user);
  const isUpdated = changed.length > 0 || (!status && writes.length > deleted.length);
  return [
    ...(isUpdated ? [{ type: 'user.updated', user, before, changed, ...received } as const] : []),
    ...deleted.map((write) => ({ type: 'user.deleted', user, ...ofReceived(write) }) as const),
    ...(status ? [{ type: status, user, ...received }] : []),
  ];
}

function changedFields(before: ChangedUser, after: ChangedUser): readonly string[] {
  const keys = new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)]);
  return [
    ...(before.email === after.email ? [] : ['email']),
    ...(before.protected === after.protected ? [] : ['protected']),
    ...[...keys].filter((key) => valueOf(before, key) !== valueOf(after, key)),
  ];
}

function valueOf({ attributes }: ChangedUser, key: string): string | number | boolean | undefined {
  return Object.hasOwn(attributes, key) ? attributes[key] : undefined;
}

function statusChange(before: ChangedUser, after: ChangedUser): 'user.deactivated' | 'user.reactivated' | undefined {
  const [wasActive, isActive] = [before.status === 'active', after.status === 'active'];
  if (wasActive === isActive) return undefined;
  return isActive ? 'user.reactivated' : 'user.deactivated';
}

function ofReceived(write: ReceivedWrite | undefined): { readonly received?: ReceivedUser } {
  if (!write) return {};
  const { id, identityProviderId, externalId, active, resource } = write.user;
  return { received: { id, identityProviderId, externalId, active, resource } };
}
