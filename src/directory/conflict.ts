/** What two claims clash about. */
export type ConflictKind =
  /** The name, or the key, of another visible resource. */
  | 'userName'
  | 'externalId'
  | 'displayName'
  /** A colleague has the address; the newcomer goes without. */
  | 'email'
  /** Somebody else has the address, or its domain is another connection's; the newcomer is held. */
  | 'email_taken'
  | 'email_reserved'
  /** A lasting key was replaced by another: a new person under an old record. */
  | 'handover'
  /** `active: false` for a protected person was ignored. */
  | 'protected_leaver'
  /** The key of a protected group. */
  | 'protected_group';

/** Both parties of a conflict; one open row a kind and pair, however often the client retries. */
export interface ConflictDraft {
  readonly kind: ConflictKind;
  readonly attribute: string;
  /** What tells this pair from others of its kind. */
  readonly pairKey: string;
  readonly incoming: ConflictParty;
  readonly existing: ConflictParty;
}

export interface ConflictParty {
  readonly scimUserId?: string;
  readonly scimGroupId?: string;
  readonly directoryUserId?: string;
  readonly identityProviderId?: string;
  readonly userName?: string;
  readonly displayName?: string;
  readonly externalId?: string;
  readonly email?: string;
}
