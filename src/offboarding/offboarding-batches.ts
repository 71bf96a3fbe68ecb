import { Inject, Injectable } from '@nestjs/common';
import { configOf } from '../attributes/config-of.js';
import { Database } from '../database/database.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { TenantConfigService } from '../tenants/tenant-config.service.js';
import { OffboardingRunRepository } from './offboarding-run.repository.js';
import { OffboardingSteps } from './offboarding-steps.js';

/** Carries an ending on by one batch: a transaction that takes some rows away and says in the run's row how far it is. */
@Injectable()
export class OffboardingBatches {
  constructor(
    private readonly database: Database,
    private readonly configs: TenantConfigService,
    private readonly steps: OffboardingSteps,
    private readonly runs: OffboardingRunRepository,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  /** Whether anything is left to do. @throws Problem 404 for a tenant that is gone */
  async next(tenantId: string, runId: string): Promise<boolean> {
    const config = await configOf(this.database, this.configs, tenantId);
    return this.database.transaction(tenantId, async (tx) => {
      const run = await this.runs.lock(tx, runId);
      if (!run) return false;
      const progress = await this.steps.next(tx, run, config);
      if (progress) await this.runs.advance(tx, run, progress, this.settings.clock());
      else await this.runs.end(tx, run, this.settings.clock());
      return progress !== undefined;
    });
  }
}
