import { Injectable } from '@nestjs/common';
import { Problem } from '../admin/problem.js';
import type { Transaction } from '../database/transaction.js';
import type { Conflict, Resolution } from '../directory/conflict.entity.js';
import { canonicalEmail } from '../directory/canonical-email.js';
import type { PersonWithResources } from '../directory/person.js';
import type { ScimContext } from '../scim-context.js';
import type { Change } from './change.js';
import type { Current } from './decide-update.js';
import { FactsRepository } from './facts.repository.js';
import { GroupChangeRepository } from './group-change.repository.js';
import { GroupFactsRepository } from './group-facts.repository.js';
import { ManifoldChange } from './manifold-change.js';
import type { Push } from './push.js';
import { isAboutEmail } from './resolutions.js';
import { deleteUser } from './retire.js';
import { linkToHolder, settleAgain } from './settle-claim.js';

/** What a resolution does at once, through the same decisions and the same writer as a push. */
@Injectable()
export class ConflictEffects {
  constructor(
    private readonly facts: FactsRepository,
    private readonly groupFacts: GroupFactsRepository,
    private readonly changes: ManifoldChange,
    private readonly groups: GroupChangeRepository,
  ) {}

  /** @throws Problem 409 where somebody is changing the same people at this moment */
  async take(
    tx: Transaction,
    ctx: ScimContext,
    conflict: Conflict,
    resolution: Resolution,
    { now, newId }: Pick<Push, 'now' | 'newId'>,
  ): Promise<void> {
    const { connection, config, resourceTypes } = ctx;
    const push: Push = { connection, config, userType: resourceTypes.User, now, newId };
    if (resolution === 'release') await this.release(tx, ctx, push, conflict);
    if (isAboutEmail(conflict.kind)) await this.settleClaim(tx, ctx, push, conflict, resolution);
  }

  /** The holder goes, as by DELETE: a group, or a user with their names and, of a colleague, their address. */
  private async release(tx: Transaction, ctx: ScimContext, push: Push, { existing }: Conflict): Promise<void> {
    const group = existing.scimGroupId && (await this.groupFacts.findGroup(ctx, existing.scimGroupId));
    if (group && !(await this.groups.deleteIn(tx, ctx, group, push.now))) throw overtaken();
    for (const { user, person } of await this.holders(ctx, existing))
      await this.write(tx, ctx, deleteUser(push, user, person));
  }

  private async holders(ctx: ScimContext, { scimUserId, directoryUserId }: Conflict['existing']): Promise<Current[]> {
    const person = directoryUserId && scimUserId === undefined && (await this.facts.findPerson(ctx, directoryUserId));
    const ids = person
      ? person.resources.flatMap(({ id, identityProviderId }) => (identityProviderId === ctx.connection.id ? [id] : []))
      : [scimUserId].flatMap((id) => id ?? []);
    const found = await Promise.all(ids.map((id) => this.facts.findCurrent(ctx, id)));
    return found.flatMap((current) => current ?? []);
  }

  private async settleClaim(
    tx: Transaction,
    ctx: ScimContext,
    push: Push,
    { incoming, existing }: Conflict,
    resolution: Resolution,
  ): Promise<void> {
    const current = incoming.scimUserId && (await this.facts.findCurrent(ctx, incoming.scimUserId));
    if (!current) return;
    const holder = existing.directoryUserId && (await this.facts.findPerson(ctx, existing.directoryUserId));
    if (resolution === 'link') {
      if (!holder) throw Problem.conflict('The person who had the address is gone.');
      await this.write(tx, ctx, linkToHolder(push, current, holder));
      return;
    }
    const claimant = resolution === 'release' ? await this.findHolder(tx, ctx, current) : holder || undefined;
    await this.write(tx, ctx, settleAgain(push, current, claimant, resolution !== 'release'));
  }

  /** Who has the address now, after the holder was retired in this transaction. */
  private async findHolder(
    tx: Transaction,
    ctx: ScimContext,
    { user }: Current,
  ): Promise<PersonWithResources | undefined> {
    const email = canonicalEmail(user.resource);
    return email && this.facts.findByEmail(ctx, email.key, tx);
  }

  private async write(tx: Transaction, ctx: ScimContext, change: Change): Promise<void> {
    const written = await this.changes.carryOut(tx, ctx, change);
    if (written.kind === 'stale') throw overtaken();
  }
}

function overtaken(): Problem {
  return Problem.conflict('Somebody is changing the same people at this moment; try again.');
}
