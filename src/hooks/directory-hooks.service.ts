import { type BeforeApplicationShutdown, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, ModuleRef } from '@nestjs/core';
import type { AuditEvent } from '../audit/audit-event.js';
import type { Transaction } from '../database/transaction.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import type { Origin } from '../scim-context.js';
import { Announcer, type ChangeListener } from './announcer.js';
import type { DirectoryChange, TenantErased } from './directory-change.js';
import { emitterOf } from './emitter-of.js';
import { findHooks } from './find-hooks.js';
import { type GroupDraft, membersMoved } from './group-drafts.js';
import { failureOf } from './hook-failure.js';
import type { DirectoryHook } from './inbound-scim-hook.js';
import { completed, readChangedUsers } from './read-changed.js';
import { type People, type ReceivedWrite, userChanges } from './user-changes.js';

/** People who are about to be written, as they were. */
export interface Watched {
  readonly ids: readonly string[];
  readonly before: People;
}

/** What a write did, for whoever has to be told. */
export interface Happened {
  readonly watched?: Watched | undefined;
  readonly received?: readonly ReceivedWrite[];
  readonly groups?: readonly GroupDraft[];
  /** Events of members that came or went. */
  readonly members?: readonly AuditEvent[];
  readonly tenant?: TenantErased;
}

/** Tells the application's hooks of each change: in its transaction, and once it is committed. Without hooks it does nothing. */
@Injectable()
export class DirectoryHooks implements OnModuleInit, BeforeApplicationShutdown {
  /** Whether anybody wants to know: a write is a transaction then, which hooks can take part in. */
  isWatched = false;
  private readonly announcer = new Announcer();
  private hooks: readonly DirectoryHook[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly modules: ModuleRef,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  /** @throws Error with the remedy, for a hook that cannot be called and an emitter that is not there */
  async onModuleInit(): Promise<void> {
    const found = findHooks(this.discovery);
    this.hooks = found.filter((hook) => 'inTransaction' in hook);
    for (const hook of found) {
      this.isWatched = true;
      if (hook.afterCommit) this.announcer.add((change) => hook.afterCommit?.(change));
    }
    if (this.settings.emitEvents) this.subscribe(await emitterOf(this.modules));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.announcer.ended();
  }

  /** From now on `listener` is called with every change that this instance commits. The answer ends that. */
  subscribe(listener: ChangeListener): () => void {
    this.isWatched = true;
    return this.announcer.add(listener);
  }

  /** To be asked before people are written; of `newcomers` among them, who are made by this very write, there is nothing to read. */
  async watch(
    tx: Transaction,
    ids: readonly string[],
    newcomers: readonly string[] = [],
  ): Promise<Watched | undefined> {
    if (!this.isWatched) return undefined;
    const known = ids.filter((id) => !newcomers.includes(id));
    return { ids, before: await readChangedUsers(tx, known) };
  }

  /** To be told after everything is written. @throws what a hook refuses the change with, or HookFailure */
  async tell(tx: Transaction, { actor, requestId }: Origin, happened: Happened): Promise<void> {
    if (!this.isWatched) return;
    const happening = { tenantId: tx.tenantId, actor, requestId, occurredAt: this.settings.clock() };
    const changes = (await changesOf(tx, happened)).map((change): DirectoryChange => ({ ...happening, ...change }));
    if (changes.length === 0) return;
    await tx.outsideFence(() => this.callHooks(tx, changes));
    tx.onCommit(() => this.announcer.announce(changes));
  }

  private async callHooks(tx: Transaction, changes: readonly DirectoryChange[]): Promise<void> {
    try {
      for (const change of changes) {
        for (const hook of this.hooks) await hook.inTransaction?.(change, tx.manager);
      }
    } catch (error) {
      throw failureOf(error);
    }
  }
}

/** People first, so that members are somebody by the time they join. */
async function changesOf(tx: Transaction, { watched, received, groups = [], members = [], tenant }: Happened) {
  const ids = watched?.ids ?? [];
  const before = watched?.before ?? new Map();
  return [
    ...userChanges(ids, { before, after: await readChangedUsers(tx, ids) }, received),
    ...(await completed(tx, [...groups, ...membersMoved(members)])),
    ...(tenant ? [tenant] : []),
  ];
}
