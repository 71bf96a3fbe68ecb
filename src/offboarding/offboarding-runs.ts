import { Injectable } from '@nestjs/common';
import { Problem } from '../admin/problem.js';
import { Database } from '../database/database.js';
import type { RunWork } from '../runs/runs-at-start.js';
import { OFFBOARDING } from '../tenants/assert-not-ending.js';
import { TenantConfigService } from '../tenants/tenant-config.service.js';
import { OffboardingBatches } from './offboarding-batches.js';
import { type OffboardingRun, type OffboardingView, viewOf } from './offboarding-run.js';
import { OffboardingRunRepository } from './offboarding-run.repository.js';

const TRY_AGAIN_S = 10;

/** Carries endings out, batch by batch; between batches other requests have their turn. Two that carry out the same one share its batches. */
@Injectable()
export class OffboardingRuns implements RunWork {
  readonly kinds = [OFFBOARDING];
  private isStopping = false;

  constructor(
    private readonly database: Database,
    private readonly configs: TenantConfigService,
    private readonly batches: OffboardingBatches,
    private readonly runs: OffboardingRunRepository,
  ) {}

  /** To the end. @throws Problem 503 where the service stops meanwhile; 404 where the tenant is erased meanwhile */
  async carryOut(run: OffboardingRun): Promise<OffboardingView> {
    this.configs.changed(run.tenantId);
    do {
      if (this.isStopping) throw stopping();
    } while (await this.batches.next(run.tenantId, run.id));
    this.configs.changed(run.tenantId);
    const progress = await this.database.transaction(run.tenantId, (tx) => this.runs.progress(tx, run.id));
    return viewOf({ ...run, progress: progress ?? run.progress }, 'done');
  }

  async takeUp(tenantId: string, id: string): Promise<void> {
    const run = await this.database.transaction(tenantId, (tx) => this.runs.lock(tx, id));
    if (run) await this.carryOut(run);
  }

  stop(): void {
    this.isStopping = true;
  }
}

function stopping(): Problem {
  const detail = 'The service is stopping; what is left is done at its next start, or when it is asked for again.';
  return Problem.ofStatus(503, detail, TRY_AGAIN_S);
}
