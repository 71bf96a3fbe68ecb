import { Injectable } from '@nestjs/common';
import type { Row, Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import type { ChangedGroup } from '../hooks/directory-change.js';
import type { Person, PersonWithResources } from '../directory/person.js';

/** Rows of other tables that one statement takes away. */
const ROWS_BATCH = 5_000;
const GROUPS_BATCH = 500;

/** A received user that is to go, and whose it is. */
export interface EndedUser {
  readonly id: string;
  readonly personId: string;
}

/** Takes away what a connection brought, some rows at a time. */
@Injectable()
export class EndedConnectionRepository {
  /** The next received users of the connection, deleted ones too, in the order of their ids; nobody else touches them meanwhile. */
  async users(tx: Transaction, identityProviderId: string, after: string, limit: number): Promise<EndedUser[]> {
    const rows = await tx.query<UserRow>(USERS, [tx.tenantId, identityProviderId, after, limit]);
    return rows.map(({ id, directory_user_id: personId }) => ({ id, personId }));
  }

  /** Of the resources of these people, those whose claim of an address is in dispute. */
  async disputed(tx: Transaction, people: readonly PersonWithResources[]): Promise<ReadonlySet<string>> {
    const held = people.filter(({ person }) => person.held);
    if (held.length === 0) return new Set();
    const ids = held.flatMap(({ resources }) => resources.map(({ id }) => id));
    const rows = await tx.query<{ id: string }>(DISPUTED, [tx.tenantId, ids]);
    return new Set(rows.map(({ id }) => id));
  }

  /** People whose rows the transaction has locked; one statement for any number. */
  async writePeople(tx: Transaction, people: readonly Person[], at: Date): Promise<void> {
    if (people.length === 0) return;
    await tx.query(WRITE_PEOPLE, [
      tx.tenantId,
      people.map(({ id }) => id),
      people.map(({ status }) => status),
      people.map(({ held }) => held),
      people.map(({ deactivatedByAdministrator }) => deactivatedByAdministrator),
      people.map(({ attributes }) => JSON.stringify(attributes)),
      at,
    ]);
  }

  async removeUsers(tx: Transaction, ids: readonly string[]): Promise<void> {
    for (const statement of REMOVE_USERS) await tx.query(statement, [tx.tenantId, ids]);
  }

  /** Some of what is neither user nor connection, and the groups that were among it; undefined where nothing is left. */
  async removeOthers(tx: Transaction, identityProviderId: string): Promise<readonly ChangedGroup[] | undefined> {
    for (const statement of REMOVE_ROWS) {
      const removed = await tx.query(statement, [tx.tenantId, identityProviderId, ROWS_BATCH]);
      if (removed.length > 0) return [];
    }
    const groups = await tx.query<GroupRow>(REMOVE_GROUPS, [tx.tenantId, identityProviderId, GROUPS_BATCH]);
    return groups.length > 0 ? groups : undefined;
  }

  /**
   * The connection with its tokens, schemas and refusals. False where something of it is left after all: its row is locked first, so that
   * a push which is under way has ended, and none begins.
   */
  async removeConnection(tx: Transaction, identityProviderId: string): Promise<boolean> {
    const values = [tx.tenantId, identityProviderId];
    await tx.query(LOCK_CONNECTION, values);
    const [row] = await tx.query<{ left: boolean }>(IS_LEFT, values);
    if (row?.left) return false;
    for (const statement of REMOVE_CONNECTION) await tx.query(statement, values);
    return true;
  }
}

type GroupRow = ChangedGroup & Row;

interface UserRow extends Row {
  readonly id: string;
  readonly directory_user_id: string;
}

const USERS: Statement = {
  name: 'ended-users',
  text: `SELECT id, directory_user_id FROM inbound_scim.scim_user
    WHERE tenant_id = $1 AND identity_provider_id = $2 AND id > $3 ORDER BY id LIMIT $4 FOR UPDATE`,
};

const DISPUTED: Statement = {
  name: 'ended-disputed',
  text: `SELECT DISTINCT incoming ->> 'scimUserId' AS id FROM inbound_scim.conflict
    WHERE tenant_id = $1 AND state = 'open' AND kind IN ('email_taken', 'email_reserved') AND incoming ->> 'scimUserId' = ANY ($2::text[])`,
};

const WRITE_PEOPLE: Statement = {
  name: 'ended-write-people',
  text: `UPDATE inbound_scim.directory_user p SET status = input.status, held = input.held,
      deactivated_by_administrator = input.deactivated, attributes = input.attributes, revision = p.revision + 1, updated_at = $7
    FROM unnest($2::uuid[], $3::text[], $4::boolean[], $5::boolean[], $6::jsonb[]) AS input(id, status, held, deactivated, attributes)
    WHERE p.tenant_id = $1 AND p.id = input.id`,
};

/** Each before what it refers to. */
const REMOVE_USERS: readonly Statement[] = [
  { table: 'membership', column: 'member_id' },
  { table: 'unique_value', column: 'resource_id' },
  { table: 'scim_user', column: 'id' },
].map(({ table, column }) => ({
  name: `ended-remove-of-users-${table}`,
  text: `DELETE FROM inbound_scim.${table} WHERE tenant_id = $1 AND ${column} = ANY ($2::uuid[])`,
}));

const OF_CONNECTION = 'tenant_id = $1 AND identity_provider_id = $2';

/** Some rows by their key, since DELETE knows no LIMIT. */
const REMOVE_ROWS: readonly Statement[] = [
  {
    name: 'ended-remove-membership',
    text: `DELETE FROM inbound_scim.membership m USING (
        SELECT m.group_id, m.member_id FROM inbound_scim.scim_group g
        JOIN inbound_scim.membership m ON m.tenant_id = g.tenant_id AND m.group_id = g.id
        WHERE g.tenant_id = $1 AND g.identity_provider_id = $2 LIMIT $3
      ) AS part WHERE m.tenant_id = $1 AND m.group_id = part.group_id AND m.member_id = part.member_id RETURNING 1`,
  },
  ...[
    { table: 'pending_member', key: 'group_id, value' },
    { table: 'conflict', key: 'id' },
    { table: 'unique_value', key: 'attribute, value_key' },
  ].map(({ table, key }) => ({
    name: `ended-remove-${table}`,
    text: `DELETE FROM inbound_scim.${table} WHERE ${OF_CONNECTION} AND (${key}) IN (
        SELECT ${key} FROM inbound_scim.${table} WHERE ${OF_CONNECTION} LIMIT $3
      ) RETURNING 1`,
  })),
];

const REMOVE_GROUPS: Statement = {
  name: 'ended-remove-groups',
  text: `DELETE FROM inbound_scim.scim_group WHERE tenant_id = $1 AND id IN (
      SELECT id FROM inbound_scim.scim_group WHERE ${OF_CONNECTION} LIMIT $3
    ) RETURNING id, identity_provider_id AS "identityProviderId", external_id AS "externalId",
      coalesce(resource ->> 'displayName', '') AS "displayName"`,
};

const LOCK_CONNECTION: Statement = {
  name: 'ended-lock-connection',
  text: 'SELECT 1 FROM inbound_scim.identity_provider WHERE tenant_id = $1 AND id = $2 FOR UPDATE',
};

const IS_LEFT: Statement = {
  name: 'ended-is-left',
  text: `SELECT EXISTS (SELECT FROM inbound_scim.scim_user WHERE ${OF_CONNECTION})
    OR EXISTS (SELECT FROM inbound_scim.scim_group WHERE ${OF_CONNECTION})
    OR EXISTS (SELECT FROM inbound_scim.conflict WHERE ${OF_CONNECTION})
    OR EXISTS (SELECT FROM inbound_scim.unique_value WHERE ${OF_CONNECTION}) AS left`,
};

const REMOVE_CONNECTION: readonly Statement[] = [
  ...['refusal', 'token', 'schema_extension'].map((table) => ({
    name: `ended-remove-connection-${table}`,
    text: `DELETE FROM inbound_scim.${table} WHERE ${OF_CONNECTION}`,
  })),
  {
    name: 'ended-remove-connection',
    text: 'DELETE FROM inbound_scim.identity_provider WHERE tenant_id = $1 AND id = $2',
  },
];
