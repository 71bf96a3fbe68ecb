import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { Problem } from '../admin/problem.js';
import { Database } from '../database/database.js';
import { type InboundScimSettings, OWNER_DATA_SOURCE, SETTINGS } from '../inbound-scim.settings.js';
import { OFFBOARDING } from '../tenants/assert-not-ending.js';
import { OffboardingRunRepository } from './offboarding-run.repository.js';
import { OffboardingRuns } from './offboarding-runs.js';

/**
 * Takes up the endings that another process left unfinished, behind the start of the service. Only the owner of the schema sees the runs of
 * every tenant; without one an ending waits until it is asked for again.
 */
@Injectable()
export class OffboardingAtStart implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('InboundScim');
  /** Settles when all of it is done; never rejects. */
  private ended: Promise<void> = Promise.resolve();

  constructor(
    @Inject(OWNER_DATA_SOURCE) private readonly owner: DataSource,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
    private readonly database: Database,
    private readonly repository: OffboardingRunRepository,
    private readonly runs: OffboardingRuns,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.upkeep) this.ended = this.takeUpAll().catch((error: unknown) => this.tell(error));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.runs.stop();
    await this.ended;
  }

  private async takeUpAll(): Promise<void> {
    const rows = await this.owner.query<readonly { tenant_id: string; id: string }[]>(UNFINISHED, [OFFBOARDING]);
    for (const row of rows) await this.takeUp(row.tenant_id, row.id).catch((error: unknown) => this.tell(error));
  }

  private async takeUp(tenantId: string, id: string): Promise<void> {
    const run = await this.database.transaction(tenantId, (tx) => this.repository.lock(tx, id));
    if (run) await this.runs.carryOut(run);
  }

  /** That the service stops again is no failure. */
  private tell(error: unknown): void {
    if (!(error instanceof Problem)) this.logger.warn(`An off-boarding was not taken up: ${String(error)}`);
  }
}

const UNFINISHED = `SELECT tenant_id, id FROM inbound_scim.run WHERE kind = $1 AND state = 'running' ORDER BY started_at, id`;
