/** What holds of the tables at any moment when nothing is under way, however it came to be: each query answers whoever it does not hold of. */
export const TABLE_RULES: readonly (readonly [rule: string, query: string])[] = [
  [
    'a user’s columns say what the resource says',
    `SELECT id FROM inbound_scim.scim_user WHERE user_name_key <> lower(resource ->> 'userName')
      OR active <> (resource ->> 'active')::boolean OR external_id IS DISTINCT FROM resource ->> 'externalId'`,
  ],
  [
    'a person is active where a user of theirs is, and only there',
    `SELECT p.id FROM inbound_scim.directory_user p WHERE NOT held AND NOT protected AND NOT deactivated_by_administrator
      AND (p.status = 'active') <> EXISTS (
        SELECT FROM inbound_scim.scim_user u WHERE u.tenant_id = p.tenant_id AND u.directory_user_id = p.id AND u.deleted_at IS NULL AND u.active)`,
  ],
  [
    'nobody without a user is left over',
    `SELECT p.id FROM inbound_scim.directory_user p WHERE NOT EXISTS (
      SELECT FROM inbound_scim.scim_user u WHERE u.tenant_id = p.tenant_id AND u.directory_user_id = p.id)`,
  ],
  [
    'every change of a user is a version and an event',
    `SELECT u.id FROM inbound_scim.scim_user u JOIN inbound_scim.audit_event e ON e.tenant_id = u.tenant_id AND e.target_id = u.id::text
      WHERE e.type LIKE 'scim_user_%' GROUP BY u.id, u.version HAVING u.version <> count(DISTINCT e.request_id)`,
  ],
  [
    // A hand-over keeps what was the leaver's as a deleted user of its own, whose history is the person's.
    'every user who is here has an event',
    `SELECT u.id FROM inbound_scim.scim_user u WHERE u.deleted_at IS NULL AND NOT EXISTS (
      SELECT FROM inbound_scim.audit_event e WHERE e.tenant_id = u.tenant_id AND e.target_id = u.id::text)`,
  ],
  [
    'every event of a user has the user',
    `SELECT e.id FROM inbound_scim.audit_event e WHERE e.type LIKE 'scim_user_%' AND NOT EXISTS (
      SELECT FROM inbound_scim.scim_user u WHERE u.tenant_id = e.tenant_id AND u.id::text = e.target_id)`,
  ],
  [
    'every event has its words',
    `SELECT e.id FROM inbound_scim.audit_event e WHERE NOT EXISTS (
      SELECT FROM inbound_scim.audit_detail d WHERE d.tenant_id = e.tenant_id AND d.event_id = e.id)`,
  ],
  [
    'a group’s members are those who came and did not go',
    `SELECT e.target_id FROM inbound_scim.audit_event e
      JOIN inbound_scim.scim_group g ON g.tenant_id = e.tenant_id AND g.id::text = e.target_id
      WHERE e.type IN ('scim_group_member_added', 'scim_group_member_removed')
      GROUP BY e.tenant_id, e.target_id
      HAVING sum(CASE e.type WHEN 'scim_group_member_added' THEN 1 ELSE -1 END) <> (
        SELECT count(*) FROM inbound_scim.membership m WHERE m.tenant_id = e.tenant_id AND m.group_id::text = e.target_id)`,
  ],
  [
    'a member is a user or a group of the same identity provider',
    `SELECT m.member_id FROM inbound_scim.membership m JOIN inbound_scim.scim_group g ON g.tenant_id = m.tenant_id AND g.id = m.group_id
      LEFT JOIN inbound_scim.scim_user u ON u.tenant_id = m.tenant_id AND u.id = m.member_id AND m.kind = 'User'
      LEFT JOIN inbound_scim.scim_group i ON i.tenant_id = m.tenant_id AND i.id = m.member_id AND m.kind = 'Group'
      WHERE coalesce(u.identity_provider_id, i.identity_provider_id) IS DISTINCT FROM g.identity_provider_id`,
  ],
  [
    'nobody is waited for who is here, by id or by a key that is lasting by its shape',
    `SELECT p.value FROM inbound_scim.pending_member p JOIN inbound_scim.scim_user u ON u.tenant_id = p.tenant_id
      AND u.identity_provider_id = p.identity_provider_id AND u.deleted_at IS NULL
        AND (u.id::text = p.value OR u.external_id = p.value AND p.value ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')`,
  ],
  [
    'nobody is waited for by a group that is gone',
    `SELECT value FROM inbound_scim.pending_member p WHERE NOT EXISTS (
      SELECT FROM inbound_scim.scim_group g WHERE g.tenant_id = p.tenant_id AND g.id = p.group_id)`,
  ],
  [
    'what is open of a clash is one row a pair',
    `SELECT pair_key FROM inbound_scim.conflict WHERE state = 'open' GROUP BY tenant_id, identity_provider_id, kind, pair_key HAVING count(*) > 1`,
  ],
  [
    'no two users who are here share a name or a key',
    `SELECT min(id::text) FROM inbound_scim.scim_user WHERE deleted_at IS NULL GROUP BY tenant_id, identity_provider_id, user_name_key
      HAVING count(*) > 1`,
  ],
];

/** Who breaks which rule; nobody, where all is well. */
export async function brokenRules(query: (text: string) => Promise<readonly unknown[]>): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const [rule, text] of TABLE_RULES) {
    const rows = await query(text);
    if (rows.length > 0) broken.push(`${rule}: not so for ${rows.length}, such as ${JSON.stringify(rows[0])}`);
  }
  return broken;
}
