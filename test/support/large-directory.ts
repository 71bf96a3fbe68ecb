import type { DataSource } from 'typeorm';
import type { TestApp } from './test-app.js';
import type { ScimClient } from './scim-client.js';

/** How much a large directory has: the size that the plans of statements are checked at. */
export const LARGE = { people: 100_000, leavers: 5_000, groups: 2_000, members: 20_000 } as const;

/**
 * Fills a connection by set-based SQL and gathers statistics: people `user1@big.example` to the last, each in two groups of a thousand,
 * one group that has many of them, and some whose resource before was deleted. A person and their groups are known by {@link personId} and {@link groupId}.
 */
export async function fillLargeDirectory({ database }: TestApp, { tenantId, id }: ScimClient): Promise<void> {
  await database.query(PERSONS, [tenantId, LARGE.people]);
  await database.query(USERS, [tenantId, id, LARGE.people]);
  await database.query(LEAVERS, [tenantId, id, LARGE.leavers]);
  await database.query(GROUPS, [tenantId, id, LARGE.groups]);
  await database.query(MEMBERSHIPS, [tenantId, LARGE.people]);
  await database.query(MEMBERS, [tenantId, LARGE.groups, LARGE.members]);
  await settle(database);
}

/** An index alone answers only once all rows are known to be visible to everybody: not while anybody looks at what was before. */
async function settle(database: DataSource): Promise<void> {
  for (let left = 1; left > 0;) {
    await database.query(`VACUUM (ANALYZE) ${TABLES.join(', ')}`);
    [{ left }] = await database.query<[{ left: number }]>(UNSETTLED, [TABLES]);
  }
}

const TABLES = ['directory_user', 'scim_user', 'scim_group', 'membership'].map((table) => `inbound_scim.${table}`);

const UNSETTLED = `SELECT count(*)::int AS left FROM pg_class WHERE oid = ANY ($1::regclass[]) AND relallvisible < relpages`;

export function personId(number: number): string {
  return `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`;
}

/** The last one has many members. */
export function groupId(number: number): string {
  return `00000000-0000-4000-a000-${String(number).padStart(12, '0')}`;
}

const PERSONS = `
INSERT INTO inbound_scim.directory_user (tenant_id, id, email, email_key, status, created_at, updated_at)
SELECT $1, ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'user' || n || '@big.example', 'user' || n || '@big.example',
  'active', timestamptz '2026-01-01' + n * interval '1 second', now()
FROM generate_series(1, $2::int) n`;

const USERS = `
INSERT INTO inbound_scim.scim_user (tenant_id, id, identity_provider_id, directory_user_id, external_id, user_name_key, display_name_key, email_keys,
  active, resource, version, created_at, last_modified)
SELECT $1, ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid, $2, ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid,
  'key-' || n, 'user' || n || '@big.example', 'user ' || n, ARRAY['user' || n || '@big.example'], n % 10 > 0,
  jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:User'), 'userName', 'user' || n || '@big.example',
    'externalId', 'key-' || n, 'active', n % 10 > 0, 'displayName', 'User ' || n, 'title', 'Title ' || n % 50,
    'emails', jsonb_build_array(jsonb_build_object('type', 'work', 'value', 'user' || n || '@big.example', 'primary', true))),
  1, timestamptz '2026-01-01' + n * interval '1 second', timestamptz '2026-02-01' + n * interval '1 minute'
FROM generate_series(1, $3::int) n`;

const LEAVERS = `
INSERT INTO inbound_scim.scim_user (tenant_id, id, identity_provider_id, directory_user_id, external_id, user_name_key, active, resource, version,
  created_at, last_modified, deleted_at)
SELECT $1, ('00000000-0000-4000-b000-' || lpad(n::text, 12, '0'))::uuid, $2, ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid,
  'gone-' || n, 'gone' || n || '@big.example', false, jsonb_build_object('userName', 'gone' || n || '@big.example', 'externalId', 'gone-' || n), 1,
  timestamptz '2025-01-01' + n * interval '1 second', timestamptz '2025-02-01', timestamptz '2025-02-01'
FROM generate_series(1, $3::int) n`;

const GROUPS = `
INSERT INTO inbound_scim.scim_group (tenant_id, id, identity_provider_id, external_id, display_name_key, resource, version, created_at, last_modified)
SELECT $1, ('00000000-0000-4000-a000-' || lpad(n::text, 12, '0'))::uuid, $2, 'key-' || n, 'group ' || n,
  jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:Group'), 'displayName', 'Group ' || n),
  1, timestamptz '2026-01-01' + n * interval '1 second', now()
FROM generate_series(1, $3::int) n`;

/** Of the first thousand groups, each has some two hundred members. */
const MEMBERSHIPS = `
INSERT INTO inbound_scim.membership (tenant_id, group_id, member_id, kind, created_at)
SELECT $1, ('00000000-0000-4000-a000-' || lpad((1 + (n * 7 + k * 131) % 1000)::text, 12, '0'))::uuid,
  ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid, 'User', now()
FROM generate_series(1, $2::int) n, generate_series(1, 2) k`;

const MEMBERS = `
INSERT INTO inbound_scim.membership (tenant_id, group_id, member_id, kind, created_at)
SELECT $1, ('00000000-0000-4000-a000-' || lpad($2::text, 12, '0'))::uuid, ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid, 'User', now()
FROM generate_series(1, $3::int) n`;
