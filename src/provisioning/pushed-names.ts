import { canonicalEmail } from '../directory/canonical-email.js';
import type { Received } from '../kernel/resource/resource.js';
import { userKeys } from '../scim-users/user-keys.js';
import { type Current, type Next, updateSubject } from './decide-update.js';
import type { Names } from './facts.repository.js';
import type { Push } from './push.js';
import { claimedEmail } from './settle-email.js';

/** The names that a newcomer brings. */
export function createNames({ resource }: Received): Names {
  const { userNameKey, externalId } = userKeys(resource);
  return { userNameKey, externalId, emailKey: canonicalEmail(resource)?.key ?? null };
}

/** The names that a change brings anew; undefined where it brings none, and nobody else is concerned. */
export function updateNames(push: Push, current: Current, next: Next): Names | undefined {
  const { user } = current;
  const { userNameKey, externalId } = userKeys(next.resource);
  const email = claimedEmail(push, updateSubject(push, current, next));
  const isRenamed = userNameKey !== user.userNameKey || externalId !== user.externalId;
  return isRenamed || email ? { userNameKey, externalId, emailKey: email?.key ?? null, userId: user.id } : undefined;
}
