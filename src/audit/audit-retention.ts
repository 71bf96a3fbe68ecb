import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { Database } from '../database/database.js';
import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import { type InboundScimSettings, OWNER_DATA_SOURCE, SETTINGS } from '../inbound-scim.settings.js';
import { ServiceLogger } from '../service-logger.js';
import { appendCheckpoints } from './append-checkpoints.js';
import { chainCheckpoints } from './chain-checkpoints.js';
import type { Checkpoint } from './checkpoint.js';
import { draftRemovals } from './draft-checkpoints.js';
import { Heads } from './heads.js';
import { tryLockLog } from './lock-log.js';
import { SERVICE_TENANT } from './service-tenant.js';

/**
 * Removes the months of the event log that are older than `auditRetentionMonths`, a partition at a time. Each tenant's chain tells of it in
 * a checkpoint, written in the same transaction; so a month that retention removed is told from one that somebody else did.
 */
@Injectable()
export class AuditRetention {
  private readonly logger = new ServiceLogger('InboundScim');
  private readonly maintenance: Database;

  constructor(
    @Inject(OWNER_DATA_SOURCE) owner: DataSource,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
    private readonly heads: Heads,
  ) {
    this.maintenance = new Database(owner, 'off');
  }

  /** Removes what is too old, unless another instance is at it; what is not sealed yet waits for the next time. */
  async dropOldMonths(): Promise<void> {
    const { auditRetentionMonths, clock } = this.settings;
    if (auditRetentionMonths === null) return;
    const before = firstOfMonth(clock(), auditRetentionMonths);
    const [row] = await this.maintenance.queryAtDoor<{ any: boolean }>(HAS_OLDER, [before]);
    if (!row?.any) return;
    const told = await this.maintenance.transaction(SERVICE_TENANT, (tx) => this.drop(tx, before));
    if (!told) return;
    this.heads.note(told);
    this.logger.log(`The event log before ${before} was removed: events are kept for ${auditRetentionMonths} months.`);
  }

  private async drop(tx: Transaction, before: string): Promise<readonly Checkpoint[] | undefined> {
    if (!(await tryLockLog(tx))) return undefined;
    const [row] = await tx.query<{ any: boolean }>(HAS_UNSEALED, [before]);
    if (row?.any) return undefined;
    const checkpoints = chainCheckpoints(
      await draftRemovals(tx, before),
      this.settings.auditKey,
      this.settings.clock(),
    );
    await appendCheckpoints(tx, checkpoints);
    await tx.query(DROP, [before]);
    return checkpoints;
  }
}

/** The first day of the month that was so many months ago, in UTC. */
function firstOfMonth(now: Date, monthsAgo: number): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsAgo)).toISOString().slice(0, 10);
}

const HAS_OLDER: Statement = {
  name: 'audit-has-older',
  text: `SELECT EXISTS (SELECT FROM inbound_scim.audit_months_before($1::date))
    OR EXISTS (SELECT FROM inbound_scim.audit_event WHERE occurred_at < $1::date::timestamp AT TIME ZONE 'UTC') AS any`,
};

const HAS_UNSEALED: Statement = {
  name: 'audit-has-older-unsealed',
  text: `SELECT EXISTS (SELECT FROM inbound_scim.audit_event AS event, inbound_scim.audit_mark() AS mark
    WHERE event.epoch = mark.epoch AND event.tx > mark.tx AND event.occurred_at < $1::date::timestamp AT TIME ZONE 'UTC') AS any`,
};

const DROP: Statement = { name: 'audit-drop-months', text: 'SELECT inbound_scim.drop_audit_months_before($1::date)' };
