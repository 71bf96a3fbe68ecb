import { eventInput, insertEvents } from '../audit/record-events.js';
import { arrayLiteral } from '../database/array-literal.js';
import { InputRows } from '../database/input-rows.js';
import type { Statement } from '../database/statement.js';
import { groupsText } from '../memberships/groups-of.js';
import type { PlainUpdate } from './plain-change.js';

/**
 * Users that are here, one or many: resource, person and events of each, in one statement and one round trip. Nothing is locked while the
 * decision is made; a row is written only if user and person still have the version it was made on, under the same settings, and it
 * concerns nobody else: no open conflict may be over by it, no group waits for its key or shows it no longer. Its `n` comes back then, with the groups it is answered with; the others wrote nothing.
 * Rows are locked in the order of their ids, so that two instances never wait for each other.
 */
export const REVISIONS = new InputRows<PlainUpdate>([
  ['n', 'int', (_update, n) => n],
  ['config_version', 'bigint', ({ change }) => change.configVersion],
  ['id', 'uuid', ({ write }) => write.user.id],
  ['expects', 'bigint', ({ write }) => write.expects],
  ['identity_provider_id', 'uuid', ({ write }) => write.user.identityProviderId],
  ['external_id', 'text', ({ write }) => write.user.externalId],
  ['user_name_key', 'text', ({ write }) => write.user.userNameKey],
  ['display_name_key', 'text', ({ write }) => write.user.displayNameKey],
  ['email_keys', 'text', ({ write }) => arrayLiteral(write.user.emailKeys)],
  ['active', 'boolean', ({ write }) => write.user.active],
  ['resource', 'jsonb', ({ write }) => JSON.stringify(write.user.resource)],
  ['last_modified', 'timestamptz', ({ write }) => write.user.lastModified],
  ['merged_at', 'timestamptz', ({ write }) => write.user.mergedAt],
  ['deleted_at', 'timestamptz', ({ write }) => write.user.deletedAt],
  ['stands_otherwise', 'boolean', ({ change }) => change.standOtherwise.length > 0],
  ['shows_in_groups', 'boolean', ({ change }) => change.showsInGroups.length > 0],
  ['person_id', 'uuid', ({ person }) => person.person.id],
  ['revision', 'bigint', ({ person }) => person.expects],
  ['writes_person', 'boolean', ({ writesPerson }) => writesPerson],
  ['email', 'text', ({ person }) => person.person.email],
  ['email_key', 'text', ({ person }) => person.person.emailKey],
  ['status', 'text', ({ person }) => person.person.status],
  ['held', 'boolean', ({ person }) => person.person.held],
  ['attributes', 'jsonb', ({ person }) => JSON.stringify(person.person.attributes)],
]);

/** Parameters: the tenant, the base URL of each one's connection, those of `REVISIONS`, then those of the events. */
export const UPDATE_USERS: Statement = {
  name: 'users-update',
  plan: 'once',
  text: `WITH input AS (SELECT * FROM ${REVISIONS.table('input', 3)}), ${eventInput(3 + REVISIONS.width)}, fit AS MATERIALIZED (
    SELECT input.* FROM input
      JOIN inbound_scim.scim_user u ON u.tenant_id = $1 AND u.id = input.id AND u.identity_provider_id = input.identity_provider_id
        AND u.version = input.expects
      JOIN inbound_scim.directory_user p ON p.tenant_id = $1 AND p.id = input.person_id AND p.revision = input.revision
    WHERE EXISTS (SELECT FROM inbound_scim.tenant t WHERE t.id = $1 AND t.config_version = input.config_version)
      AND NOT (input.stands_otherwise AND (
        inbound_scim.is_awaited($1, input.identity_provider_id, array_remove(ARRAY[input.external_id, input.id::text], NULL)) OR
        EXISTS (SELECT FROM inbound_scim.conflict c WHERE c.tenant_id = $1 AND c.state = 'open' AND c.existing ->> 'scimUserId' = input.id::text)
        OR EXISTS (SELECT FROM inbound_scim.conflict c WHERE c.tenant_id = $1 AND c.state = 'open' AND c.incoming ->> 'scimUserId' = input.id::text)
        OR EXISTS (SELECT FROM inbound_scim.conflict c WHERE c.tenant_id = $1 AND c.identity_provider_id = input.identity_provider_id
          AND c.incoming ->> 'externalId' = input.external_id AND c.state = 'open')))
      AND NOT (input.shows_in_groups
        AND EXISTS (SELECT FROM inbound_scim.membership m WHERE m.tenant_id = $1 AND m.member_id = input.id))
    ORDER BY input.id
    FOR NO KEY UPDATE OF u, p
  ), changed AS (
    UPDATE inbound_scim.scim_user u SET external_id = fit.external_id, user_name_key = fit.user_name_key,
      display_name_key = fit.display_name_key, email_keys = fit.email_keys::text[], active = fit.active, resource = fit.resource,
      version = u.version + 1, last_modified = fit.last_modified, merged_at = fit.merged_at, deleted_at = fit.deleted_at
    FROM fit WHERE u.tenant_id = $1 AND u.id = fit.id
  ), person AS (
    UPDATE inbound_scim.directory_user p SET email = fit.email, email_key = fit.email_key, status = fit.status, held = fit.held,
      attributes = fit.attributes, revision = p.revision + 1, updated_at = fit.last_modified
    FROM fit WHERE fit.writes_person AND p.tenant_id = $1 AND p.id = fit.person_id
  ), ${insertEvents('event JOIN fit USING (n)')}
  SELECT fit.n, ${groupsText('fit.id', '$1', '($2::text[])[fit.n + 1]')} AS groups FROM fit`,
};
