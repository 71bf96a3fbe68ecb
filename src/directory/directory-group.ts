/** A received group as administrators see it; its members are lists of their own. */
export interface DirectoryGroup {
  readonly id: string;
  readonly identityProviderId: string;
  readonly externalId: string | null;
  readonly displayName: string | null;
  /** SCIM cannot change its `externalId`. */
  readonly protected: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Somebody in a group. */
export interface GroupMember {
  readonly kind: 'User' | 'Group';
  readonly id: string;
  readonly externalId: string | null;
  readonly displayName: string | null;
  /** Of a user. */
  readonly directoryUserId: string | null;
  /** Whether the group itself names them, and not only a group in it. */
  readonly direct: boolean;
}

/** A value that waits until it proves to be somebody. */
export interface PendingMember {
  readonly value: string;
  readonly since: Date;
}
