import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the search for people, added schemas and groups in groups need. Everything is added beside what there is: a server of the schema
 * before goes on while this runs, and after it.
 */
export class AdministrationAndExtensions1764100000000 implements MigrationInterface {
  readonly name = 'AdministrationAndExtensions1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [PEOPLE, RESOURCES, UNIQUE_VALUES, NESTED_GROUPS, SCHEMAS, VERSION, OTHERS])
      await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statements of [
      DOWN_VERSION,
      DOWN_SCHEMAS,
      DOWN_NESTED_GROUPS,
      DOWN_UNIQUE_VALUES,
      DOWN_RESOURCES,
      DOWN_PEOPLE,
      OTHERS,
    ]) {
      await runner.query(statements);
    }
  }
}

/** Keys of texts are in the order of their bytes, so that an index answers a prefix, too. */
const PEOPLE = `
ALTER TABLE inbound_scim.directory_user
  ALTER COLUMN email_key TYPE text COLLATE "C",
  ADD COLUMN given_name_key text COLLATE "C" GENERATED ALWAYS AS (left(inbound_scim.fold(attributes -> 'givenName' ->> 'value'), 200)) STORED,
  ADD COLUMN family_name_key text COLLATE "C" GENERATED ALWAYS AS (left(inbound_scim.fold(attributes -> 'familyName' ->> 'value'), 200)) STORED,
  ADD COLUMN display_name_key text COLLATE "C" GENERATED ALWAYS AS (left(inbound_scim.fold(attributes -> 'displayName' ->> 'value'), 200)) STORED;

-- What changes most keeps its place: room on the page, and an update touches no index.
ALTER TABLE inbound_scim.directory_user SET (fillfactor = 80);
ALTER TABLE inbound_scim.scim_group SET (fillfactor = 80);

CREATE INDEX directory_user_kept_out ON inbound_scim.directory_user (tenant_id, status, created_at, id) WHERE status <> 'active';
CREATE INDEX directory_user_given_name ON inbound_scim.directory_user (tenant_id, given_name_key) WHERE given_name_key IS NOT NULL;
CREATE INDEX directory_user_family_name ON inbound_scim.directory_user (tenant_id, family_name_key) WHERE family_name_key IS NOT NULL;
CREATE INDEX directory_user_display_name ON inbound_scim.directory_user (tenant_id, display_name_key) WHERE display_name_key IS NOT NULL;
`;

const DOWN_PEOPLE = `
ALTER TABLE inbound_scim.scim_group RESET (fillfactor);
ALTER TABLE inbound_scim.directory_user RESET (fillfactor);
ALTER TABLE inbound_scim.directory_user
  DROP COLUMN given_name_key, DROP COLUMN family_name_key, DROP COLUMN display_name_key,
  ALTER COLUMN email_key TYPE text COLLATE "default";
DROP INDEX inbound_scim.directory_user_kept_out;
`;

const RESOURCES = `
ALTER TABLE inbound_scim.scim_user ALTER COLUMN user_name_key TYPE text COLLATE "C";

-- A comparison of a column with a parameter is answered by an index behind the fence; one that calls a function of the column is not: it
-- might tell what it sees of other tenants before the fence has looked.
ALTER TABLE inbound_scim.scim_user
  ADD COLUMN display_name_index text COLLATE "C" GENERATED ALWAYS AS (inbound_scim.index_key(display_name_key)) STORED;
DROP INDEX inbound_scim.scim_user_display_name;
CREATE INDEX scim_user_display_name
  ON inbound_scim.scim_user (tenant_id, identity_provider_id, display_name_index) WHERE deleted_at IS NULL;

-- Who has an address, by the index of addresses, which no comparison behind the fence would use. Only ids come out, and those of the session's
-- tenant alone; where a host works without the fence, those of the tenant that is named.
CREATE FUNCTION inbound_scim.users_with_email(tenant uuid, email text) RETURNS uuid[]
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT coalesce(tenant = inbound_scim.current_tenant(), current_setting('role') <> 'inbound_scim_app') THEN RETURN '{}'; END IF;
  RETURN ARRAY(SELECT u.id FROM inbound_scim.scim_user u
    WHERE u.tenant_id = tenant AND u.email_keys @> ARRAY[email] AND u.deleted_at IS NULL);
END
$$;
REVOKE ALL ON FUNCTION inbound_scim.users_with_email FROM PUBLIC;
GRANT EXECUTE ON FUNCTION inbound_scim.users_with_email TO inbound_scim_app;

CREATE INDEX scim_user_deleted_in_order
  ON inbound_scim.scim_user (tenant_id, identity_provider_id, created_at, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX scim_group_of_tenant_in_order ON inbound_scim.scim_group (tenant_id, created_at, id);
`;

const DOWN_RESOURCES = `
DROP INDEX inbound_scim.scim_group_of_tenant_in_order, inbound_scim.scim_user_deleted_in_order;
DROP FUNCTION inbound_scim.users_with_email;
ALTER TABLE inbound_scim.scim_user DROP COLUMN display_name_index;
CREATE INDEX scim_user_display_name
  ON inbound_scim.scim_user (tenant_id, identity_provider_id, inbound_scim.index_key(display_name_key)) WHERE deleted_at IS NULL;
ALTER TABLE inbound_scim.scim_user ALTER COLUMN user_name_key TYPE text COLLATE "default";
`;

const UNIQUE_VALUES = `
-- What two values are told apart by where only one resource may have each.
CREATE FUNCTION inbound_scim.unique_key(value jsonb, case_exact boolean) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN inbound_scim.index_key(CASE WHEN case_exact THEN value #>> '{}' ELSE inbound_scim.fold(value #>> '{}') END);
REVOKE ALL ON FUNCTION inbound_scim.unique_key FROM PUBLIC;
GRANT EXECUTE ON FUNCTION inbound_scim.unique_key TO inbound_scim_app;

-- What one resource of a connection alone may have by the schemas that its tenant added; a deleted one frees it.
CREATE TABLE inbound_scim.unique_value (
  tenant_id uuid NOT NULL,
  identity_provider_id uuid NOT NULL,
  attribute text NOT NULL,
  value_key text NOT NULL,
  resource_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, identity_provider_id, attribute, value_key),
  CONSTRAINT unique_value_identity_provider FOREIGN KEY (tenant_id, identity_provider_id)
    REFERENCES inbound_scim.identity_provider (tenant_id, id)
);
CREATE INDEX unique_value_of_resource ON inbound_scim.unique_value (tenant_id, resource_id);

ALTER TABLE inbound_scim.unique_value ENABLE ROW LEVEL SECURITY;
ALTER TABLE inbound_scim.unique_value FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON inbound_scim.unique_value TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY tenant ON inbound_scim.unique_value TO inbound_scim_app
  USING (tenant_id = (SELECT inbound_scim.current_tenant())) WITH CHECK (tenant_id = (SELECT inbound_scim.current_tenant()));
GRANT SELECT, INSERT, UPDATE, DELETE ON inbound_scim.unique_value TO inbound_scim_app;
`;

const DOWN_UNIQUE_VALUES = `
DROP TABLE inbound_scim.unique_value;
DROP FUNCTION inbound_scim.unique_key;
`;

const NESTED_GROUPS = `
-- Groups in groups are few: what follows them up or down looks here, and members that are users cost nothing.
CREATE INDEX membership_of_nested ON inbound_scim.membership (tenant_id, member_id, group_id) WHERE kind = 'Group';
CREATE INDEX membership_nested ON inbound_scim.membership (tenant_id, group_id, member_id) WHERE kind = 'Group';

-- The groups that hold a group of the member's, and those that hold them; circles end. Not inlined, so that only who needs it pays for its plan.
CREATE FUNCTION inbound_scim.indirect_groups(tenant uuid, member uuid) RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE ROWS 5 AS $$
BEGIN
  RETURN QUERY WITH RECURSIVE above AS (
    SELECT o.group_id AS id FROM inbound_scim.membership m
      JOIN inbound_scim.membership o ON o.tenant_id = tenant AND o.member_id = m.group_id AND o.kind = 'Group'
    WHERE m.tenant_id = tenant AND m.member_id = member
    UNION
    SELECT o.group_id FROM above
      JOIN inbound_scim.membership o ON o.tenant_id = tenant AND o.member_id = above.id AND o.kind = 'Group'
  )
  SELECT id FROM above WHERE NOT EXISTS (
    SELECT FROM inbound_scim.membership m WHERE m.tenant_id = tenant AND m.group_id = above.id AND m.member_id = member);
END
$$;
REVOKE ALL ON FUNCTION inbound_scim.indirect_groups FROM PUBLIC;
GRANT EXECUTE ON FUNCTION inbound_scim.indirect_groups TO inbound_scim_app;
`;

const DOWN_NESTED_GROUPS = `
DROP FUNCTION inbound_scim.indirect_groups;
DROP INDEX inbound_scim.membership_nested, inbound_scim.membership_of_nested;
`;

const SCHEMAS = `
-- One that was removed, and attributes that were dropped from one, still describe values that are kept and not shown.
ALTER TABLE inbound_scim.schema_extension
  ADD COLUMN description text NOT NULL DEFAULT '',
  ADD COLUMN dropped jsonb NOT NULL DEFAULT '[]';
`;

const DOWN_SCHEMAS = `
ALTER TABLE inbound_scim.schema_extension DROP COLUMN description, DROP COLUMN dropped;
`;

const VERSION = `
-- The newest migration that ran, for code that was deployed before or after it. Each migration replaces it.
CREATE FUNCTION inbound_scim.schema_version() RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 1764100000000;
REVOKE ALL ON FUNCTION inbound_scim.schema_version FROM PUBLIC;
GRANT EXECUTE ON FUNCTION inbound_scim.schema_version TO inbound_scim_app;
`;

/**
 * Servers of the schema before keep plans whose result was of another collation, which PostgreSQL refuses for as long as their connections
 * live. So those end with this transaction: what was under way is answered with 503 and comes again, on a new connection with new plans,
 * which waits for the commit. The connections of a host have another name: it opens new ones when it is started again.
 */
const OTHERS = `
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND usename = session_user AND application_name = 'inbound-scim' AND pid <> pg_backend_pid();
`;

const DOWN_VERSION = `
DROP FUNCTION inbound_scim.schema_version();
`;
