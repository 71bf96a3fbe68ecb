import type { Resource } from '../kernel/resource/resource.js';
import type { StoredUser } from './stored-user.js';

/** The columns of `scim_user` under the alias `u`, as `toUser` reads them. */
export const USER_COLUMNS = `u.id, u.identity_provider_id, u.directory_user_id, u.external_id, u.user_name_key, u.display_name_key, u.email_keys,
  u.active, u.resource, u.version, u.created_at, u.last_modified, u.merged_at, u.deleted_at`;

export interface UserRow extends Record<string, unknown> {
  readonly id: string;
  readonly identity_provider_id: string;
  readonly directory_user_id: string;
  readonly external_id: string | null;
  readonly user_name_key: string;
  readonly display_name_key: string | null;
  readonly email_keys: string[];
  readonly active: boolean;
  readonly resource: Resource;
  readonly version: string;
  readonly created_at: Date;
  readonly last_modified: Date;
  readonly merged_at: Date | null;
  readonly deleted_at: Date | null;
}

export function toUser(row: UserRow): StoredUser {
  return {
    id: row.id,
    identityProviderId: row.identity_provider_id,
    directoryUserId: row.directory_user_id,
    externalId: row.external_id,
    userNameKey: row.user_name_key,
    displayNameKey: row.display_name_key,
    emailKeys: row.email_keys,
    active: row.active,
    resource: row.resource,
    version: row.version,
    createdAt: row.created_at,
    lastModified: row.last_modified,
    mergedAt: row.merged_at,
    deletedAt: row.deleted_at,
  };
}
