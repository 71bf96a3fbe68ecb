import { Inject, Injectable } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { ScimError } from '../kernel/error/scim-error.js';
import type { Received } from '../kernel/resource/resource.js';
import type { ScimContext } from '../scim-context.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import { ServiceLogger } from '../service-logger.js';
import { Attempts } from './attempts.js';
import type { Decision } from './change.js';
import { ChangeRepository } from './change.repository.js';
import { decideCreate } from './decide-create.js';
import { type Current, decideUpdate, type Next } from './decide-update.js';
import { NOBODY } from './facts.js';
import { FactsRepository } from './facts.repository.js';
import type { Push } from './push.js';
import { createNames, updateNames } from './pushed-names.js';
import { RefusedPush } from './refused-push.js';
import { deleteUser } from './retire.js';
import { tellOnce } from './tell-once.js';
import { withRefusal } from './with-refusal.js';

/** A user after a push, with the text of its `groups`; undefined: they were not read. */
export interface Answer {
  readonly user: StoredUser;
  readonly groups: string | null | undefined;
}

type Refusal = Extract<Decision, { kind: 'refused' }>;

/** How a PUT or PATCH turns one state into the next; it is asked again whenever somebody else was faster. */
export interface Revision {
  /** By the settings of `ctx`. May throw: a precondition that does not hold, a step that cannot be done. */
  next(current: StoredUser, ctx: ScimContext): Next;
  /** Where a deactivation must not be lost: the next state without whatever was refused. */
  onlyDeactivating?(current: StoredUser, ctx: ScimContext): Next;
}

/**
 * How one push of a user becomes one change: read, decide, write. Statements, each a round trip: a newcomer 1, a PATCH, PUT or DELETE 2;
 * a few more only where somebody else is concerned.
 */
@Injectable()
export class UserProvisioning {
  private readonly logger = new ServiceLogger('Provisioning');

  constructor(
    private readonly facts: FactsRepository,
    private readonly changes: ChangeRepository,
    private readonly refused: RefusedPush,
    private readonly attempts: Attempts,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  /**
   * POST: decided first on the hope that nobody knows the newcomer, which the write asserts. `read` tells what was received by the settings
   * of a context.
   * @throws ScimError 409 `uniqueness`, and what `read` throws
   */
  async create(ctx: ScimContext, read: (ctx: ScimContext) => Received): Promise<Answer> {
    const hoped = decideCreate(this.push(ctx), read(ctx), NOBODY);
    if (hoped.kind === 'change') {
      const written = await this.changes.writeHopefully(ctx, hoped.change);
      if (written.kind === 'written') return { user: hoped.change.answer, groups: written.groups };
    }
    return this.repeat(ctx, async (fresh, taken) => {
      const received = read(fresh);
      const facts = await this.facts.findFacts(fresh, createNames(received));
      return taken ?? tellOnce(decideCreate(this.push(fresh), received, facts), facts);
    });
  }

  /** PUT and PATCH. @throws ScimError 404, 409 `uniqueness`, and what the revision throws */
  async update(ctx: ScimContext, id: string, revision: Revision): Promise<Answer> {
    const decide = async (fresh: ScimContext, taken: Refusal | undefined): Promise<Decision> => {
      const current = await this.current(fresh, id);
      const decision = taken ?? (await this.decideUpdate(fresh, current, revision.next(current.user, fresh)));
      if (decision.kind !== 'refused' || !revision.onlyDeactivating) return decision;
      const deactivating = revision.onlyDeactivating(current.user, fresh);
      return withRefusal(await this.decideUpdate(fresh, current, deactivating), decision);
    };
    return this.repeat(ctx, decide, id);
  }

  /** DELETE. @throws ScimError 404, and what `check` throws of the current state */
  async delete(ctx: ScimContext, id: string, check: (current: StoredUser) => void): Promise<void> {
    const decide = async (fresh: ScimContext): Promise<Decision> => {
      const { user, person } = await this.current(fresh, id);
      check(user);
      return { kind: 'change', change: deleteUser(this.push(fresh), user, person) };
    };
    await this.repeat(ctx, decide, id);
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

  /** `taken` is the refusal of the attempt before, where a value that is to be unique was another user's. */
  private async repeat(
    ctx: ScimContext,
    decide: (ctx: ScimContext, taken: Refusal | undefined) => Promise<Decision>,
    id?: string,
  ): Promise<Answer> {
    let taken: Refusal | undefined;
    const attempt = async (fresh: ScimContext): Promise<Answer | undefined> => {
      const outcome = await this.carryOut(fresh, await decide(fresh, taken));
      if ('user' in outcome) return outcome;
      taken = outcome.kind === 'refused' ? outcome : undefined;
      return undefined;
    };
    return this.attempts.settle(ctx, attempt, id);
  }

  /** The answer, or why nothing was written: the decision was overtaken, or a value is taken. */
  private async carryOut(ctx: ScimContext, decision: Decision): Promise<Answer | Refusal | { kind: 'stale' }> {
    switch (decision.kind) {
      case 'refused':
        if (decision.conflict) await this.refused.record(ctx, decision.conflict, this.settings.clock());
        throw decision.error;
      case 'unchanged':
        for (const warning of decision.warnings) this.logger.warn(`${warning} [${ctx.requestId}]`);
        return { user: decision.answer, groups: undefined };
      case 'change': {
        const written = await this.changes.write(ctx, decision.change);
        if (written.kind === 'written') return { user: decision.change.answer, groups: written.groups };
        return written.kind === 'taken' ? { kind: 'refused', error: written.error } : written;
      }
    }
  }

  private push({ connection, config, resourceTypes }: ScimContext): Push {
    return { connection, config, userType: resourceTypes.User, now: this.settings.clock(), newId: uuidv4 };
  }
}
