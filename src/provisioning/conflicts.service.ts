import { Inject, Injectable } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import { type Administrator, originOf } from '../admin/administrator.js';
import { mapPage, type Page, type PageRequest, pageOf } from '../admin/page.js';
import { Problem } from '../admin/problem.js';
import { AuditService } from '../audit/audit.service.js';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import { Conflict, type ConflictState, type Resolution } from '../directory/conflict.entity.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import type { ScimContext } from '../scim-context.js';
import { TenantConfigService } from '../tenants/tenant-config.service.js';
import { administrativeContext } from './administrative-context.js';
import { ConflictEffects } from './conflict-effects.js';
import { resolutionsOf } from './resolutions.js';

/** A conflict as it is shown: without what it is told from others by. */
export type ConflictView = Omit<Conflict, 'tenantId' | 'pairKey'>;

/** Conflicts as an administrator sees and settles them. */
@Injectable()
export class ConflictsService {
  constructor(
    private readonly database: Database,
    private readonly configs: TenantConfigService,
    private readonly effects: ConflictEffects,
    private readonly audit: AuditService,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  /** The newest first. */
  async list(
    tenantId: string,
    state: ConflictState | undefined,
    { limit, after }: PageRequest,
  ): Promise<Page<ConflictView>> {
    return this.database.transaction(tenantId, async (tx) => {
      const query = tx.manager
        .getRepository(Conflict)
        .createQueryBuilder('conflict')
        .where('conflict.tenantId = :tenantId', { tenantId })
        .orderBy({ 'conflict.firstSeenAt': 'DESC', 'conflict.id': 'DESC' })
        .limit(limit + 1);
      if (state) query.andWhere('conflict.state = :state', { state });
      if (after) query.andWhere('(conflict.firstSeenAt, conflict.id) < (:at, :id)', { at: after[0], id: after[1] });
      const page = pageOf(await query.getMany(), limit, ({ firstSeenAt, id }) => [firstSeenAt.toISOString(), id]);
      return mapPage(page, show);
    });
  }

  /**
   * Settles one: about an address at once, about names with the next push of that pair; `release` retires the holder at once.
   *
   * @throws Problem 404, 409 for one that is not open any more, or that cannot be settled so
   */
  async resolve(by: Administrator, tenantId: string, id: string, resolution: Resolution): Promise<ConflictView> {
    const config = await this.configs.fresh(tenantId);
    return this.database.transaction(tenantId, async (tx) => {
      const conflict = await lockOpen(tx, id);
      assertFits(conflict, resolution);
      const ctx = administrativeContext(by, config, conflict.identityProviderId);
      if (ctx) await this.effects.take(tx, ctx, conflict, resolution, { now: this.settings.clock(), newId: uuidv4 });
      return show(await this.close(tx, by, conflict, resolution, ctx));
    });
  }

  /** Settles many in the same way, each by itself: those that cannot be settled so are answered with their reason. */
  async resolveMany(
    by: Administrator,
    tenantId: string,
    ids: readonly string[],
    resolution: Resolution,
  ): Promise<Settled[]> {
    const settled: Settled[] = [];
    for (const id of new Set(ids)) {
      try {
        settled.push({ id, state: (await this.resolve(by, tenantId, id, resolution)).state });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        settled.push({ id, problem: error.message });
      }
    }
    return settled;
  }

  private async close(
    tx: Transaction,
    by: Administrator,
    conflict: Conflict,
    resolution: Resolution,
    ctx: ScimContext | undefined,
  ): Promise<Conflict> {
    const resolved: Conflict = {
      ...conflict,
      state: 'resolved',
      resolution,
      resolvedBy: by.name,
      resolvedAt: this.settings.clock(),
    };
    await tx.manager.getRepository(Conflict).save(resolved);
    await this.audit.record(tx, ctx ?? originOf(by), [
      {
        type: 'conflict_resolved',
        identityProviderId: conflict.identityProviderId,
        target: { kind: 'conflict', id: conflict.id },
        changes: [conflict.attribute, resolution],
      },
    ]);
    return resolved;
  }
}

function show({ tenantId: _, pairKey: __, ...conflict }: Conflict): ConflictView {
  return conflict;
}

/** What became of one of many. */
export interface Settled {
  readonly id: string;
  readonly state?: ConflictState;
  readonly problem?: string;
}

async function lockOpen({ tenantId, manager }: Transaction, id: string): Promise<Conflict> {
  const conflict = await manager
    .getRepository(Conflict)
    .findOne({ where: { tenantId, id }, lock: { mode: 'pessimistic_write' } });
  if (!conflict) throw Problem.notFound('There is no such conflict.');
  if (conflict.state !== 'open') throw Problem.conflict(`The conflict is ${conflict.state} already.`);
  return conflict;
}

function assertFits(conflict: Conflict, resolution: Resolution): void {
  const fitting = resolutionsOf(conflict);
  if (fitting.includes(resolution)) return;
  const detail = `A conflict of kind ${conflict.kind} like this one is settled by ${fitting.join(', ')}.`;
  throw Problem.conflict(detail, [{ pointer: '/resolution', detail }]);
}
