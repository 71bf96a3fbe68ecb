import type { ColumnRule, FilterColumns } from '../kernel/sql/filter-columns.js';
import { sql, type SqlFragment } from '../kernel/sql/fragment.js';
import { groupsRelation, groupsOf } from '../memberships/groups-of.js';
import { fold } from '../kernel/text/fold.js';
import type { ScimContext } from '../scim-context.js';
import type { ResourceTable, UniqueColumn } from '../search/resource-table.js';
import { uuidOf } from '../search/uuid-of.js';

const COLUMNS: Readonly<Record<string, ColumnRule>> = {
  id: { kind: 'uuid', column: sql`r.id` },
  externalId: { kind: 'text-exact', column: sql`r.external_id` },
  userName: { kind: 'text-folded', column: sql`r.user_name_key` },
  displayName: {
    kind: 'text-folded',
    column: sql`r.display_name_key`,
    indexed: { column: sql`r.display_name_index`, of: indexKey },
  },
  active: { kind: 'boolean', column: sql`r.active` },
  meta: { kind: 'instant', column: sql`r.created_at` },
  'meta.created': { kind: 'instant', column: sql`r.created_at` },
  'meta.lastModified': { kind: 'instant', column: sql`r.last_modified` },
  'meta.version': { kind: 'text-exact', column: sql`('W/"' || r.version || '"')` },
  'meta.resourceType': { kind: 'text-exact', column: sql`('User')` },
};

/** `/Users` as it lies in `scim_user`: a deleted user is gone, an inactive one is not. */
export const USERS: ResourceTable = {
  name: 'users',
  endpoint: '/Users',
  table: sql`inbound_scim.scim_user`,
  visible: sql`r.deleted_at IS NULL`,
  unique: new Map<string, UniqueColumn>([
    ['id', { column: sql`r.id`, type: 'uuid', keyOf: uuidOf }],
    ['externalId', { column: sql`r.external_id`, type: 'text', keyOf: (value) => value }],
    ['userName', { column: sql`r.user_name_key`, type: 'text', keyOf: fold }],
  ]),
  columnsOf,
  derives: 'groups',
  derived: groupsOf,
};

function columnsOf({ tenantId, baseUrl }: Pick<ScimContext, 'tenantId' | 'baseUrl'>): FilterColumns {
  const location = sql`(${baseUrl}::text || '/Users/' || r.id)`;
  return {
    document: sql`r.resource`,
    compare: new Map([
      ...Object.entries(COLUMNS),
      ['emails.value', emails(tenantId)],
      ['meta.location', { kind: 'text-exact', column: location }],
    ]),
    relations: new Map([['groups', groupsRelation(tenantId, baseUrl)]]),
  };
}

/** Behind the fence the index of addresses is only reached through a function. */
function emails(tenantId: string): ColumnRule {
  return {
    kind: 'folded-array',
    column: sql`r.email_keys`,
    indexed: { column: sql`r.email_keys`, of: indexKey },
    equals: (value) =>
      sql`(r.id = ANY ((SELECT inbound_scim.users_with_email(${tenantId}::uuid, ${indexKey(value)}))::uuid[]))`,
  };
}

function indexKey(value: SqlFragment): SqlFragment {
  return sql`inbound_scim.index_key(${value})`;
}
