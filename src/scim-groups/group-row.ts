import type { Resource } from '../kernel/resource/resource.js';
import type { StoredGroup } from './stored-group.js';

/** The columns of `scim_group` under the alias `g`, as `toGroup` reads them. */
export const GROUP_COLUMNS =
  'g.id, g.identity_provider_id, g.external_id, g.display_name_key, g.resource, g.version, g.protected, g.created_at, g.last_modified';

export interface GroupRow extends Record<string, unknown> {
  readonly id: string;
  readonly identity_provider_id: string;
  readonly external_id: string | null;
  readonly display_name_key: string;
  readonly resource: Resource;
  readonly version: string;
  readonly protected: boolean;
  readonly created_at: Date;
  readonly last_modified: Date;
}

export function toGroup(row: GroupRow): StoredGroup {
  return {
    id: row.id,
    identityProviderId: row.identity_provider_id,
    externalId: row.external_id,
    displayNameKey: row.display_name_key,
    resource: row.resource,
    version: row.version,
    protected: row.protected,
    createdAt: row.created_at,
    lastModified: row.last_modified,
  };
}
