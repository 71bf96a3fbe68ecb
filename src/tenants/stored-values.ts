import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import type { UniqueAttribute } from '../kernel/resource/unique-values.js';
import type { ResourceType } from '../kernel/schema/schema.js';

/** Whose values are looked at. */
export interface SchemaPlace {
  readonly identityProviderId: string;
  readonly resourceType: ResourceType['name'];
  readonly urn: string;
}

/**
 * Until the transaction ends nobody writes a resource, and whoever was writing has finished. What a change of a schema finds out about
 * stored values would not hold otherwise: a push that was decided before may be about to commit.
 */
export async function holdWriters(tx: Transaction, { resourceType }: SchemaPlace): Promise<void> {
  await tx.query(resourceType === 'User' ? HOLD_USERS : HOLD_GROUPS, []);
}

/** Whether any resource, deleted ones included, has a value under the path: none for the schema as a whole, one or two names. */
export async function hasValues(tx: Transaction, place: SchemaPlace, path: readonly string[]): Promise<boolean> {
  const [name, subName = null] = path;
  const owner = name === undefined ? [place.urn] : [place.urn, name];
  const statement = place.resourceType === 'User' ? USERS_HAVE : GROUPS_HAVE;
  const [row] = await tx.query<{ found: boolean }>(statement, [tx.tenantId, place.identityProviderId, owner, subName]);
  return row?.found === true;
}

/** Gives every visible resource the values that it has of the attribute. Throws a unique violation where two have the same. */
export async function claimValues(tx: Transaction, place: SchemaPlace, attribute: UniqueAttribute): Promise<void> {
  const { key, extension, name, subName = null, caseExact } = attribute;
  const statement = place.resourceType === 'User' ? CLAIM_USERS : CLAIM_GROUPS;
  const values = [tx.tenantId, place.identityProviderId, [extension, name], subName, key, caseExact];
  await tx.query(statement, values);
}

/** The attributes' values may be anybody's again. */
export async function freeValues(tx: Transaction, place: SchemaPlace, keys: readonly string[]): Promise<void> {
  await tx.query(FREE, [tx.tenantId, place.identityProviderId, keys]);
}

const HOLD_USERS: Statement = { name: '', text: 'LOCK TABLE inbound_scim.scim_user IN SHARE MODE' };
const HOLD_GROUPS: Statement = { name: '', text: 'LOCK TABLE inbound_scim.scim_group IN SHARE MODE' };

/** Parameter 3 leads to a value, or a list of them, in the resource; parameter 4 names a sub-attribute, if one is meant. */
const ELEMENTS = `(SELECT r.resource #> $3::text[] AS value) AS found
  CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(found.value) WHEN 'array' THEN found.value ELSE jsonb_build_array(found.value) END)
    AS element(value)`;

const USERS_HAVE: Statement = { name: 'schema-users-have', text: have('scim_user') };
const GROUPS_HAVE: Statement = { name: 'schema-groups-have', text: have('scim_group') };

function have(table: string): string {
  return `SELECT EXISTS (SELECT FROM inbound_scim.${table} r CROSS JOIN LATERAL ${ELEMENTS}
    WHERE r.tenant_id = $1 AND r.identity_provider_id = $2 AND found.value IS NOT NULL
      AND ($4::text IS NULL OR element.value -> $4 IS NOT NULL)) AS found`;
}

const CLAIM_USERS: Statement = { name: 'schema-claim-users', text: claim('scim_user', 'r.deleted_at IS NULL') };
const CLAIM_GROUPS: Statement = { name: 'schema-claim-groups', text: claim('scim_group', 'true') };

function claim(table: string, visible: string): string {
  return `INSERT INTO inbound_scim.unique_value (tenant_id, identity_provider_id, attribute, value_key, resource_id)
    SELECT DISTINCT $1::uuid, $2::uuid, $5::text, inbound_scim.unique_key(CASE WHEN $4::text IS NULL THEN element.value ELSE element.value -> $4 END, $6), r.id
    FROM inbound_scim.${table} r CROSS JOIN LATERAL ${ELEMENTS}
    WHERE r.tenant_id = $1 AND r.identity_provider_id = $2 AND ${visible} AND found.value IS NOT NULL
      AND ($4::text IS NULL OR element.value -> $4 IS NOT NULL)`;
}

const FREE: Statement = {
  name: 'schema-free-values',
  text: `DELETE FROM inbound_scim.unique_value WHERE tenant_id = $1 AND identity_provider_id = $2 AND attribute = ANY ($3::text[])`,
};
