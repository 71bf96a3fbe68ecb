import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { Problem } from '../admin/problem.js';
import { type InboundScimSettings, OWNER_DATA_SOURCE, SETTINGS } from '../inbound-scim.settings.js';
import { RUN_KINDS } from './attribute-run.js';
import { AttributeRunsService } from './attribute-runs.service.js';

/**
 * Takes up what another process left unfinished, behind the start of the service. Only the owner of the schema sees the runs of
 * every tenant; without one a run waits for the next request on its field.
 */
@Injectable()
export class RunsAtStart implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Settles when all of it is done; never rejects. */
  ended: Promise<void> = Promise.resolve();
  private readonly logger = new Logger('InboundScim');

  constructor(
    @Inject(OWNER_DATA_SOURCE) private readonly owner: DataSource,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
    private readonly runs: AttributeRunsService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.upkeep) this.ended = this.takeUp().catch((error: unknown) => this.tell(error));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.runs.stop();
    await this.ended;
  }

  private async takeUp(): Promise<void> {
    const fields = await this.owner.query<readonly { tenant_id: string; key: string }[]>(UNFINISHED, [RUN_KINDS]);
    for (const { tenant_id: tenantId, key } of fields) {
      await this.runs.alone(tenantId, key, () => Promise.resolve()).catch((error: unknown) => this.tell(error));
    }
  }

  /** That another instance is at it, or that this one stops again, is no failure. */
  private tell(error: unknown): void {
    if (!(error instanceof Problem)) this.logger.warn(`A backfill or scrub was not taken up: ${String(error)}`);
  }
}

const UNFINISHED = `
  SELECT DISTINCT tenant_id, parameters ->> 'key' AS key FROM inbound_scim.run WHERE state = 'running' AND kind = ANY ($1)`;
