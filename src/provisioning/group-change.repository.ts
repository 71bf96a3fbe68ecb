import { Injectable } from '@nestjs/common';
import type { AuditEvent } from '../audit/audit-event.js';
import { AuditService } from '../audit/audit.service.js';
import { EVENTS } from '../audit/record-events.js';
import { Database } from '../database/database.js';
import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import { isUniqueViolation } from '../database/unique-violation.js';
import { ConflictRepository } from '../directory/conflict.repository.js';
import { isLasting } from '../directory/lasting-key.js';
import { DirectoryHooks } from '../hooks/directory-hooks.service.js';
import { created, deleted, type GroupDraft, renamed } from '../hooks/group-drafts.js';
import { hasUnique, uniqueValues } from '../kernel/resource/unique-values.js';
import type { ScimContext } from '../scim-context.js';
import type { StoredGroup } from '../scim-groups/stored-group.js';
import { attachAwaited } from './attach-awaited.js';
import { claimUnique, TakenValue } from './claim-unique.js';
import { type GroupChange, groupEvent } from './group-change.js';
import {
  CREATE_GROUP,
  CREATE_LONE_GROUP,
  GROUP_EVENT,
  UPDATE_GROUP,
  UPDATE_GROUP_AND_TELL,
} from './group-statement.js';

/** The version a group has after a write; `stale` and `taken` wrote nothing. */
export type GroupWritten =
  { readonly kind: 'written'; readonly version: string } | { readonly kind: 'stale' | 'taken' };

/** Carries a change of a group out, whole or not at all. */
@Injectable()
export class GroupChangeRepository {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
    private readonly conflicts: ConflictRepository,
    private readonly hooks: DirectoryHooks,
  ) {}

  /**
   * One statement for a group that concerns nobody else, which it asserts; a transaction where a group or a conflict waits for it.
   * @throws ScimError 409 for a value that another group has and that is to be unique
   */
  async create(ctx: ScimContext, change: GroupChange): Promise<GroupWritten> {
    const isAlone = !this.hooks.isWatched && change.members.waits.length === 0 && !hasUnique(ctx.resourceTypes.Group);
    return orTaken(async () => {
      const written = isAlone ? await this.createAlone(ctx, change) : undefined;
      return written ?? (await this.inTransaction(ctx, change, CREATE_GROUP, []));
    });
  }

  async update(ctx: ScimContext, change: GroupChange): Promise<GroupWritten> {
    const last = [change.expects, change.writesAttributes];
    if (this.hooks.isWatched) return orTaken(() => this.inTransaction(ctx, change, UPDATE_GROUP_AND_TELL, last));
    if (change.writesAttributes || change.members.waits.length > 0)
      return orTaken(() => this.inTransaction(ctx, change, UPDATE_GROUP, last));
    const [row] = await this.database.query<VersionRow>(ctx.tenantId, UPDATE_GROUP, this.values(ctx, change, last));
    return row ? { kind: 'written', version: row.version } : { kind: 'stale' };
  }

  /** The group with its members, and its places in other groups. False where somebody changed it meanwhile. */
  async delete(ctx: ScimContext, group: StoredGroup, at: Date): Promise<boolean> {
    return this.database.transaction(ctx.tenantId, (tx) => this.deleteIn(tx, ctx, group, at));
  }

  /** The same in a transaction that does more: an administrator's act. */
  async deleteIn(tx: Transaction, ctx: ScimContext, group: StoredGroup, at: Date): Promise<boolean> {
    const [locked] = await tx.query(LOCK, [tx.tenantId, ctx.connection.id, group.id, group.version]);
    if (!locked) return false;
    const parents = await tx.query<{ id: string }>(LEAVE_PARENTS, [tx.tenantId, group.id, at]);
    await tx.query(DELETE, [tx.tenantId, group.id]);
    await tx.query(DELETE_GROUP, [tx.tenantId, ctx.connection.id, group.id]);
    const gone = { ...group, externalId: null, lastModified: at };
    const closed = await this.conflicts.closeOfGroup(tx, ctx.connection.id, gone);
    await this.audit.record(tx, ctx, [groupEvent('scim_group_deleted', group), ...closed]);
    await this.hooks.tell(tx, ctx, { groups: [...parents.map(({ id }) => leaving(id, group)), deleted(group)] });
    return true;
  }

  private async createAlone(ctx: ScimContext, change: GroupChange): Promise<GroupWritten | undefined> {
    const { externalId } = change.group;
    const lastingKey = isLasting(externalId, ctx.connection) ? externalId : null;
    const values = [...this.values(ctx, change, []), lastingKey];
    const [row] = await this.database.query<VersionRow>(ctx.tenantId, CREATE_LONE_GROUP, values);
    return row && { kind: 'written', version: row.version };
  }

  private async inTransaction(
    ctx: ScimContext,
    change: GroupChange,
    statement: Statement,
    last: readonly unknown[],
  ): Promise<GroupWritten> {
    return this.database.transaction(ctx.tenantId, async (tx) => {
      const { waits } = change.members;
      if (waits.length > 0) await tx.query(LOCK_AWAITED, [tx.tenantId, ctx.connection.id, waits]);
      const [row] = await tx.query<VersionRow>(statement, this.values(ctx, change, last));
      if (!row) return { kind: 'stale' };
      if (change.writesAttributes) await this.claimUnique(tx, ctx, change.group);
      const joined = await this.settleOthers(tx, ctx, change.group);
      await this.hooks.tell(tx, ctx, { groups: groupsIn(change), members: [...membersIn(change, row), ...joined] });
      return { kind: 'written', version: row.version };
    });
  }

  private async claimUnique(tx: Transaction, { resourceTypes }: ScimContext, group: StoredGroup): Promise<void> {
    if (!hasUnique(resourceTypes.Group)) return;
    await claimUnique(tx, { kind: 'group', ...group }, uniqueValues(resourceTypes.Group, group.resource));
  }

  /** Conflicts that are over by the group's names, and groups that waited for it. */
  private async settleOthers(tx: Transaction, ctx: ScimContext, group: StoredGroup): Promise<readonly AuditEvent[]> {
    const closed = await this.conflicts.closeOfGroup(tx, ctx.connection.id, group);
    const joined = await attachAwaited(tx, ctx, { kind: 'Group', ...group });
    await this.audit.record(tx, ctx, [...closed, ...joined]);
    return joined;
  }

  private values(ctx: ScimContext, change: GroupChange, last: readonly unknown[]): unknown[] {
    const { group, members } = change;
    return [
      ctx.tenantId,
      ctx.connection.id,
      group.id,
      members.adds.map(({ id }) => id),
      members.adds.map(({ kind }) => kind),
      members.removes.map(({ id }) => id),
      members.waits,
      members.stops,
      members.stopsAll,
      group.lastModified,
      group.externalId,
      group.displayNameKey,
      JSON.stringify(group.resource),
      ctx.config.version,
      ...last,
      ...this.events(ctx, change),
      members.waits.filter((value) => isLasting(value, ctx.connection)),
    ];
  }

  private events(ctx: ScimContext, { group, event, memberEvents }: GroupChange): unknown[] {
    const [own, others] = [event ? [event] : [], memberEvents].map((events) =>
      this.audit.seal(ctx.tenantId, ctx, events, group.lastModified),
    );
    return EVENTS.values([
      ...(own ?? []).map((sealed) => ({ n: GROUP_EVENT, event: sealed })),
      ...(others ?? []).map((sealed, n) => ({ n, event: sealed })),
    ]);
  }
}

/** @throws ScimError 409 of the value that is to be unique */
async function orTaken(write: () => Promise<GroupWritten>): Promise<GroupWritten> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error)) return { kind: 'taken' };
    if (error instanceof TakenValue) throw error.refusal;
    throw error;
  }
}

interface VersionRow extends Record<string, unknown> {
  readonly version: string;
  /** Which of the member events told of somebody who came or went; absent: all. */
  readonly moved?: readonly number[];
}

function groupsIn({ group, event }: GroupChange): readonly GroupDraft[] {
  return event?.type === 'scim_group_received' ? [created(group)] : renamed(group, event);
}

function membersIn({ memberEvents }: GroupChange, { moved }: VersionRow): readonly AuditEvent[] {
  return moved ? moved.toSorted((one, other) => one - other).flatMap((n) => memberEvents[n] ?? []) : memberEvents;
}

function leaving(groupId: string, { id }: StoredGroup): GroupDraft {
  return { type: 'group.members_removed', groupId, members: [{ kind: 'Group', id }] };
}

const LOCK_AWAITED: Statement = {
  name: 'group-lock-awaited',
  text: 'SELECT inbound_scim.lock_awaited($1, $2, $3)',
};

const LOCK: Statement = {
  name: 'group-lock',
  text: `SELECT id FROM inbound_scim.scim_group WHERE tenant_id = $1 AND identity_provider_id = $2 AND id = $3 AND version = $4 FOR UPDATE`,
};

const LEAVE_PARENTS: Statement = {
  name: 'group-leave-parents',
  text: `WITH gone AS (DELETE FROM inbound_scim.membership WHERE tenant_id = $1 AND member_id = $2 RETURNING group_id)
    UPDATE inbound_scim.scim_group g SET version = g.version + 1, last_modified = $3 FROM gone
    WHERE g.tenant_id = $1 AND g.id = gone.group_id AND g.id <> $2 RETURNING g.id`,
};

const DELETE: Statement = {
  name: 'group-delete-members',
  text: `WITH members AS (DELETE FROM inbound_scim.membership WHERE tenant_id = $1 AND group_id = $2),
    freed AS (DELETE FROM inbound_scim.unique_value WHERE tenant_id = $1 AND resource_id = $2)
    DELETE FROM inbound_scim.pending_member WHERE tenant_id = $1 AND group_id = $2`,
};

const DELETE_GROUP: Statement = {
  name: 'group-delete',
  text: `DELETE FROM inbound_scim.scim_group WHERE tenant_id = $1 AND identity_provider_id = $2 AND id = $3`,
};
