import { Inject, Injectable } from '@nestjs/common';
import type { AuditEvent } from '../audit/audit-event.js';
import { AuditService } from '../audit/audit.service.js';
import type { Transaction } from '../database/transaction.js';
import { lockPeople } from '../directory/lock-people.js';
import type { Person, PersonWithResources } from '../directory/person.js';
import type { ChangedGroup } from '../hooks/directory-change.js';
import { DirectoryHooks } from '../hooks/directory-hooks.service.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { countUpVersion } from '../tenants/count-up-version.js';
import { isCurrentConfig } from '../tenants/is-current-config.js';
import { lockTenant } from '../tenants/lock-tenant.js';
import type { TenantConfig } from '../tenants/tenant-config.js';
import { EndedConnectionRepository, type EndedUser } from './ended-connection.repository.js';
import { leaveConnection, type Left } from './leave-connection.js';
import { FIRST_ID, type OffboardingProgress, type OffboardingRun } from './offboarding-run.js';

/** Received users, with their people, that are taken away at once. */
export const USERS_BATCH = 500;

/**
 * The steps of an ending: people first, then groups and all else, at last the connection itself. Whatever a push of the last moment left
 * behind is seen then, and taken away too.
 */
@Injectable()
export class OffboardingSteps {
  constructor(
    private readonly ended: EndedConnectionRepository,
    private readonly audit: AuditService,
    private readonly hooks: DirectoryHooks,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  /** Takes some rows away. How far the run is afterwards; undefined where that was the end. */
  async next(tx: Transaction, run: OffboardingRun, config: TenantConfig): Promise<OffboardingProgress | undefined> {
    const { identityProviderId, progress } = run;
    const users = await this.ended.users(tx, identityProviderId, progress.after, USERS_BATCH);
    if (users.length > 0) return this.removeUsers(tx, run, config, users);
    // From the beginning once more, until nobody is found: a push that had begun before may have brought somebody.
    if (progress.after !== FIRST_ID) return { ...progress, after: FIRST_ID };
    const groups = await this.ended.removeOthers(tx, identityProviderId);
    if (groups) return this.withoutGroups(tx, run, groups);
    // In the order in which every change of settings locks.
    await lockTenant(tx);
    if (!(await this.ended.removeConnection(tx, identityProviderId))) return progress;
    await countUpVersion(tx);
    await this.audit.record(tx, run.origin, [endedEvent(run)]);
    return undefined;
  }

  private async withoutGroups(
    tx: Transaction,
    { origin, progress }: OffboardingRun,
    groups: readonly ChangedGroup[],
  ): Promise<OffboardingProgress> {
    await this.hooks.tell(tx, origin, { groups: groups.map((group) => ({ type: 'group.deleted', group })) });
    return { ...progress, groups: progress.groups + groups.length };
  }

  private async removeUsers(
    tx: Transaction,
    run: OffboardingRun,
    config: TenantConfig,
    users: readonly EndedUser[],
  ): Promise<OffboardingProgress> {
    const people = await lockPeople(tx, [...new Set(users.map(({ personId }) => personId))]);
    if (!(await isCurrentConfig(tx, config))) return run.progress;
    const now = this.settings.clock();
    const disputed = await this.ended.disputed(tx, people);
    const left = people.map((current) => leaveConnection({ current, disputed }, run, config, now));
    const watched = await this.hooks.watch(
      tx,
      people.map(({ person }) => person.id),
    );
    await this.ended.writePeople(tx, changed(left, people), now);
    const ids = users.map(({ id }) => id);
    await this.ended.removeUsers(tx, ids);
    const events = left.flatMap(({ event }) => event ?? []);
    await this.audit.record(tx, run.origin, events);
    await this.hooks.tell(tx, run.origin, { watched });
    return advanced(run.progress, users, left);
  }
}

function changed(left: readonly Left[], people: readonly PersonWithResources[]): readonly Person[] {
  const before = new Map(people.map(({ person }) => [person.id, person]));
  return left
    .map(({ person }) => person)
    .filter((person) => FIELDS.some((field) => before.get(person.id)?.[field] !== person[field]));
}

const FIELDS = ['status', 'held', 'deactivatedByAdministrator', 'attributes'] as const;

function advanced(
  progress: OffboardingProgress,
  users: readonly EndedUser[],
  left: readonly Left[],
): OffboardingProgress {
  return {
    ...progress,
    after: users.at(-1)?.id ?? progress.after,
    users: progress.users + users.length,
    deactivated: progress.deactivated + left.filter(({ event }) => event?.type === 'directory_user_deactivated').length,
    scrubbed: progress.scrubbed + left.reduce((sum, { scrubbed }) => sum + scrubbed, 0),
  };
}

function endedEvent({ identityProviderId, name, progress }: OffboardingRun): AuditEvent {
  const { users, groups, deactivated, scrubbed } = progress;
  return {
    type: 'identity_provider_offboarded',
    identityProviderId,
    target: { kind: 'identity_provider', id: identityProviderId, name },
    counts: { users, groups, deactivated, scrubbed },
  };
}
