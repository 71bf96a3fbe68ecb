import { sql, type SqlFragment } from '../kernel/sql/fragment.js';
import type { RelationRule } from '../kernel/sql/filter-columns.js';

/**
 * A group's `members` (RFC 7643 §4.2) as the text of a JSON list; null where there is none. Members that were deleted are not shown.
 * It reads every member: leave it out where they are not wanted.
 */
export function membersOf(groupId: SqlFragment, tenantId: unknown, baseUrl: unknown): SqlFragment {
  return sql`(SELECT json_agg(member ORDER BY created_at, id)::text FROM (
    SELECT m.created_at, u.id, json_build_object('value', u.id, '$ref', ${baseUrl}::text || '/Users/' || u.id, 'type', 'User',
        'display', coalesce(u.resource -> 'displayName', u.resource -> 'userName')) AS member
      FROM inbound_scim.membership m JOIN inbound_scim.scim_user u ON u.tenant_id = m.tenant_id AND u.id = m.member_id
      WHERE m.tenant_id = ${tenantId} AND m.group_id = ${groupId} AND m.kind = 'User' AND u.deleted_at IS NULL
    UNION ALL
    SELECT m.created_at, s.id, json_build_object('value', s.id, '$ref', ${baseUrl}::text || '/Groups/' || s.id, 'type', 'Group',
        'display', s.resource -> 'displayName') AS member
      FROM inbound_scim.membership m JOIN inbound_scim.scim_group s ON s.tenant_id = m.tenant_id AND s.id = m.member_id
      WHERE m.tenant_id = ${tenantId} AND m.group_id = ${groupId} AND m.kind = 'Group'
  ) AS shown)`;
}

/** `members` in filters, of the group `r`. */
export function membersRelation(baseUrl: string): RelationRule {
  return {
    exists: (condition) => sql`EXISTS (
      SELECT FROM inbound_scim.membership m LEFT JOIN inbound_scim.scim_user u ON u.tenant_id = m.tenant_id AND u.id = m.member_id
        LEFT JOIN inbound_scim.scim_group s ON s.tenant_id = m.tenant_id AND s.id = m.member_id
      WHERE m.tenant_id = r.tenant_id AND m.group_id = r.id AND (m.kind = 'Group' OR u.deleted_at IS NULL) AND ${condition})`,
    columns: new Map([
      ['value', { kind: 'uuid', column: sql`m.member_id` }],
      ['$ref', { kind: 'text-exact', column: sql`(${baseUrl}::text || '/' || m.kind || 's/' || m.member_id)` }],
      ['type', { kind: 'text-folded', column: sql`(lower(m.kind))` }],
      [
        'display',
        { kind: 'text-folded', column: sql`coalesce(s.display_name_key, u.display_name_key, u.user_name_key)` },
      ],
    ]),
  };
}
