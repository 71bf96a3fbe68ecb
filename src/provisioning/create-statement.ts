import { eventInput, insertEvents } from '../audit/record-events.js';
import type { Statement } from '../database/statement.js';

/**
 * Newcomers, one or many: person, resource and events of each, in one statement and one round trip. A row is written only if what
 * its decision was made on still holds: settings, nobody with the name, the key or the address, nobody deleted under a lasting key,
 * no group that waits for it, no open conflict that may be over by it. Its `n` comes back then; the others wrote nothing. A race that only the unique indexes see fails the
 * whole statement with 23505.
 */
const COLUMNS = [
  ['n', 'int'],
  ['config_version', 'bigint'],
  ['id', 'uuid'],
  ['identity_provider_id', 'uuid'],
  ['external_id', 'text'],
  ['lasting_key', 'text'],
  ['user_name_key', 'text'],
  ['display_name_key', 'text'],
  ['email_keys', 'text'],
  ['active', 'boolean'],
  ['resource', 'jsonb'],
  ['created_at', 'timestamptz'],
  ['person_id', 'uuid'],
  ['email', 'text'],
  ['email_key', 'text'],
  ['status', 'text'],
  ['held', 'boolean'],
  ['attributes', 'jsonb'],
] as const;

/** Parameters: the tenant, one array for each of `COLUMNS`, then those of the events. */
export const CREATE_USERS: Statement = {
  name: 'users-create',
  plan: 'once',
  text: `WITH input AS (
    SELECT * FROM unnest(${COLUMNS.map(([, type], index) => `$${index + 2}::${type}[]`).join(', ')})
      AS input(${COLUMNS.map(([name]) => name).join(', ')})
  ), ${eventInput(COLUMNS.length + 2)}, fit AS MATERIALIZED (
    SELECT input.* FROM input
    WHERE EXISTS (SELECT FROM inbound_scim.tenant t WHERE t.id = $1 AND t.config_version = input.config_version)
      AND NOT EXISTS (SELECT FROM inbound_scim.scim_user u WHERE u.tenant_id = $1 AND u.identity_provider_id = input.identity_provider_id
        AND u.user_name_key = input.user_name_key AND u.deleted_at IS NULL)
      AND NOT EXISTS (SELECT FROM inbound_scim.scim_user u WHERE u.tenant_id = $1 AND u.identity_provider_id = input.identity_provider_id
        AND u.external_id = input.external_id AND u.deleted_at IS NULL)
      AND NOT EXISTS (SELECT FROM inbound_scim.scim_user u WHERE u.tenant_id = $1 AND u.identity_provider_id = input.identity_provider_id
        AND u.external_id = input.lasting_key AND u.deleted_at IS NOT NULL)
      AND NOT EXISTS (SELECT FROM inbound_scim.directory_user p WHERE p.tenant_id = $1 AND p.email_key = input.email_key)
      AND NOT (input.lasting_key IS NOT NULL AND inbound_scim.is_awaited($1, input.identity_provider_id, ARRAY[input.lasting_key]))
      AND NOT EXISTS (SELECT FROM inbound_scim.conflict c WHERE c.tenant_id = $1 AND c.identity_provider_id = input.identity_provider_id
        AND c.incoming ->> 'externalId' = input.external_id AND c.state = 'open')
  ), person AS (
    INSERT INTO inbound_scim.directory_user (tenant_id, id, email, email_key, status, held, attributes, created_at, updated_at)
    SELECT $1, person_id, email, email_key, status, held, attributes, created_at, created_at FROM fit
  ), made AS (
    INSERT INTO inbound_scim.scim_user (tenant_id, id, identity_provider_id, directory_user_id, external_id, user_name_key,
      display_name_key, email_keys, active, resource, version, created_at, last_modified)
    SELECT $1, id, identity_provider_id, person_id, external_id, user_name_key,
      display_name_key, email_keys::text[], active, resource, 1, created_at, created_at FROM fit
  ), ${insertEvents('event JOIN fit USING (n)')}
  SELECT n FROM fit`,
};
