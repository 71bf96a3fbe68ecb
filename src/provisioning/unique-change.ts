import { equal } from '../kernel/resource/equal.js';
import { uniqueValues, type UniqueValue } from '../kernel/resource/unique-values.js';
import type { ResourceType } from '../kernel/schema/schema.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import type { UserWrite } from './change.js';

/** What a user alone has after a change, where that is something else than before; a deleted user has nothing. Pure. */
export function uniqueChange(
  type: ResourceType,
  before: StoredUser | undefined,
  after: StoredUser,
): Pick<UserWrite, 'unique'> {
  const [held, wanted] = [heldBy(type, before), heldBy(type, after)];
  return isSame(held, wanted) ? {} : { unique: wanted };
}

function heldBy(type: ResourceType, user: StoredUser | undefined): readonly UniqueValue[] {
  return !user || user.deletedAt ? [] : uniqueValues(type, user.resource);
}

function isSame(held: readonly UniqueValue[], wanted: readonly UniqueValue[]): boolean {
  return (
    held.length === wanted.length &&
    held.every(({ attribute, value }, index) => {
      const other = wanted[index];
      return other?.attribute === attribute && equal(other.value, value);
    })
  );
}
