import type { Resource } from '../kernel/resource/resource.js';

/** A received user as it is kept: the resource is the echo, the columns beside it repeat what is unique or filtered often. */
export interface StoredUser {
  readonly id: string;
  readonly identityProviderId: string;
  readonly directoryUserId: string;
  readonly externalId: string | null;
  readonly userNameKey: string;
  readonly displayNameKey: string | null;
  readonly emailKeys: readonly string[];
  readonly active: boolean;
  readonly resource: Resource;
  /** Counted up by every change; `meta.version` and what a write asserts. */
  readonly version: string;
  readonly createdAt: Date;
  readonly lastModified: Date;
  /** When a POST was last taken for this resource renamed. */
  readonly mergedAt: Date | null;
  readonly deletedAt: Date | null;
}

/** The same user one change later. */
export function changedUser(user: StoredUser, change: Partial<StoredUser>, now: Date): StoredUser {
  return { ...user, ...change, version: String(BigInt(user.version) + 1n), lastModified: now };
}
