/** What is recorded. One type an act; `scim_*` are a connection's doing, the others an administrator's or the service's. */
export const AUDIT_EVENT_TYPES = [
  'scim_user_received',
  'scim_user_updated',
  'scim_user_deactivated',
  'scim_user_reactivated',
  'scim_user_deleted',
  'scim_user_merged',
  'scim_user_revived',
  'scim_user_handed_over',
  'scim_user_retired',
  'scim_group_received',
  'scim_group_updated',
  'scim_group_deleted',
  'scim_group_member_added',
  'scim_group_member_removed',
  'scim_conflict_detected',
  'scim_conflict_closed',
  'scim_inbound_token_created',
  'scim_inbound_token_revoked',
  'attribute_config_updated',
  'attribute_backfilled',
  'attribute_scrubbed',
  'directory_user_created',
  'directory_user_updated',
  'directory_user_deactivated',
  'directory_user_reactivated',
  'directory_user_erased',
  'scim_group_protection_changed',
  'conflict_resolved',
  'tenant_created',
  'tenant_updated',
  'tenant_erased',
  'identity_provider_created',
  'identity_provider_updated',
  'identity_provider_offboarded',
  'schema_extension_updated',
  'schema_extension_removed',
  'admin_key_created',
  'admin_key_revoked',
] as const;

export type AuditEventType = (typeof AUDIT_EVENT_TYPES)[number];

export type AuditTargetKind =
  | 'scim_user'
  | 'scim_group'
  | 'directory_user'
  | 'tenant'
  | 'identity_provider'
  | 'token'
  | 'admin_key'
  | 'attribute'
  | 'conflict'
  | 'schema_extension';

export interface AuditTarget {
  readonly kind: AuditTargetKind;
  /** UUID, or the key of an attribute or the URN of a schema. */
  readonly id: string;
  readonly externalId?: string;
  readonly name?: string;
  readonly directoryUserId?: string;
}

/** The few values whose before and after an event may tell. */
export type TellingValues = Partial<
  Record<'userName' | 'email' | 'externalId' | 'active' | 'displayName', string | boolean>
>;

/** An event as the one who decides it writes it down; who, when and where from is added when it is sealed. */
export interface AuditEvent {
  readonly type: AuditEventType;
  readonly identityProviderId?: string;
  readonly target: AuditTarget;
  /** Names of attributes, never values. */
  readonly changes?: readonly string[];
  /** Sentences that name attributes, never values. */
  readonly warnings?: readonly string[];
  /** How many rows an act on many changed, by what they are. */
  readonly counts?: Readonly<Record<string, number>>;
  readonly before?: TellingValues;
  readonly after?: TellingValues;
  /** The other resource a member event or a conflict tells of. */
  readonly member?: { readonly kind: 'User' | 'Group'; readonly id: string };
}
