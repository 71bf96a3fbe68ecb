import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { arrayLiteral } from '../database/array-literal.js';
import { Database } from '../database/database.js';
import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import { canonicalEmail } from '../directory/canonical-email.js';
import { ConflictRepository } from '../directory/conflict.repository.js';
import { isLasting } from '../directory/lasting-key.js';
import { DirectoryHooks } from '../hooks/directory-hooks.service.js';
import { groupsText } from '../memberships/groups-of.js';
import type { ScimContext } from '../scim-context.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import { attachAwaited, type GroupRow, memberEvent } from './attach-awaited.js';
import type { Change, UserWrite } from './change.js';
import { claimUnique } from './claim-unique.js';
import type { Written } from './change.repository.js';
import { newcomersIn, peopleIn, receivedIn } from './told-change.js';
import { writePerson } from './write-person.js';

/**
 * Carries out a change of any shape in one transaction: asserts and locks what it was decided on, then writes row by row, those first that
 * give something up. A few round trips more than one statement, for the few pushes that touch more than one user and one person.
 */
@Injectable()
export class ManifoldChange {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
    private readonly conflicts: ConflictRepository,
    private readonly hooks: DirectoryHooks,
  ) {}

  /** Throws a unique violation if somebody took a name, a key or an address meanwhile, and TakenValue. */
  async write(ctx: ScimContext, change: Change): Promise<Written> {
    return this.database.transaction(ctx.tenantId, (tx) => this.carryOut(tx, ctx, change));
  }

  /** The same in a transaction that does more: an administrator's act. */
  async carryOut(tx: Transaction, ctx: ScimContext, change: Change): Promise<Written> {
    if (!(await holds(tx, ctx, change))) return { kind: 'stale' };
    const watched = await this.hooks.watch(tx, peopleIn(change), newcomersIn(change));
    for (const write of inOrder(change.people, ({ person }) => person.email !== null))
      await writePerson(tx, write, change.answer.lastModified);
    for (const write of inOrder(change.users, ({ user }) => user.deletedAt === null)) await writeUser(tx, write);
    if (change.forgets.length > 0) await tx.query(FORGET_PEOPLE, [tx.tenantId, change.forgets]);
    const left = await endMemberships(tx, ctx, change);
    if (change.showsInGroups.length > 0)
      await tx.query(TOUCH_GROUPS, [tx.tenantId, change.showsInGroups, change.answer.lastModified]);
    const joined = await attachTo(tx, ctx, change);
    const closed = await this.closeConflicts(tx, ctx, change);
    const detected = await this.conflicts.record(tx, ctx.connection.id, change.conflicts, change.answer.lastModified);
    await this.audit.record(tx, ctx, [...change.events, ...left, ...joined, ...closed, ...detected]);
    await this.hooks.tell(tx, ctx, { watched, received: receivedIn(change), members: [...left, ...joined] });
    const [row] = await tx.query<{ groups: string | null }>(GROUPS, [tx.tenantId, ctx.baseUrl, change.answer.id]);
    return { kind: 'written', groups: row?.groups ?? null };
  }

  /** Of whoever was written; the answer is always one of them, or the user whose standing was settled. */
  private async closeConflicts(tx: Transaction, ctx: ScimContext, change: Change): Promise<AuditEvent[]> {
    const users = new Map([...change.users.map(({ user }) => user), change.answer].map((user) => [user.id, user]));
    const events: AuditEvent[] = [];
    for (const user of users.values()) {
      const { id, externalId } = user;
      const settled = { id, externalId, lastModified: change.answer.lastModified, emailKey: claimOf(user) };
      events.push(...(await this.conflicts.close(tx, ctx.connection.id, settled)));
    }
    return events;
  }
}

function claimOf(user: StoredUser): string | undefined {
  return user.deletedAt === null ? canonicalEmail(user.resource)?.key : undefined;
}

/** Locks in the order of ids, users before people, as the plain statements do. */
async function holds(tx: Transaction, ctx: ScimContext, change: Change): Promise<boolean> {
  const users = change.users.flatMap(({ user, expects }) =>
    expects === undefined ? [] : [{ id: user.id, version: expects }],
  );
  const [row] = await tx.query<{ holds: boolean }>(HOLDS, [
    tx.tenantId,
    ctx.connection.id,
    change.configVersion,
    users.map(({ id }) => id),
    users.map(({ version }) => version),
    people(change).map(({ id }) => id),
    people(change).map(({ revision }) => revision),
    newLastingKeys(ctx, change),
  ]);
  return row?.holds === true;
}

function people(change: Change): { id: string; revision: string }[] {
  const decidedOn = change.decidedOn.map(({ id, revision }) => ({ id, revision }));
  const written = change.people.flatMap(({ person, expects }) =>
    expects === undefined ? [] : [{ id: person.id, revision: expects }],
  );
  return [...new Map([...decidedOn, ...written].map((entry) => [entry.id, entry])).values()];
}

/** A new record under a lasting key asserts that no deleted one has it. */
function newLastingKeys({ connection }: ScimContext, change: Change): readonly string[] {
  return change.users.flatMap(({ user, expects }) =>
    expects === undefined && user.deletedAt === null && isLasting(user.externalId, connection) ? [user.externalId] : [],
  );
}

function inOrder<T>(writes: readonly T[], isLast: (write: T) => boolean): readonly T[] {
  return [...writes.filter((write) => !isLast(write)), ...writes.filter(isLast)];
}

async function writeUser(tx: Transaction, { user, expects, unique }: UserWrite): Promise<void> {
  await tx.query(expects === undefined ? INSERT_USER : UPDATE_USER, [
    tx.tenantId,
    user.id,
    user.identityProviderId,
    user.directoryUserId,
    user.externalId,
    user.userNameKey,
    user.displayNameKey,
    arrayLiteral(user.emailKeys),
    user.active,
    JSON.stringify(user.resource),
    user.version,
    user.lastModified,
    user.mergedAt,
    user.deletedAt,
    ...(expects === undefined ? [user.createdAt] : []),
  ]);
  if (unique) await claimUnique(tx, { kind: 'user', ...user }, unique);
}

async function attachTo(tx: Transaction, ctx: ScimContext, { answer }: Change): Promise<AuditEvent[]> {
  return answer.deletedAt === null ? attachAwaited(tx, ctx, { kind: 'User', ...answer }) : [];
}

async function endMemberships(tx: Transaction, ctx: ScimContext, change: Change): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  for (const userId of change.endsMembershipsOf) {
    const groups = await tx.query<GroupRow>(END_MEMBERSHIPS, [tx.tenantId, userId, change.answer.lastModified]);
    events.push(
      ...groups.map((group) => memberEvent('scim_group_member_removed', ctx, { id: userId, kind: 'User' }, group)),
    );
  }
  return events;
}

const HOLDS: Statement = {
  name: 'change-holds',
  text: `WITH users AS (
    SELECT u.id FROM inbound_scim.scim_user u JOIN unnest($4::uuid[], $5::bigint[]) AS expected(id, version)
      ON u.id = expected.id AND u.version = expected.version
    WHERE u.tenant_id = $1 AND u.identity_provider_id = $2 ORDER BY u.id FOR NO KEY UPDATE OF u
  ), people AS (
    SELECT p.id FROM inbound_scim.directory_user p JOIN unnest($6::uuid[], $7::bigint[]) AS expected(id, revision)
      ON p.id = expected.id AND p.revision = expected.revision
    WHERE p.tenant_id = $1 ORDER BY p.id FOR NO KEY UPDATE OF p
  )
  SELECT (SELECT count(*) FROM users) = cardinality($4::uuid[]) AND (SELECT count(*) FROM people) = cardinality($6::uuid[])
    AND EXISTS (SELECT FROM inbound_scim.tenant t WHERE t.id = $1 AND t.config_version = $3)
    AND NOT EXISTS (SELECT FROM inbound_scim.scim_user u WHERE u.tenant_id = $1 AND u.identity_provider_id = $2
      AND u.external_id = ANY ($8::text[]) AND u.deleted_at IS NOT NULL) AS holds`,
};

const INSERT_USER: Statement = {
  name: 'change-insert-user',
  text: `INSERT INTO inbound_scim.scim_user (tenant_id, id, identity_provider_id, directory_user_id, external_id, user_name_key,
      display_name_key, email_keys, active, resource, version, last_modified, merged_at, deleted_at, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text[], $9, $10, $11, $12, $13, $14, $15)`,
};

const UPDATE_USER: Statement = {
  name: 'change-update-user',
  text: `UPDATE inbound_scim.scim_user SET directory_user_id = $4, external_id = $5, user_name_key = $6, display_name_key = $7,
      email_keys = $8::text[], active = $9, resource = $10, version = $11, last_modified = $12, merged_at = $13, deleted_at = $14
    WHERE tenant_id = $1 AND id = $2 AND identity_provider_id = $3`,
};

const END_MEMBERSHIPS: Statement = {
  name: 'change-end-memberships',
  text: `WITH ended AS (DELETE FROM inbound_scim.membership WHERE tenant_id = $1 AND member_id = $2 RETURNING group_id)
    UPDATE inbound_scim.scim_group g SET version = g.version + 1, last_modified = $3 FROM ended
    WHERE g.tenant_id = $1 AND g.id = ended.group_id RETURNING g.id AS group_id, g.resource ->> 'displayName' AS display_name`,
};

const FORGET_PEOPLE: Statement = {
  name: 'change-forget-people',
  text: `DELETE FROM inbound_scim.directory_user WHERE tenant_id = $1 AND id = ANY ($2::uuid[])`,
};

const TOUCH_GROUPS: Statement = {
  name: 'change-touch-groups',
  text: `UPDATE inbound_scim.scim_group g SET version = g.version + 1, last_modified = $3
    FROM (SELECT DISTINCT group_id FROM inbound_scim.membership WHERE tenant_id = $1 AND member_id = ANY ($2::uuid[])) AS shown
    WHERE g.tenant_id = $1 AND g.id = shown.group_id`,
};

const GROUPS: Statement = {
  name: 'change-groups',
  text: `SELECT ${groupsText('$3::uuid', '$1::uuid', '$2')} AS groups`,
};
