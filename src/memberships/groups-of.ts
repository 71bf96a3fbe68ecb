import { sql, SqlFragment } from '../kernel/sql/fragment.js';
import type { RelationRule } from '../kernel/sql/filter-columns.js';

/** A user's `groups` (RFC 7643 §4.1.2), derived, as the text of a JSON list; null where there is none. The arguments are SQL of our own. */
export function groupsText(userId: string, tenantId: string, baseUrl: string): string {
  return `(SELECT json_agg(json_build_object('value', g.id, '$ref', ${baseUrl}::text || '/Groups/' || g.id, 'display', g.resource -> 'displayName',
      'type', 'direct') ORDER BY m.created_at, g.id)::text
    FROM inbound_scim.membership m JOIN inbound_scim.scim_group g ON g.tenant_id = m.tenant_id AND g.id = m.group_id
    WHERE m.tenant_id = ${tenantId} AND m.member_id = ${userId})`;
}

/** The same with values that become parameters. */
export function groupsOf(userId: SqlFragment, tenantId: unknown, baseUrl: unknown): SqlFragment {
  return SqlFragment.of(groupsText(SLOT, SLOT, SLOT).split(SLOT), [baseUrl, sql`${tenantId}::uuid`, userId]);
}

/** `groups` in filters, of the user `r`. */
export const GROUPS_RELATION: RelationRule = {
  exists: (condition) => sql`EXISTS (
    SELECT FROM inbound_scim.membership m JOIN inbound_scim.scim_group g ON g.tenant_id = m.tenant_id AND g.id = m.group_id
    WHERE m.tenant_id = r.tenant_id AND m.member_id = r.id AND ${condition})`,
  columns: new Map([
    ['value', { kind: 'uuid', column: sql`m.group_id` }],
    ['display', { kind: 'text-folded', column: sql`g.display_name_key` }],
    ['type', { kind: 'text-folded', column: sql`('direct')` }],
  ]),
};

/** Stands for an argument until its value is put there; no SQL contains it. */
const SLOT = '\u0000';
