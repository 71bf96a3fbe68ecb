import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { Problem } from '../admin/problem.js';
import type { InboundScimSettings } from '../inbound-scim.settings.js';
import { ServiceLogger } from '../service-logger.js';

/** What carries runs of some kinds out. */
export interface RunWork {
  readonly kinds: readonly string[];
  /** Carries a run on to its end; nothing where it has ended. @throws Problem where somebody else does, or the service stops */
  takeUp(tenantId: string, id: string): Promise<unknown>;
  /** What is under way ends with its batch. */
  stop(): void;
}

/**
 * Takes up what another process left unfinished, behind the start of the service. Only the owner of the schema sees the runs of
 * every tenant; without one a run waits until it is asked for again.
 */
export class RunsAtStart implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Settles when all of it is done; never rejects. */
  ended: Promise<void> = Promise.resolve();
  private readonly logger = new ServiceLogger('InboundScim');

  constructor(
    private readonly owner: DataSource,
    private readonly settings: InboundScimSettings,
    private readonly work: RunWork,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.upkeep) this.ended = this.takeUpAll().catch((error: unknown) => this.tell(error));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.work.stop();
    await this.ended;
  }

  private async takeUpAll(): Promise<void> {
    const runs = await this.owner.query<readonly { tenant_id: string; id: string }[]>(UNFINISHED, [this.work.kinds]);
    for (const { tenant_id: tenantId, id } of runs) {
      await this.work.takeUp(tenantId, id).catch((error: unknown) => this.tell(error));
    }
  }

  /** That another instance is at it, or that this one stops again, is no failure. */
  private tell(error: unknown): void {
    if (!(error instanceof Problem)) this.logger.warn(`A run was not taken up: ${String(error)}`);
  }
}

const UNFINISHED = `
  SELECT tenant_id, id FROM inbound_scim.run WHERE kind = ANY ($1) AND state = 'running' ORDER BY started_at, id`;
