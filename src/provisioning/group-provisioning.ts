import { Inject, Injectable } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import type { ConflictDraft } from '../directory/conflict.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { ScimError } from '../kernel/error/scim-error.js';
import type { Resource } from '../kernel/resource/resource.js';
import { decideMembers } from '../memberships/decide-members.js';
import type { NetMembers } from '../memberships/net-members.js';
import type { ScimContext } from '../scim-context.js';
import { groupKeys, type StoredGroup } from '../scim-groups/stored-group.js';
import { ServiceLogger } from '../service-logger.js';
import { Attempts } from './attempts.js';
import { assertKeyMayChange, type GroupChange, groupChange, groupConflict, isEmpty, newGroup } from './group-change.js';
import { GroupChangeRepository, type GroupWritten } from './group-change.repository.js';
import { GroupFactsRepository } from './group-facts.repository.js';
import { takenName } from './taken-name.js';
import { RefusedPush } from './refused-push.js';

/** What a PUT or PATCH makes of a group; it is asked again whenever somebody else was faster. */
export interface GroupRevision {
  /** By the settings of `ctx`. May throw: a precondition that does not hold, a step that cannot be done. */
  next(current: StoredGroup, ctx: ScimContext): NextGroup;
}

/** A group as it is to be. */
export interface NextGroup {
  readonly resource: Resource;
  readonly warnings: readonly string[];
  readonly members: NetMembers;
}

/**
 * How one push of a group becomes one change: read, decide, write. Statements of a PATCH that names members: the group, whom the values are,
 * and the write, however many members the group has.
 */
@Injectable()
export class GroupProvisioning {
  private readonly logger = new ServiceLogger('Provisioning');

  constructor(
    private readonly facts: GroupFactsRepository,
    private readonly changes: GroupChangeRepository,
    private readonly refused: RefusedPush,
    private readonly attempts: Attempts,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  /**
   * `read` tells what was received by the settings of a context.
   * @throws ScimError 409 `uniqueness`, 400 `invalidValue` for a member that is not here on a strict connection, and what `read` throws
   */
  async create(ctx: ScimContext, read: (ctx: ScimContext) => NextGroup): Promise<StoredGroup> {
    const id = uuidv4();
    return this.attempts.settle(ctx, async (fresh) => {
      const { resource, warnings, members: net } = read(fresh);
      const group = this.newcomer(fresh, id, resource);
      const members = decideMembers(net, await this.facts.findMembers(fresh, undefined, net), fresh.tolerance);
      const change = newGroup(group, members, warnings);
      return this.settled(fresh, change, await this.changes.create(fresh, change));
    });
  }

  /** PUT and PATCH. @throws ScimError 404, 409 `uniqueness`, and what the revision throws */
  async update(ctx: ScimContext, id: string, revision: GroupRevision): Promise<StoredGroup> {
    const attempt = async (fresh: ScimContext): Promise<StoredGroup | undefined> => {
      const before = await this.current(fresh, id);
      const { resource, warnings, members: net } = revision.next(before, fresh);
      const after = { ...before, resource, ...groupKeys(resource), lastModified: this.settings.clock() };
      await this.assertKeyMayChange(fresh, before, after);
      const members = decideMembers(net, await this.facts.findMembers(fresh, id, net), fresh.tolerance);
      const change = groupChange(before, { group: after, warnings }, members, net.isWhole);
      if (isEmpty(change)) return this.unchanged(fresh, before, warnings);
      return this.settled(fresh, change, await this.changes.update(fresh, change));
    };
    return this.attempts.settle(ctx, attempt, id);
  }

  /** @throws ScimError 404, and what `check` throws of the current state */
  async delete(ctx: ScimContext, id: string, check: (current: StoredGroup) => void): Promise<void> {
    const attempt = async (fresh: ScimContext): Promise<StoredGroup | undefined> => {
      const group = await this.current(fresh, id);
      check(group);
      return (await this.changes.delete(fresh, group, this.settings.clock())) ? group : undefined;
    };
    await this.attempts.settle(ctx, attempt, id);
  }

  private newcomer({ connection }: ScimContext, id: string, resource: Resource): StoredGroup {
    const now = this.settings.clock();
    return {
      id,
      identityProviderId: connection.id,
      ...groupKeys(resource),
      resource,
      version: '1',
      protected: false,
      createdAt: now,
      lastModified: now,
    };
  }

  private async current(ctx: ScimContext, id: string): Promise<StoredGroup> {
    const group = await this.facts.findGroup(ctx, id);
    if (!group) throw ScimError.notFound(`There is no group ${id}.`);
    return group;
  }

  private unchanged(ctx: ScimContext, group: StoredGroup, warnings: readonly string[]): StoredGroup {
    for (const warning of warnings) this.logger.warn(`${warning} [${ctx.requestId}]`);
    return group;
  }

  private async assertKeyMayChange(ctx: ScimContext, before: StoredGroup, after: StoredGroup): Promise<void> {
    try {
      assertKeyMayChange(before, after);
    } catch (error) {
      await this.record(ctx, groupConflict('protected_group', before, after.resource, after.externalId));
      throw error;
    }
  }

  /** The group as written; undefined where the decision was overtaken. @throws ScimError 409 where its name or key is taken */
  private async settled(
    ctx: ScimContext,
    { group }: GroupChange,
    written: GroupWritten,
  ): Promise<StoredGroup | undefined> {
    if (written.kind === 'written') return { ...group, version: written.version };
    if (written.kind === 'stale') return undefined;
    const holder = await this.facts.findHolder(ctx, group);
    if (!holder) return undefined;
    const attribute = holder.displayNameKey === group.displayNameKey ? 'displayName' : 'externalId';
    const isSamePair = group.externalId !== null && group.externalId === holder.externalId;
    if (!isSamePair || attribute === 'externalId')
      await this.record(ctx, groupConflict(attribute, holder, group.resource, group.externalId));
    throw takenName('group', attribute, group.resource[attribute]);
  }

  private async record(ctx: ScimContext, conflict: ConflictDraft): Promise<void> {
    await this.refused.record(ctx, conflict, this.settings.clock());
  }
}
