import { Injectable } from '@nestjs/common';
import { mapPage, type Page, type PageRequest, pageOf } from '../admin/page.js';
import { Database } from '../database/database.js';
import type { Row, Statement } from '../database/statement.js';
import type { DirectoryGroup, GroupMember, PendingMember } from './directory-group.js';

/** Reads a tenant's groups, and who is in them; each list is as fast on the last page as on the first. */
@Injectable()
export class DirectoryGroupsRepository {
  constructor(private readonly database: Database) {}

  async list(tenantId: string, { limit, after }: PageRequest): Promise<Page<DirectoryGroup>> {
    const [at = 'infinity', id = LAST_ID] = after ?? [];
    const rows = await this.database.query<GroupRow>(tenantId, LIST, [tenantId, limit + 1, at, id]);
    const page = pageOf(rows, limit, (row) => [row.position, row.id]);
    return mapPage(page, toGroup);
  }

  async find(tenantId: string, id: string): Promise<DirectoryGroup | undefined> {
    const [row] = await this.database.query<GroupRow>(tenantId, BY_ID, [tenantId, id]);
    return row && toGroup(row);
  }

  /** Users and groups that the group itself names. */
  async members(tenantId: string, groupId: string, { limit, after }: PageRequest): Promise<Page<GroupMember>> {
    return this.memberPage(tenantId, MEMBERS, groupId, limit, after?.[0]);
  }

  /** Users of the group and of all groups in it, however deep; one that contains itself is passed once. */
  async effectiveMembers(tenantId: string, groupId: string, { limit, after }: PageRequest): Promise<Page<GroupMember>> {
    return this.memberPage(tenantId, EFFECTIVE, groupId, limit, after?.[0]);
  }

  /** Values that have not proven to be somebody. */
  async pendingMembers(tenantId: string, groupId: string, { limit, after }: PageRequest): Promise<Page<PendingMember>> {
    const [since = '-infinity', digest = ''] = after ?? [];
    const values = [tenantId, groupId, limit + 1, since, digest];
    const rows = await this.database.query<PendingRow>(tenantId, PENDING, values);
    const page = pageOf(rows, limit, (row) => [row.position, row.digest]);
    return mapPage(page, ({ value, since: waitsSince }) => ({ value, since: waitsSince }));
  }

  private async memberPage(
    tenantId: string,
    statement: Statement,
    groupId: string,
    limit: number,
    after = FIRST_ID,
  ): Promise<Page<GroupMember>> {
    const rows = await this.database.query<MemberRow>(tenantId, statement, [tenantId, groupId, limit + 1, after]);
    return mapPage(
      pageOf(rows, limit, ({ id }) => [id]),
      toMember,
    );
  }
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

interface GroupRow extends Row {
  readonly id: string;
  readonly identity_provider_id: string;
  readonly external_id: string | null;
  readonly display_name: string | null;
  readonly protected: boolean;
  readonly created_at: Date;
  readonly last_modified: Date;
  readonly position: string;
}

function toGroup(row: GroupRow): DirectoryGroup {
  return {
    id: row.id,
    identityProviderId: row.identity_provider_id,
    externalId: row.external_id,
    displayName: row.display_name,
    protected: row.protected,
    createdAt: row.created_at,
    updatedAt: row.last_modified,
  };
}

interface MemberRow extends Row {
  readonly id: string;
  readonly kind: GroupMember['kind'];
  readonly display: string | null;
  readonly external_id: string | null;
  readonly directory_user_id: string | null;
  readonly direct: boolean;
}

function toMember(row: MemberRow): GroupMember {
  return {
    kind: row.kind,
    id: row.id,
    externalId: row.external_id,
    displayName: row.display,
    directoryUserId: row.directory_user_id,
    direct: row.direct,
  };
}

interface PendingRow extends Row {
  readonly value: string;
  readonly since: Date;
  readonly position: string;
  readonly digest: string;
}

const COLUMNS = `g.id, g.identity_provider_id, g.external_id, g.resource ->> 'displayName' AS display_name, g.protected, g.created_at,
  g.last_modified, g.created_at::text AS position`;

const LIST: Statement = {
  name: 'directory-groups-list',
  text: `SELECT ${COLUMNS} FROM inbound_scim.scim_group g
    WHERE g.tenant_id = $1 AND (g.created_at, g.id) < ($3::timestamptz, $4::uuid) ORDER BY g.created_at DESC, g.id DESC LIMIT $2`,
};

const BY_ID: Statement = {
  name: 'directory-groups-by-id',
  text: `SELECT ${COLUMNS} FROM inbound_scim.scim_group g WHERE g.tenant_id = $1 AND g.id = $2`,
};

const USER_DISPLAY = `coalesce(u.resource ->> 'displayName', u.resource ->> 'userName')`;

const MEMBERS: Statement = {
  name: 'directory-groups-members',
  text: `SELECT m.member_id AS id, m.kind, coalesce(s.resource ->> 'displayName', ${USER_DISPLAY}) AS display,
      coalesce(s.external_id, u.external_id) AS external_id, u.directory_user_id, true AS direct
    FROM inbound_scim.membership m
      LEFT JOIN inbound_scim.scim_user u ON m.kind = 'User' AND u.tenant_id = $1 AND u.id = m.member_id AND u.deleted_at IS NULL
      LEFT JOIN inbound_scim.scim_group s ON m.kind = 'Group' AND s.tenant_id = $1 AND s.id = m.member_id
    WHERE m.tenant_id = $1 AND m.group_id = $2 AND m.member_id > $4 AND (u.id IS NOT NULL OR s.id IS NOT NULL)
    ORDER BY m.member_id LIMIT $3`,
};

/** UNION keeps each group once, which ends every circle. Of each group only as many are read as the page may hold. */
const EFFECTIVE: Statement = {
  name: 'directory-groups-effective-members',
  text: `WITH RECURSIVE within AS (
    SELECT $2::uuid AS group_id
    UNION SELECT m.member_id FROM within JOIN inbound_scim.membership m
      ON m.tenant_id = $1 AND m.group_id = within.group_id AND m.kind = 'Group'
  ), found AS (
    SELECT first.member_id, bool_or(within.group_id = $2) AS direct FROM within CROSS JOIN LATERAL (
      SELECT m.member_id FROM inbound_scim.membership m
        JOIN inbound_scim.scim_user u ON u.tenant_id = $1 AND u.id = m.member_id AND u.deleted_at IS NULL
      WHERE m.tenant_id = $1 AND m.group_id = within.group_id AND m.kind = 'User' AND m.member_id > $4 ORDER BY m.member_id LIMIT $3
    ) AS first GROUP BY first.member_id ORDER BY first.member_id LIMIT $3
  )
  SELECT u.id, 'User' AS kind, ${USER_DISPLAY} AS display, u.external_id, u.directory_user_id, found.direct
  FROM found JOIN inbound_scim.scim_user u ON u.tenant_id = $1 AND u.id = found.member_id ORDER BY u.id`,
};

/** A value may be long: a digest stands for it in the cursor. */
const PENDING: Statement = {
  name: 'directory-groups-pending-members',
  text: `SELECT m.value, m.since, m.since::text AS position, md5(m.value) AS digest FROM inbound_scim.pending_member m
    WHERE m.tenant_id = $1 AND m.group_id = $2 AND (m.since, md5(m.value)) > ($4::timestamptz, $5::text)
    ORDER BY m.since, md5(m.value) LIMIT $3`,
};
