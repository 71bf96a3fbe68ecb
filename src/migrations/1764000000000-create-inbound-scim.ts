import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The schema `inbound_scim`. Every table that grows leads with `tenant_id`, in its primary key, its foreign keys and its
 * unique constraints, so that the tenant is the fence of row-level security today and may be the distribution key tomorrow.
 */
export class CreateInboundScim1764000000000 implements MigrationInterface {
  readonly name = 'CreateInboundScim1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [ROLE, FUNCTIONS, TENANTS, DIRECTORY, RESOURCES, SETTINGS, AUDIT, FENCE, GRANTS]) {
      await runner.query(statements);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA inbound_scim CASCADE');
  }
}

/** Requests run as a role that owns nothing. Roles belong to the cluster: another database may have made it already. */
const ROLE = `
CREATE SCHEMA inbound_scim;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'inbound_scim_app') THEN
    CREATE ROLE inbound_scim_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'The role inbound_scim_app is missing and this user may not create it.'
      USING HINT = 'As a superuser run: CREATE ROLE inbound_scim_app NOLOGIN; GRANT inbound_scim_app TO ' || quote_ident(current_user) || ';';
END
$$;

DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'inbound_scim_app', 'MEMBER') THEN
    EXECUTE format('GRANT inbound_scim_app TO %I', current_user);
  END IF;
EXCEPTION
  WHEN unique_violation THEN NULL;
END
$$;
`;

const FUNCTIONS = `
-- The fold of the kernel (NFC, then lower case) for attributes that have no column of folded keys.
CREATE FUNCTION inbound_scim.fold(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN lower(normalize(value, NFC) COLLATE "und-x-icu");

-- What an index holds of a text of any length: an index row has some 2,700 bytes.
CREATE FUNCTION inbound_scim.index_key(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN CASE WHEN octet_length(value) <= 768 THEN value ELSE 'sha256:' || encode(sha256(convert_to(value, 'UTF8')), 'hex') END;

-- The tenant this session works for; null when none is set, and then no row is visible.
CREATE FUNCTION inbound_scim.current_tenant() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('inbound_scim.tenant_id', true), '')::uuid;
`;

const TENANTS = `
CREATE TABLE inbound_scim.tenant (
  id uuid PRIMARY KEY,
  subdomain text NOT NULL,
  name text NOT NULL,
  config_version bigint NOT NULL DEFAULT 1,
  identity_providers_made integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  CONSTRAINT tenant_subdomain_unique UNIQUE (subdomain),
  CONSTRAINT tenant_subdomain_is_label CHECK (subdomain ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$')
);

CREATE TABLE inbound_scim.identity_provider (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  strict boolean NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  position integer NOT NULL,
  domains text[] NOT NULL DEFAULT '{}',
  trust_email jsonb,
  external_id_is_lasting boolean,
  rate_limit jsonb,
  allowed_networks text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT identity_provider_tenant FOREIGN KEY (tenant_id) REFERENCES inbound_scim.tenant (id),
  CONSTRAINT identity_provider_kind_known CHECK (kind IN ('entra', 'okta', 'generic'))
);

CREATE TABLE inbound_scim.token (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  identity_provider_id uuid NOT NULL,
  name text NOT NULL,
  prefix text NOT NULL,
  hash bytea NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  last_used_at timestamptz,
  last_used_from text,
  revoked_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT token_hash_unique UNIQUE (hash),
  CONSTRAINT token_identity_provider FOREIGN KEY (tenant_id, identity_provider_id)
    REFERENCES inbound_scim.identity_provider (tenant_id, id)
);
CREATE INDEX token_by_identity_provider ON inbound_scim.token (tenant_id, identity_provider_id);

-- Why the last refused requests were refused, which the 401 does not tell; one row for all that are alike.
CREATE TABLE inbound_scim.refusal (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  identity_provider_id uuid NOT NULL,
  reason text NOT NULL,
  source_address text NOT NULL,
  token_id uuid,
  request_id text NOT NULL,
  occurrences integer NOT NULL,
  first_seen_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT refusal_unique UNIQUE NULLS NOT DISTINCT (tenant_id, identity_provider_id, reason, source_address, token_id),
  CONSTRAINT refusal_identity_provider FOREIGN KEY (tenant_id, identity_provider_id)
    REFERENCES inbound_scim.identity_provider (tenant_id, id)
);
CREATE INDEX refusal_in_order ON inbound_scim.refusal (tenant_id, identity_provider_id, last_seen_at);

CREATE TABLE inbound_scim.admin_key (
  id uuid PRIMARY KEY,
  tenant_id uuid,
  name text NOT NULL,
  role text NOT NULL,
  prefix text NOT NULL,
  hash bytea NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  CONSTRAINT admin_key_hash_unique UNIQUE (hash),
  CONSTRAINT admin_key_tenant FOREIGN KEY (tenant_id) REFERENCES inbound_scim.tenant (id),
  CONSTRAINT admin_key_role_known CHECK (role IN ('owner', 'admin', 'auditor'))
);
`;

const DIRECTORY = `
CREATE TABLE inbound_scim.directory_user (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  email text,
  email_key text,
  status text NOT NULL,
  held boolean NOT NULL DEFAULT false,
  deactivated_by_administrator boolean NOT NULL DEFAULT false,
  protected boolean NOT NULL DEFAULT false,
  attributes jsonb NOT NULL DEFAULT '{}',
  host_ref text,
  revision bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT directory_user_tenant FOREIGN KEY (tenant_id) REFERENCES inbound_scim.tenant (id),
  CONSTRAINT directory_user_status_known CHECK (status IN ('active', 'deactivated', 'held'))
);
CREATE UNIQUE INDEX directory_user_email_unique ON inbound_scim.directory_user (tenant_id, email_key)
  WHERE email_key IS NOT NULL;
CREATE UNIQUE INDEX directory_user_host_ref_unique ON inbound_scim.directory_user (tenant_id, host_ref)
  WHERE host_ref IS NOT NULL;
CREATE INDEX directory_user_in_order ON inbound_scim.directory_user (tenant_id, created_at, id);
`;

const RESOURCES = `
CREATE TABLE inbound_scim.scim_user (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  identity_provider_id uuid NOT NULL,
  directory_user_id uuid NOT NULL,
  external_id text,
  user_name_key text NOT NULL,
  display_name_key text,
  email_keys text[] NOT NULL DEFAULT '{}',
  active boolean NOT NULL,
  resource jsonb NOT NULL,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  last_modified timestamptz NOT NULL,
  merged_at timestamptz,
  deleted_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT scim_user_identity_provider FOREIGN KEY (tenant_id, identity_provider_id)
    REFERENCES inbound_scim.identity_provider (tenant_id, id),
  CONSTRAINT scim_user_directory_user FOREIGN KEY (tenant_id, directory_user_id)
    REFERENCES inbound_scim.directory_user (tenant_id, id)
);
CREATE UNIQUE INDEX scim_user_user_name_unique
  ON inbound_scim.scim_user (tenant_id, identity_provider_id, user_name_key) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX scim_user_external_id_unique
  ON inbound_scim.scim_user (tenant_id, identity_provider_id, external_id) WHERE deleted_at IS NULL AND external_id IS NOT NULL;
CREATE INDEX scim_user_deleted_external_id
  ON inbound_scim.scim_user (tenant_id, identity_provider_id, external_id, deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX scim_user_in_order
  ON inbound_scim.scim_user (tenant_id, identity_provider_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX scim_user_display_name
  ON inbound_scim.scim_user (tenant_id, identity_provider_id, inbound_scim.index_key(display_name_key)) WHERE deleted_at IS NULL;
CREATE INDEX scim_user_last_modified
  ON inbound_scim.scim_user (tenant_id, identity_provider_id, last_modified) WHERE deleted_at IS NULL;
CREATE INDEX scim_user_of_person ON inbound_scim.scim_user (tenant_id, directory_user_id);
CREATE INDEX scim_user_emails ON inbound_scim.scim_user USING gin (email_keys);

CREATE TABLE inbound_scim.scim_group (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  identity_provider_id uuid NOT NULL,
  external_id text,
  display_name_key text NOT NULL,
  resource jsonb NOT NULL,
  version bigint NOT NULL,
  protected boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  last_modified timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT scim_group_identity_provider FOREIGN KEY (tenant_id, identity_provider_id)
    REFERENCES inbound_scim.identity_provider (tenant_id, id)
);
CREATE UNIQUE INDEX scim_group_display_name_unique
  ON inbound_scim.scim_group (tenant_id, identity_provider_id, display_name_key);
CREATE UNIQUE INDEX scim_group_external_id_unique
  ON inbound_scim.scim_group (tenant_id, identity_provider_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX scim_group_in_order ON inbound_scim.scim_group (tenant_id, identity_provider_id, created_at, id);

-- A member is a user or a group; a user that was deleted keeps its rows, hidden, for 30 days.
CREATE TABLE inbound_scim.membership (
  tenant_id uuid NOT NULL,
  group_id uuid NOT NULL,
  member_id uuid NOT NULL,
  kind text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, group_id, member_id),
  CONSTRAINT membership_group FOREIGN KEY (tenant_id, group_id) REFERENCES inbound_scim.scim_group (tenant_id, id),
  CONSTRAINT membership_kind_known CHECK (kind IN ('User', 'Group'))
);
CREATE INDEX membership_of_member ON inbound_scim.membership (tenant_id, member_id, group_id);

CREATE TABLE inbound_scim.pending_member (
  tenant_id uuid NOT NULL,
  group_id uuid NOT NULL,
  value text NOT NULL,
  identity_provider_id uuid NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, group_id, value),
  CONSTRAINT pending_member_group FOREIGN KEY (tenant_id, group_id) REFERENCES inbound_scim.scim_group (tenant_id, id)
);
-- A member that is parked and the same member who arrives must see each other. Whoever parks holds these locks alone, whoever arrives shares
-- them, both until they commit; being volatile, the function then looks with a snapshot of its own, taken after the lock.
CREATE FUNCTION inbound_scim.lock_awaited(tenant uuid, identity_provider uuid, keys text[]) RETURNS void
  LANGUAGE sql VOLATILE AS $$
  SELECT pg_advisory_xact_lock(hashtextextended(tenant::text || identity_provider::text || key, 0)) FROM unnest(keys) AS key ORDER BY key COLLATE "C"
$$;

CREATE FUNCTION inbound_scim.is_awaited(tenant uuid, identity_provider uuid, keys text[]) RETURNS boolean
  LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended(tenant::text || identity_provider::text || key, 0)) FROM unnest(keys) AS key;
  RETURN EXISTS (SELECT FROM inbound_scim.pending_member m
    WHERE m.tenant_id = tenant AND m.identity_provider_id = identity_provider AND m.value = ANY (keys));
END
$$;

CREATE INDEX pending_member_by_value ON inbound_scim.pending_member (tenant_id, identity_provider_id, value);

CREATE TABLE inbound_scim.conflict (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  identity_provider_id uuid NOT NULL,
  kind text NOT NULL,
  attribute text NOT NULL,
  pair_key text NOT NULL,
  incoming jsonb NOT NULL,
  existing jsonb NOT NULL,
  state text NOT NULL,
  resolution text,
  resolved_by text,
  resolved_at timestamptz,
  occurrences integer NOT NULL,
  first_seen_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT conflict_identity_provider FOREIGN KEY (tenant_id, identity_provider_id)
    REFERENCES inbound_scim.identity_provider (tenant_id, id),
  CONSTRAINT conflict_state_known CHECK (state IN ('open', 'resolved', 'closed'))
);
CREATE UNIQUE INDEX conflict_open_unique
  ON inbound_scim.conflict (tenant_id, identity_provider_id, kind, pair_key) WHERE state = 'open';
CREATE INDEX conflict_open_of_existing ON inbound_scim.conflict (tenant_id, (existing ->> 'scimUserId')) WHERE state = 'open';
CREATE INDEX conflict_open_of_group ON inbound_scim.conflict (tenant_id, (existing ->> 'scimGroupId')) WHERE state = 'open';
CREATE INDEX conflict_open_of_incoming ON inbound_scim.conflict (tenant_id, (incoming ->> 'scimUserId')) WHERE state = 'open';
CREATE INDEX conflict_open_of_key ON inbound_scim.conflict (tenant_id, identity_provider_id, (incoming ->> 'externalId'))
  WHERE state = 'open';
CREATE INDEX conflict_settled ON inbound_scim.conflict (tenant_id, identity_provider_id, pair_key) WHERE state = 'resolved';
CREATE INDEX conflict_in_order ON inbound_scim.conflict (tenant_id, first_seen_at, id);
`;

const SETTINGS = `
CREATE TABLE inbound_scim.attribute_setting (
  tenant_id uuid NOT NULL,
  key text NOT NULL,
  category text NOT NULL,
  type text NOT NULL,
  max_length integer NOT NULL,
  source text,
  enabled boolean NOT NULL,
  mirror boolean NOT NULL,
  required boolean NOT NULL,
  authority text NOT NULL,
  custom boolean NOT NULL,
  revision bigint NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, key),
  CONSTRAINT attribute_setting_tenant FOREIGN KEY (tenant_id) REFERENCES inbound_scim.tenant (id),
  CONSTRAINT attribute_setting_authority_known CHECK (authority IN ('identity_provider', 'administrator'))
);

CREATE TABLE inbound_scim.schema_extension (
  tenant_id uuid NOT NULL,
  identity_provider_id uuid NOT NULL,
  urn text NOT NULL,
  urn_key text NOT NULL,
  name text NOT NULL,
  resource_type text NOT NULL,
  attributes jsonb NOT NULL,
  updated_at timestamptz NOT NULL,
  removed_at timestamptz,
  PRIMARY KEY (tenant_id, identity_provider_id, urn_key),
  CONSTRAINT schema_extension_identity_provider FOREIGN KEY (tenant_id, identity_provider_id)
    REFERENCES inbound_scim.identity_provider (tenant_id, id),
  CONSTRAINT schema_extension_resource_type_known CHECK (resource_type IN ('User', 'Group'))
);

-- A long act (backfill, scrub, off-boarding) with where it is, so that it can be taken up again after a crash.
CREATE TABLE inbound_scim.run (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  parameters jsonb NOT NULL,
  progress jsonb NOT NULL,
  state text NOT NULL,
  started_by text NOT NULL,
  started_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT run_tenant FOREIGN KEY (tenant_id) REFERENCES inbound_scim.tenant (id),
  CONSTRAINT run_state_known CHECK (state IN ('running', 'done'))
);
`;

const AUDIT = `
-- An event names; personal words stand in audit_detail, of which the event keeps a salted digest. What the HMAC is over is text or
-- json, which give back the bytes they were given. The numbers of transactions (tx) are in order within one epoch.
CREATE TABLE inbound_scim.audit_event (
  tenant_id uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  id uuid NOT NULL,
  type text NOT NULL,
  identity_provider_id uuid,
  actor_kind text NOT NULL,
  actor_id uuid,
  actor_name text NOT NULL,
  target_kind text NOT NULL,
  target_id text NOT NULL,
  request_id text NOT NULL,
  changes json NOT NULL,
  warnings json NOT NULL,
  detail_digest bytea NOT NULL,
  key_id text NOT NULL,
  hmac bytea NOT NULL,
  epoch integer NOT NULL DEFAULT 1,
  tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (tenant_id, occurred_at, id)
) PARTITION BY RANGE (occurred_at);
CREATE INDEX audit_event_of_target ON inbound_scim.audit_event (tenant_id, target_id, occurred_at);
CREATE INDEX audit_event_by_transaction ON inbound_scim.audit_event (epoch, tx);
CREATE INDEX audit_event_in_chain ON inbound_scim.audit_event (tenant_id, epoch, tx, id);

CREATE TABLE inbound_scim.audit_detail (
  tenant_id uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  event_id uuid NOT NULL,
  salt bytea NOT NULL,
  detail json NOT NULL,
  PRIMARY KEY (tenant_id, occurred_at, event_id)
) PARTITION BY RANGE (occurred_at);

-- A link of a tenant's chain: it seals the tenant's events of one month whose transaction is after after_tx and not after to_tx. One
-- that is dropped says instead that the month was removed, by retention, with what the checkpoints before it had sealed of it.
CREATE TABLE inbound_scim.audit_checkpoint (
  tenant_id uuid NOT NULL,
  sequence bigint NOT NULL,
  epoch integer NOT NULL,
  after_tx xid8 NOT NULL,
  to_tx xid8 NOT NULL,
  month date NOT NULL,
  dropped boolean NOT NULL,
  events bigint NOT NULL,
  digest bytea NOT NULL,
  previous bytea NOT NULL,
  key_id text NOT NULL,
  seal bytea NOT NULL,
  sealed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, sequence)
);
CREATE INDEX audit_checkpoint_newest ON inbound_scim.audit_checkpoint (epoch, to_tx);
CREATE INDEX audit_checkpoint_dropped ON inbound_scim.audit_checkpoint (tenant_id, month, sequence) WHERE dropped;

-- A month that nobody prepared still takes its events.
CREATE TABLE inbound_scim.audit_event_default PARTITION OF inbound_scim.audit_event DEFAULT;
CREATE TABLE inbound_scim.audit_detail_default PARTITION OF inbound_scim.audit_detail DEFAULT;

-- The partition is made beside the log and then attached, so that nobody who reads or writes has to wait. Events that came before it
-- move in from the default partition.
CREATE FUNCTION inbound_scim.prepare_audit_month(month date) RETURNS void
  LANGUAGE plpgsql AS $$
DECLARE
  first timestamptz := date_trunc('month', month::timestamp) AT TIME ZONE 'UTC';
  next timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') AT TIME ZONE 'UTC';
  parent text;
  child text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['audit_event', 'audit_detail'] LOOP
    child := parent || '_' || to_char(month, 'YYYY_MM');
    CONTINUE WHEN to_regclass('inbound_scim.' || child) IS NOT NULL;
    EXECUTE format('CREATE TABLE inbound_scim.%I (LIKE inbound_scim.%I INCLUDING ALL)', child, parent);
    EXECUTE format('LOCK TABLE inbound_scim.%I IN ACCESS EXCLUSIVE MODE', parent || '_default');
    EXECUTE format(
      'WITH moved AS (DELETE FROM inbound_scim.%I WHERE occurred_at >= %L AND occurred_at < %L RETURNING *) INSERT INTO inbound_scim.%I SELECT * FROM moved',
      parent, first, next, child);
    EXECUTE format('ALTER TABLE inbound_scim.%I ATTACH PARTITION inbound_scim.%I FOR VALUES FROM (%L) TO (%L)', parent, child, first, next);
    EXECUTE format('ALTER TABLE inbound_scim.%I ENABLE ROW LEVEL SECURITY', child);
    EXECUTE format('ALTER TABLE inbound_scim.%I FORCE ROW LEVEL SECURITY', child);
  END LOOP;
END
$$;

-- The partitions of the log whose month is before the given one.
CREATE FUNCTION inbound_scim.audit_months_before(month date) RETURNS SETOF text
  LANGUAGE sql STABLE AS $$
  SELECT relname::text FROM pg_class
  WHERE relnamespace = 'inbound_scim'::regnamespace AND relkind = 'r' AND relname ~ '^audit_(event|detail)_[0-9]{4}_[0-9]{2}$'
    AND right(relname, 7) < to_char(month, 'YYYY_MM')
$$;

-- Removes all that happened before the month, also what the default partition holds of it.
CREATE FUNCTION inbound_scim.drop_audit_months_before(month date) RETURNS void
  LANGUAGE plpgsql AS $$
DECLARE
  first timestamptz := date_trunc('month', month::timestamp) AT TIME ZONE 'UTC';
  child text;
BEGIN
  FOR child IN SELECT inbound_scim.audit_months_before(month) LOOP
    EXECUTE format('DROP TABLE inbound_scim.%I', child);
  END LOOP;
  DELETE FROM inbound_scim.audit_detail WHERE occurred_at < first;
  DELETE FROM inbound_scim.audit_event WHERE occurred_at < first;
END
$$;

-- The epoch of new events: the default of their column, so that a write costs nothing for it.
CREATE FUNCTION inbound_scim.audit_epoch() RETURNS integer
  LANGUAGE sql STABLE AS $$
  SELECT pg_get_expr(adbin, adrelid)::integer FROM pg_attrdef JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum
  WHERE adrelid = 'inbound_scim.audit_event'::regclass AND attname = 'epoch'
$$;

-- Waits until no event is under way, and lets none in until the transaction ends.
CREATE FUNCTION inbound_scim.begin_audit_epoch() RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE inbound_scim.audit_event ALTER COLUMN epoch SET DEFAULT %s', inbound_scim.audit_epoch() + 1);
END
$$;

-- How far the log is sealed, for all tenants alike.
CREATE FUNCTION inbound_scim.audit_mark() RETURNS TABLE (epoch integer, tx xid8)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT current.epoch, coalesce(
    (SELECT to_tx FROM inbound_scim.audit_checkpoint AS newest WHERE newest.epoch = current.epoch ORDER BY to_tx DESC LIMIT 1), '0')
  FROM (SELECT inbound_scim.audit_epoch()) AS current(epoch)
$$;

SELECT inbound_scim.prepare_audit_month((date_trunc('month', now()) + n * interval '1 month')::date) FROM generate_series(0, 2) AS n;
`;

/**
 * The fence: a request sees the rows of the tenant its session works for, and nothing else. The owner, who migrates and
 * maintains, has a policy of its own, since FORCE binds it too. Partitions have no policy: reached by their own name they show nothing.
 */
const FENCE = `
DO $$
DECLARE
  fenced text;
BEGIN
  FOR fenced IN
    SELECT relname FROM pg_class
    WHERE relnamespace = 'inbound_scim'::regnamespace AND relkind IN ('r', 'p') AND relname NOT IN ('tenant', 'admin_key')
  LOOP
    EXECUTE format('ALTER TABLE inbound_scim.%I ENABLE ROW LEVEL SECURITY', fenced);
    EXECUTE format('ALTER TABLE inbound_scim.%I FORCE ROW LEVEL SECURITY', fenced);
    IF NOT (SELECT relispartition FROM pg_class WHERE oid = ('inbound_scim.' || quote_ident(fenced))::regclass) THEN
      EXECUTE format('CREATE POLICY owner ON inbound_scim.%I TO CURRENT_USER USING (true) WITH CHECK (true)', fenced);
      EXECUTE format(
        'CREATE POLICY tenant ON inbound_scim.%I TO inbound_scim_app USING (tenant_id = (SELECT inbound_scim.current_tenant())) WITH CHECK (tenant_id = (SELECT inbound_scim.current_tenant()))',
        fenced);
    END IF;
  END LOOP;
END
$$;

-- The door: before a token is known there is no tenant. One hash in, at most one row out.
CREATE FUNCTION inbound_scim.find_token(wanted bytea)
  RETURNS TABLE (tenant_id uuid, id uuid, identity_provider_id uuid, name text, expires_at timestamptz, revoked_at timestamptz, config_version bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT token.tenant_id, token.id, token.identity_provider_id, token.name, token.expires_at, token.revoked_at, tenant.config_version
  FROM inbound_scim.token JOIN inbound_scim.tenant ON tenant.id = token.tenant_id
  WHERE token.hash = wanted
$$;

CREATE FUNCTION inbound_scim.find_admin_key(wanted bytea)
  RETURNS TABLE (id uuid, tenant_id uuid, name text, role text, expires_at timestamptz, revoked_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT id, tenant_id, name, role, expires_at, revoked_at FROM inbound_scim.admin_key WHERE hash = wanted
$$;
`;

const GRANTS = `
GRANT USAGE ON SCHEMA inbound_scim TO inbound_scim_app;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA inbound_scim FROM PUBLIC;
GRANT EXECUTE ON FUNCTION inbound_scim.fold, inbound_scim.index_key, inbound_scim.lock_awaited, inbound_scim.is_awaited, inbound_scim.current_tenant, inbound_scim.find_token, inbound_scim.find_admin_key, inbound_scim.audit_mark TO inbound_scim_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON
  inbound_scim.tenant, inbound_scim.identity_provider, inbound_scim.token, inbound_scim.refusal, inbound_scim.admin_key, inbound_scim.directory_user,
  inbound_scim.scim_user, inbound_scim.scim_group, inbound_scim.membership, inbound_scim.pending_member, inbound_scim.conflict,
  inbound_scim.attribute_setting, inbound_scim.schema_extension, inbound_scim.run
  TO inbound_scim_app;
GRANT SELECT, INSERT ON inbound_scim.audit_event, inbound_scim.audit_detail TO inbound_scim_app;
GRANT SELECT ON inbound_scim.audit_checkpoint TO inbound_scim_app;
`;
