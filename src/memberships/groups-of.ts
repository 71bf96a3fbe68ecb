import { sql, SqlFragment } from '../kernel/sql/fragment.js';
import type { RelationRule } from '../kernel/sql/filter-columns.js';

/**
 * A user's `groups` (RFC 7643 §4.1.2), derived, as the text of a JSON list; null where there is none. Groups that hold one of the
 * user's groups come last, as indirect: each once, and none that the user is in directly, so circles do no harm. Where no group is
 * nested that costs one look into a small index. The arguments are SQL of our own.
 */
export function groupsText(userId: string, tenantId: string, baseUrl: string): string {
  return `(SELECT json_agg(json_build_object('value', g.id, '$ref', asked.base_url || '/Groups/' || g.id, 'display', g.resource -> 'displayName',
      'type', held.type) ORDER BY held.type, held.since, g.id)::text
    FROM (SELECT ${tenantId} AS tenant_id, ${userId} AS user_id, ${baseUrl}::text AS base_url) AS asked CROSS JOIN LATERAL (
      SELECT m.group_id, m.created_at AS since, 'direct' AS type
      FROM inbound_scim.membership m WHERE m.tenant_id = asked.tenant_id AND m.member_id = asked.user_id
      UNION ALL
      SELECT group_id, NULL, 'indirect' FROM inbound_scim.indirect_groups(asked.tenant_id, asked.user_id) AS indirect(group_id)
      WHERE EXISTS (SELECT FROM inbound_scim.membership m JOIN inbound_scim.membership o
          ON o.tenant_id = m.tenant_id AND o.member_id = m.group_id AND o.kind = 'Group'
        WHERE m.tenant_id = asked.tenant_id AND m.member_id = asked.user_id)
    ) AS held JOIN inbound_scim.scim_group g ON g.tenant_id = asked.tenant_id AND g.id = held.group_id)`;
}

/** The same with values that become parameters. */
export function groupsOf(userId: SqlFragment, tenantId: unknown, baseUrl: unknown): SqlFragment {
  return SqlFragment.of(groupsText(SLOT, SLOT, SLOT).split(SLOT), [sql`${tenantId}::uuid`, userId, baseUrl]);
}

/**
 * `groups` in filters, of the user `r`. Whoever is meant is found from the groups that meet the condition, by their members and the
 * members of what they hold, and not by asking each user: the condition finds few groups, and indexes find them.
 */
export function groupsRelation(tenantId: string, baseUrl: string): RelationRule {
  const columns: RelationRule['columns'] = new Map([
    ['value', { kind: 'uuid', column: sql`g.id` }],
    ['$ref', { kind: 'text-exact', column: sql`(${baseUrl}::text || '/Groups/' || g.id)` }],
    ['display', { kind: 'text-folded', column: sql`g.display_name_key` }],
    ['type', { kind: 'text-folded', column: sql`held.type` }],
  ]);
  return { exists: (condition) => holdsOne(tenantId, condition), columns };
}

function holdsOne(tenantId: string, condition: SqlFragment): SqlFragment {
  return sql`(r.tenant_id, r.id) IN (
    SELECT m.tenant_id, m.member_id
    FROM inbound_scim.scim_group g CROSS JOIN (VALUES ('direct')) AS held(type)
      JOIN inbound_scim.membership m ON m.tenant_id = g.tenant_id AND m.group_id = g.id
    WHERE g.tenant_id = ${tenantId}::uuid AND ${condition}
    UNION ALL
    SELECT m.tenant_id, m.member_id
    FROM inbound_scim.scim_group g CROSS JOIN (VALUES ('indirect')) AS held(type) CROSS JOIN LATERAL (
      WITH RECURSIVE below AS (
        SELECT m.member_id AS id FROM inbound_scim.membership m
        WHERE m.tenant_id = g.tenant_id AND m.group_id = g.id AND m.kind = 'Group'
        UNION
        SELECT m.member_id FROM below JOIN inbound_scim.membership m
          ON m.tenant_id = g.tenant_id AND m.group_id = below.id AND m.kind = 'Group'
      )
      SELECT id FROM below
    ) AS below JOIN inbound_scim.membership m ON m.tenant_id = g.tenant_id AND m.group_id = below.id AND m.kind = 'User'
    WHERE g.tenant_id = ${tenantId}::uuid AND ${condition} AND NOT EXISTS (SELECT FROM inbound_scim.membership d
      WHERE d.tenant_id = g.tenant_id AND d.group_id = g.id AND d.member_id = m.member_id))`;
}

/** Stands for an argument until its value is put there; no SQL contains it. */
const SLOT = '\u0000';
