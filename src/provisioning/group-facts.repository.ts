import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Statement } from '../database/statement.js';
import { isLasting } from '../directory/lasting-key.js';
import type { Known, MemberFacts, MemberKind } from '../memberships/decide-members.js';
import type { NetMembers } from '../memberships/net-members.js';
import type { ScimContext } from '../scim-context.js';
import { GROUP_COLUMNS, type GroupRow, toGroup } from '../scim-groups/group-row.js';
import type { StoredGroup } from '../scim-groups/stored-group.js';

/** Reads what a decision about a group is made on, always of one identity provider of one tenant. */
@Injectable()
export class GroupFactsRepository {
  constructor(private readonly database: Database) {}

  /** The group without its members. */
  async findGroup(ctx: ScimContext, id: string): Promise<StoredGroup | undefined> {
    const [row] = await this.database.query<GroupRow>(ctx.tenantId, BY_ID, [ctx.tenantId, ctx.connection.id, id]);
    return row && toGroup(row);
  }

  /** Who has the name or the key of a group already; `id` leaves the group itself out. */
  async findHolder(
    ctx: ScimContext,
    { id, displayNameKey, externalId }: Pick<StoredGroup, 'id' | 'displayNameKey' | 'externalId'>,
  ): Promise<StoredGroup | undefined> {
    const values = [ctx.tenantId, ctx.connection.id, displayNameKey, externalId, id];
    const [row] = await this.database.query<GroupRow>(ctx.tenantId, BY_NAME, values);
    return row && toGroup(row);
  }

  /** One statement for the named values, one more where the whole list changes; none where no member is named. */
  async findMembers(ctx: ScimContext, groupId: string | undefined, net: NetMembers): Promise<MemberFacts> {
    const values = [...net.joining.map(({ value }) => value), ...net.leaving];
    const [known, present] = await Promise.all([
      values.length > 0 ? this.resolve(ctx, values) : new Map<string, Known>(),
      net.isWhole && groupId !== undefined ? this.findPresent(ctx, groupId) : [],
    ]);
    return { known, present };
  }

  /** A value is the id of a user or group; where it is none, and the connection tolerates it, their lasting `externalId`. */
  private async resolve(ctx: ScimContext, values: readonly string[]): Promise<ReadonlyMap<string, Known>> {
    const ids = values.filter((value) => UUID.test(value)).map((value) => value.toLowerCase());
    const keys =
      ctx.tolerance.unknownMember === 'park' ? values.filter((value) => isLasting(value, ctx.connection)) : [];
    const scope = [ctx.tenantId, ctx.connection.id, ids, keys];
    const rows = await this.database.query<KnownRow>(ctx.tenantId, RESOLVE, scope);
    const byId = new Map(rows.filter(({ by }) => by === 'id').map((row) => [row.id, known(row)]));
    const byKey = new Map(rows.filter(({ by }) => by === 'key').map((row) => [row.external_id ?? '', known(row)]));
    return new Map(
      values.flatMap((value) => {
        const found = byId.get(value.toLowerCase()) ?? byKey.get(value);
        return found ? [[value, found] as const] : [];
      }),
    );
  }

  private async findPresent(ctx: ScimContext, groupId: string): Promise<readonly Known[]> {
    const rows = await this.database.query<{ id: string; kind: MemberKind }>(ctx.tenantId, PRESENT, [
      ctx.tenantId,
      groupId,
    ]);
    return rows.map(({ id, kind }) => ({ id, kind }));
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

interface KnownRow extends Known, Record<string, unknown> {
  readonly by: 'id' | 'key';
  readonly external_id: string | null;
}

function known({ id, kind }: KnownRow): Known {
  return { id, kind };
}

const OF_CONNECTION = 'WHERE tenant_id = $1 AND identity_provider_id = $2';

const BY_ID: Statement = {
  name: 'group-facts-by-id',
  plan: 'once',
  text: `SELECT ${GROUP_COLUMNS} FROM inbound_scim.scim_group g WHERE g.tenant_id = $1 AND g.identity_provider_id = $2 AND g.id = $3`,
};

const BY_NAME: Statement = {
  name: 'group-facts-by-name',
  text: `SELECT ${GROUP_COLUMNS} FROM inbound_scim.scim_group g WHERE g.tenant_id = $1 AND g.identity_provider_id = $2
      AND g.display_name_key = $3 AND g.id <> $5
    UNION ALL
    SELECT ${GROUP_COLUMNS} FROM inbound_scim.scim_group g WHERE g.tenant_id = $1 AND g.identity_provider_id = $2
      AND g.external_id = $4 AND g.id <> $5
    LIMIT 1`,
};

const RESOLVE: Statement = {
  name: 'group-facts-resolve',
  plan: 'once',
  text: `SELECT id, 'User' AS kind, 'id' AS by, external_id FROM inbound_scim.scim_user
      ${OF_CONNECTION} AND id = ANY ($3::uuid[]) AND deleted_at IS NULL
    UNION ALL SELECT id, 'Group', 'id', external_id FROM inbound_scim.scim_group ${OF_CONNECTION} AND id = ANY ($3::uuid[])
    UNION ALL SELECT id, 'User', 'key', external_id FROM inbound_scim.scim_user
      ${OF_CONNECTION} AND external_id = ANY ($4::text[]) AND deleted_at IS NULL
    UNION ALL SELECT id, 'Group', 'key', external_id FROM inbound_scim.scim_group ${OF_CONNECTION} AND external_id = ANY ($4::text[])`,
};

const PRESENT: Statement = {
  name: 'group-facts-present',
  text: `SELECT member_id AS id, kind FROM inbound_scim.membership WHERE tenant_id = $1 AND group_id = $2`,
};
