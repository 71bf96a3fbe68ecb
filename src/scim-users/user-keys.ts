import type { JsonValue, Resource } from '../kernel/resource/resource.js';
import { fold } from '../kernel/text/fold.js';
import type { StoredUser } from './stored-user.js';

export type UserKeys = Pick<StoredUser, 'externalId' | 'userNameKey' | 'displayNameKey' | 'emailKeys' | 'active'>;

/** What the columns beside a user's resource hold. A resource has a `userName` and an `active` by the time it is stored. */
export function userKeys(resource: Resource): UserKeys {
  return {
    externalId: text(resource.externalId) ?? null,
    userNameKey: fold(text(resource.userName) ?? ''),
    displayNameKey: folded(resource.displayName),
    emailKeys: addresses(resource.emails).map(fold),
    active: resource.active !== false,
  };
}

function addresses(emails: JsonValue | undefined): string[] {
  if (!Array.isArray(emails)) return [];
  return emails.flatMap((email: JsonValue) => {
    const value = typeof email === 'object' && email !== null && 'value' in email ? email.value : undefined;
    return typeof value === 'string' ? [value] : [];
  });
}

function folded(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? fold(value) : null;
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
