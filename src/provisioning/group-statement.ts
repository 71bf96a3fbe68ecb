import { eventInput, EVENTS, insertEvents } from '../audit/record-events.js';
import type { Statement } from '../database/statement.js';

/** What member events carry as `n`: adds count from 0, removes go on after them; the group's own event is -1. */
export const GROUP_EVENT = -1;

/**
 * The member changes of one group, around `grp`: set-based, touching only the rows that are named, never reading or counting the others. What is
 * there or not there already changes nothing, and has no event. Parameters 4 to 9; `$2` is the connection, `$10` the time.
 */
const MEMBERS = `addition AS (
    SELECT * FROM unnest($4::uuid[], $5::text[]) WITH ORDINALITY AS addition(id, kind, n)
  ), removal AS (
    SELECT * FROM unnest($6::uuid[]) WITH ORDINALITY AS removal(id, n)
  ), added AS (
    INSERT INTO inbound_scim.membership (tenant_id, group_id, member_id, kind, created_at)
    SELECT $1, grp.id, addition.id, addition.kind, $10 FROM grp, addition ORDER BY addition.id
    ON CONFLICT DO NOTHING RETURNING member_id
  ), removed AS (
    DELETE FROM inbound_scim.membership m USING grp, removal
    WHERE m.tenant_id = $1 AND m.group_id = grp.id AND m.member_id = removal.id RETURNING m.member_id
  ), waiting AS (
    INSERT INTO inbound_scim.pending_member (tenant_id, group_id, value, identity_provider_id, since)
    SELECT $1, grp.id, value, $2, $10 FROM grp, unnest($7::text[]) AS waiting(value) ON CONFLICT DO NOTHING
  ), stopped AS (
    DELETE FROM inbound_scim.pending_member m USING grp
    WHERE m.tenant_id = $1 AND m.group_id = grp.id AND (m.value = ANY ($8::text[]) OR $9::boolean AND m.value <> ALL ($7::text[]))
  ), moved AS (
    SELECT (addition.n - 1)::int AS n FROM added JOIN addition ON addition.id = added.member_id
    UNION ALL SELECT (cardinality($4::uuid[]) + removal.n - 1)::int FROM removed JOIN removal ON removal.id = removed.member_id
  )`;

const UUID = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';

/**
 * Each named member is still here, and whoever is to wait is not: one that went or came meanwhile makes the decision stale. The parameter with the
 * lasting keys among those that are to wait comes after the events; another key names nobody, whoever has it.
 */
function asDecided(firstOfEvents: number): string {
  const keys = `ANY ($${firstOfEvents + EVENTS.width}::text[])`;
  return `NOT EXISTS (SELECT FROM inbound_scim.scim_user u
      WHERE u.tenant_id = $1 AND u.identity_provider_id = $2 AND u.external_id = ${keys} AND u.deleted_at IS NULL)
    AND NOT EXISTS (SELECT FROM inbound_scim.scim_group s
      WHERE s.tenant_id = $1 AND s.identity_provider_id = $2 AND s.external_id = ${keys})
    AND NOT EXISTS (SELECT FROM inbound_scim.scim_user u
      WHERE u.tenant_id = $1 AND u.identity_provider_id = $2 AND u.deleted_at IS NULL
        AND u.id = ANY (ARRAY(SELECT CASE WHEN value ~ '${UUID}' THEN value::uuid END FROM unnest($7::text[]) AS waiting(value))))
    AND NOT EXISTS (
      SELECT FROM unnest($4::uuid[], $5::text[]) AS a(id, kind) WHERE NOT CASE a.kind
        WHEN 'User' THEN EXISTS (SELECT FROM inbound_scim.scim_user u
          WHERE u.tenant_id = $1 AND u.id = a.id AND u.identity_provider_id = $2 AND u.deleted_at IS NULL)
        ELSE EXISTS (SELECT FROM inbound_scim.scim_group s WHERE s.tenant_id = $1 AND s.id = a.id AND s.identity_provider_id = $2) END)`;
}

/** The first parameter of a new group's events. */
const EVENTS_OF_NEW = 15;

/** Of a changed one's, which asserts a version and says whether attributes change. */
const EVENTS_OF_CHANGED = 17;

/** A new group with its members and events: one statement. No row comes back where it is stale. */
export const CREATE_GROUP: Statement = { name: 'group-create', plan: 'once', text: createText('') };

/** Behind the events and the keys that `asDecided` takes. */
const LASTING_KEY = `$${EVENTS_OF_NEW + EVENTS.width + 1}`;

/**
 * The same for one that concerns nobody else: no row comes back either where a group waits for its lasting key, which is the last parameter, or
 * where an open conflict may be over by its key.
 */
export const CREATE_LONE_GROUP: Statement = {
  name: 'group-create-lone',
  plan: 'once',
  text: createText(`
    AND NOT (${LASTING_KEY}::text IS NOT NULL AND inbound_scim.is_awaited($1, $2, ARRAY[${LASTING_KEY}::text]))
    AND NOT EXISTS (SELECT FROM inbound_scim.conflict c WHERE c.tenant_id = $1 AND c.identity_provider_id = $2
      AND c.incoming ->> 'externalId' = $11 AND c.state = 'open')`),
};

function createText(more: string): string {
  return `WITH ${eventInput(EVENTS_OF_NEW)}, grp AS (
    INSERT INTO inbound_scim.scim_group (tenant_id, id, identity_provider_id, external_id, display_name_key, resource, version, created_at,
      last_modified)
    SELECT $1, $3, $2, $11, $12, $13::jsonb, 1, $10, $10
    WHERE ${asDecided(EVENTS_OF_NEW)} AND EXISTS (SELECT FROM inbound_scim.tenant t WHERE t.id = $1 AND t.config_version = $14)${more}
    RETURNING id
  ), ${MEMBERS}, ${insertEvents(`event WHERE EXISTS (SELECT FROM grp) AND (event.n = ${GROUP_EVENT} OR event.n IN (SELECT n FROM moved))`)}
  SELECT 1::bigint AS version FROM grp`;
}

/**
 * A change of a group's own attributes, of its members, or both: one statement. It locks the group's row first, so that parallel changes of one
 * group queue there for the length of a commit, and none deadlocks. `$15` is the version it asserts, null where only named members change;
 * `$16` whether attributes change.
 */
export const UPDATE_GROUP: Statement = { name: 'group-update', plan: 'once', text: updateText('') };

/** The same, which also tells the `n` of those who came and went. */
export const UPDATE_GROUP_AND_TELL: Statement = {
  name: 'group-update-and-tell',
  text: updateText(`, (SELECT coalesce(array_agg(n), '{}') FROM moved) AS moved`),
};

function updateText(told: string): string {
  return `WITH ${eventInput(EVENTS_OF_CHANGED)}, grp AS MATERIALIZED (
    SELECT g.id FROM inbound_scim.scim_group g
    WHERE g.tenant_id = $1 AND g.identity_provider_id = $2 AND g.id = $3 AND ($15::bigint IS NULL OR g.version = $15)
      AND NOT ($16::boolean AND g.protected AND g.external_id IS DISTINCT FROM $11::text) AND ${asDecided(EVENTS_OF_CHANGED)}
      AND EXISTS (SELECT FROM inbound_scim.tenant t WHERE t.id = $1 AND t.config_version = $14)
    FOR NO KEY UPDATE
  ), ${MEMBERS}, touched AS (
    UPDATE inbound_scim.scim_group g SET version = g.version + 1, last_modified = $10,
      external_id = CASE WHEN $16 THEN $11 ELSE g.external_id END,
      display_name_key = CASE WHEN $16 THEN $12 ELSE g.display_name_key END,
      resource = CASE WHEN $16 THEN $13::jsonb ELSE g.resource END
    FROM grp WHERE g.tenant_id = $1 AND g.id = grp.id AND ($16::boolean OR EXISTS (SELECT FROM moved)) RETURNING g.version
  ), ${insertEvents(`event WHERE EXISTS (SELECT FROM touched) AND (event.n = ${GROUP_EVENT} OR event.n IN (SELECT n FROM moved))`)}
  SELECT coalesce((SELECT version FROM touched), (SELECT version FROM inbound_scim.scim_group g WHERE g.tenant_id = $1 AND g.id = grp.id)) AS version${told}
  FROM grp`;
}
