import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Cron } from 'croner';
import type { DataSource } from 'typeorm';
import { classify } from '../database/database-error.js';
import { type InboundScimSettings, OWNER_DATA_SOURCE, SETTINGS } from '../inbound-scim.settings.js';
import { gatherStatistics } from './gather-statistics.js';
import { lapseMembers } from './lapse-members.js';
import type { MaintenanceAct } from './maintenance-act.js';
import { prepareMonths } from './prepare-months.js';

const ACTS: readonly MaintenanceAct[] = [gatherStatistics, prepareMonths, lapseMembers];

/**
 * Keeps the tables in order, outside of every request: set-based acts on the connection of the schema's owner, each by one instance at a time.
 * An act that the connection may not do is told once and left off: a host's own role may not own the tables.
 */
@Injectable()
export class MaintenanceService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Maintenance');
  private readonly off = new Set<string>();
  private jobs: readonly Cron[] = [];
  private underWay: ReadonlySet<Promise<void>> = new Set();

  constructor(
    @Inject(OWNER_DATA_SOURCE) private readonly owner: DataSource,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  onApplicationBootstrap(): void {
    this.jobs = ACTS.map((act) => new Cron(act.at, { protect: true, unref: true }, () => this.tracked(act)));
    void this.tracked(prepareMonths);
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const job of this.jobs) job.stop();
    await Promise.all(this.underWay);
  }

  /** Does all of it now; for tests and for an administrator's script. */
  async runAll(): Promise<void> {
    for (const act of ACTS) await this.run(act);
  }

  private async tracked(act: MaintenanceAct): Promise<void> {
    const run = this.run(act).catch((error: unknown) => this.tell(act, error));
    this.underWay = new Set([...this.underWay, run]);
    await run;
    this.underWay = new Set([...this.underWay].filter((other) => other !== run));
  }

  private async run(act: MaintenanceAct): Promise<void> {
    if (this.off.has(act.name)) return;
    await this.owner.transaction(async (manager) => {
      const rows: readonly { mine: boolean }[] = await manager.query(LOCK, [`inbound-scim ${act.name}`]);
      if (rows[0]?.mine) await act.run(manager, this.settings.clock());
    });
  }

  /** What is missing for now comes back by itself; what is forbidden does not. */
  private tell(act: MaintenanceAct, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (classify(error) === undefined) this.off.add(act.name);
    this.logger.warn(`Maintenance of ${act.name} failed: ${reason}`);
  }
}

const LOCK = 'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS mine';
