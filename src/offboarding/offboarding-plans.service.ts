import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { Database } from '../database/database.js';
import { type InboundScimSettings, OWNER_DATA_SOURCE, SETTINGS } from '../inbound-scim.settings.js';
import { findIdentityProvider } from '../tenants/find-identity-provider.js';
import type { OffboardingPlan } from './offboarding-plan.js';
import { OffboardingPlanRepository } from './offboarding-plan.repository.js';
import { viewOf } from './offboarding-run.js';
import { OffboardingRunRepository } from './offboarding-run.repository.js';

/** What the end of a connection would do. */
@Injectable()
export class OffboardingPlansService {
  /** A large connection takes longer to count than a request's statement may. */
  private readonly maintenance: Database;

  constructor(
    @Inject(OWNER_DATA_SOURCE) owner: DataSource,
    private readonly plans: OffboardingPlanRepository,
    private readonly runs: OffboardingRunRepository,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {
    this.maintenance = new Database(owner, 'off');
  }

  /** Changes nothing. @throws Problem 404 */
  async plan(tenantId: string, identityProviderId: string): Promise<OffboardingPlan> {
    return this.maintenance.transaction(tenantId, async (tx) => {
      const { name } = await findIdentityProvider(tx, identityProviderId);
      const counts = await this.plans.count(tx, identityProviderId, this.settings.clock());
      const [run] = await this.runs.unfinished(tx, { identityProviderId });
      return { identityProviderId, name, ...counts, run: run ? viewOf(run, 'running') : null };
    });
  }
}
