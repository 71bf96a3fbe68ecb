import { Inject, Injectable, Logger } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { ScimError } from '../kernel/error/scim-error.js';
import type { Received } from '../kernel/resource/resource.js';
import type { ScimContext } from '../scim-context.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import { TenantConfigService } from '../tenants/tenant-config.service.js';
import type { Decision } from './change.js';
import { ChangeRepository } from './change.repository.js';
import { decideCreate } from './decide-create.js';
import { type Current, decideUpdate, type Next } from './decide-update.js';
import { NOBODY } from './facts.js';
import { FactsRepository } from './facts.repository.js';
import { freshContext } from './fresh-context.js';
import type { Push } from './push.js';
import { createNames, updateNames } from './pushed-names.js';
import { RefusedPush } from './refused-push.js';
import { deleteUser } from './retire.js';
import { tellOnce } from './tell-once.js';
import { withRefusal } from './with-refusal.js';

/** A decision that others keep overtaking is made anew so often; then the client is told to try again. */
const MAX_ATTEMPTS = 10;

/** A user after a push, with the text of its `groups`; undefined: they were not read. */
export interface Answer {
  readonly user: StoredUser;
  readonly groups: string | null | undefined;
}

/** How a PUT or PATCH turns one state into the next; it is asked again whenever somebody else was faster. */
export interface Revision {
  /** May throw: a precondition that does not hold, a step that cannot be done. */
  next(current: StoredUser): Next;
  /** Where a deactivation must not be lost: the next state without whatever was refused. */
  onlyDeactivating?(current: StoredUser): Next;
}

/**
 * How one push of a user becomes one change: read, decide, write. Statements, each a round trip: a newcomer 1, a PATCH, PUT or DELETE 2;
 * a few more only where somebody else is concerned.
 */
@Injectable()
export class UserProvisioning {
  private readonly logger = new Logger('Provisioning');

  constructor(
    private readonly facts: FactsRepository,
    private readonly changes: ChangeRepository,
    private readonly refused: RefusedPush,
    private readonly configs: TenantConfigService,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  /**
   * POST: decided first on the hope that nobody knows the newcomer, which the write asserts.
   * @throws ScimError 409 `uniqueness`
   */
  async create(ctx: ScimContext, received: Received): Promise<Answer> {
    const hoped = decideCreate(this.push(ctx), received, NOBODY);
    if (hoped.kind === 'change') {
      const written = await this.changes.writeHopefully(ctx, hoped.change);
      if (written.kind === 'written') return { user: hoped.change.answer, groups: written.groups };
    }
    return this.repeat(ctx, async (fresh) => {
      const facts = await this.facts.findFacts(fresh, createNames(received));
      return tellOnce(decideCreate(this.push(fresh), received, facts), facts);
    });
  }

  /** PUT and PATCH. @throws ScimError 404, 409 `uniqueness`, and what the revision throws */
  async update(ctx: ScimContext, id: string, revision: Revision): Promise<Answer> {
    return this.repeat(ctx, async (fresh) => {
      const current = await this.current(fresh, id);
      const decision = await this.decideUpdate(fresh, current, revision.next(current.user));
      if (decision.kind !== 'refused' || !revision.onlyDeactivating) return decision;
      return withRefusal(await this.decideUpdate(fresh, current, revision.onlyDeactivating(current.user)), decision);
    });
  }

  /** DELETE. @throws ScimError 404, and what `check` throws of the current state */
  async delete(ctx: ScimContext, id: string, check: (current: StoredUser) => void): Promise<void> {
    await this.repeat(ctx, async (fresh) => {
      const { user, person } = await this.current(fresh, id);
      check(user);
      return { kind: 'change', change: deleteUser(this.push(fresh), user, person) };
    });
  }

  private async current(ctx: ScimContext, id: string): Promise<Current> {
    const current = await this.facts.findCurrent(ctx, id);
    if (!current) throw ScimError.notFound(`There is no user ${id}.`);
    return current;
  }

  private async decideUpdate(ctx: ScimContext, current: Current, next: Next): Promise<Decision> {
    const push = this.push(ctx);
    const names = updateNames(push, current, next);
    const facts = names ? await this.facts.findFacts(ctx, names) : NOBODY;
    return tellOnce(decideUpdate(push, current, next, facts), facts);
  }

  private async repeat(ctx: ScimContext, decide: (ctx: ScimContext) => Promise<Decision>): Promise<Answer> {
    let fresh = ctx;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const answer = await this.carryOut(fresh, await decide(fresh));
      if (answer) return answer;
      fresh = await freshContext(this.configs, ctx);
    }
    throw ScimError.unavailable('Others are changing the same user; try again.', 1);
  }

  /** Undefined where the decision was overtaken. */
  private async carryOut(ctx: ScimContext, decision: Decision): Promise<Answer | undefined> {
    switch (decision.kind) {
      case 'refused':
        if (decision.conflict) await this.refused.record(ctx, decision.conflict, this.settings.clock());
        throw decision.error;
      case 'unchanged':
        for (const warning of decision.warnings) this.logger.warn(`${warning} [${ctx.requestId}]`);
        return { user: decision.answer, groups: undefined };
      case 'change': {
        const written = await this.changes.write(ctx, decision.change);
        return written.kind === 'written' ? { user: decision.change.answer, groups: written.groups } : undefined;
      }
    }
  }

  private push({ connection, config, resourceTypes }: ScimContext): Push {
    return { connection, config, userType: resourceTypes.User, now: this.settings.clock(), newId: uuidv4 };
  }
}
