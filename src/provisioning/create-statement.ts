import { eventInput, insertEvents } from '../audit/record-events.js';
import { arrayLiteral } from '../database/array-literal.js';
import { InputRows } from '../database/input-rows.js';
import type { Statement } from '../database/statement.js';
import type { PlainCreate } from './plain-change.js';

/**
 * Newcomers, one or many: person, resource and events of each, in one statement and one round trip. A row is written only if what
 * its decision was made on still holds: settings, nobody with the name, the key or the address, nobody deleted under a lasting key,
 * no group that waits for it, no open conflict that may be over by it. Its `n` comes back then; the others wrote nothing. A race that only the unique indexes see fails the
 * whole statement with 23505.
 */
export const NEWCOMERS = new InputRows<PlainCreate>([
  ['n', 'int', (_create, n) => n],
  ['config_version', 'bigint', ({ change }) => change.configVersion],
  ['id', 'uuid', ({ user }) => user.id],
  ['identity_provider_id', 'uuid', ({ user }) => user.identityProviderId],
  ['external_id', 'text', ({ user }) => user.externalId],
  ['lasting_key', 'text', ({ lastingKey }) => lastingKey],
  ['user_name_key', 'text', ({ user }) => user.userNameKey],
  ['display_name_key', 'text', ({ user }) => user.displayNameKey],
  ['email_keys', 'text', ({ user }) => arrayLiteral(user.emailKeys)],
  ['active', 'boolean', ({ user }) => user.active],
  ['resource', 'jsonb', ({ user }) => JSON.stringify(user.resource)],
  ['created_at', 'timestamptz', ({ user }) => user.createdAt],
  ['person_id', 'uuid', ({ person }) => person.id],
  ['email', 'text', ({ person }) => person.email],
  ['email_key', 'text', ({ person }) => person.emailKey],
  ['status', 'text', ({ person }) => person.status],
  ['held', 'boolean', ({ person }) => person.held],
  ['attributes', 'jsonb', ({ person }) => JSON.stringify(person.attributes)],
]);

/** Parameters: the tenant, those of `NEWCOMERS`, then those of the events. */
export const CREATE_USERS: Statement = {
  name: 'users-create',
  plan: 'once',
  text: `WITH input AS (SELECT * FROM ${NEWCOMERS.table('input', 2)}), ${eventInput(2 + NEWCOMERS.width)}, fit AS MATERIALIZED (
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
