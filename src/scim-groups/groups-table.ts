import type { ColumnRule, FilterColumns } from '../kernel/sql/filter-columns.js';
import { sql } from '../kernel/sql/fragment.js';
import { membersRelation, membersOf } from '../memberships/members-of.js';
import { fold } from '../kernel/text/fold.js';
import type { ScimContext } from '../scim-context.js';
import type { ResourceTable, UniqueColumn } from '../search/resource-table.js';
import { uuidOf } from '../search/uuid-of.js';

const COLUMNS: Readonly<Record<string, ColumnRule>> = {
  id: { kind: 'uuid', column: sql`r.id` },
  externalId: { kind: 'text-exact', column: sql`r.external_id` },
  displayName: { kind: 'text-folded', column: sql`r.display_name_key` },
  meta: { kind: 'instant', column: sql`r.created_at` },
  'meta.created': { kind: 'instant', column: sql`r.created_at` },
  'meta.lastModified': { kind: 'instant', column: sql`r.last_modified` },
  'meta.version': { kind: 'text-exact', column: sql`('W/"' || r.version || '"')` },
  'meta.resourceType': { kind: 'text-exact', column: sql`('Group')` },
};

function columnsOf({ baseUrl }: Pick<ScimContext, 'baseUrl'>): FilterColumns {
  const location = sql`(${baseUrl}::text || '/Groups/' || r.id)`;
  return {
    document: sql`r.resource`,
    compare: new Map([...Object.entries(COLUMNS), ['meta.location', { kind: 'text-exact', column: location }]]),
    relations: new Map([['members', membersRelation(baseUrl)]]),
  };
}

/** `/Groups` as it lies in `scim_group`. */
export const GROUPS: ResourceTable = {
  name: 'groups',
  endpoint: '/Groups',
  table: sql`inbound_scim.scim_group`,
  visible: sql`true`,
  unique: new Map<string, UniqueColumn>([
    ['id', { column: sql`r.id`, type: 'uuid', keyOf: uuidOf }],
    ['externalId', { column: sql`r.external_id`, type: 'text', keyOf: (value) => value }],
    ['displayName', { column: sql`r.display_name_key`, type: 'text', keyOf: fold }],
  ]),
  columnsOf,
  derives: 'members',
  derived: membersOf,
};
