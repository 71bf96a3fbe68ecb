import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { Database } from '../database/database.js';
import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import { type InboundScimSettings, OWNER_DATA_SOURCE, SETTINGS } from '../inbound-scim.settings.js';
import { ServiceLogger } from '../service-logger.js';
import { appendCheckpoints } from './append-checkpoints.js';
import { chainCheckpoints } from './chain-checkpoints.js';
import type { Checkpoint } from './checkpoint.js';
import { draftCheckpoints, type SealedRange } from './draft-checkpoints.js';
import { Heads } from './heads.js';
import { tryLockLog } from './lock-log.js';
import { SERVICE_TENANT } from './service-tenant.js';
import { lookForUnsealed, nextOfClosedEpoch, type Unsealed } from './unsealed.js';

/**
 * Seals the event log of all tenants. Nobody who writes an event waits for it or for another writer: each event carries an HMAC of its
 * own, and what is final is sealed afterwards, each tenant's events into a checkpoint of their own that is chained to the one before.
 *
 * Whether an event is sealed is told by its transaction's number, which only means something on the PostgreSQL that gave it. Where
 * a dump was restored, another one counts on from elsewhere; then a new *epoch* begins, of which all new events are. What the old epoch
 * had not sealed yet is sealed first. This has to be found out before the first event is written, hence as the module starts: a dump is
 * restored while no instance runs.
 */
@Injectable()
export class AuditSealer implements OnModuleInit {
  private readonly logger = new ServiceLogger('InboundScim');
  private readonly maintenance: Database;

  constructor(
    @Inject(OWNER_DATA_SOURCE) owner: DataSource,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
    private readonly heads: Heads,
  ) {
    this.maintenance = new Database(owner, 'off');
  }

  /** A connection that may not look does not seal either; whoever does has looked as it started. */
  async onModuleInit(): Promise<void> {
    try {
      if ((await this.look()).restored) await this.round();
    } catch (error) {
      this.logger.warn(`The event log cannot be looked at: ${String(error)}`);
    }
  }

  /** Seals all that is final now, unless another instance is at it. */
  async seal(): Promise<void> {
    while (hasWork(await this.look())) if (!(await this.round())) return;
  }

  private look(): Promise<Unsealed> {
    return lookForUnsealed((statement, values) => this.maintenance.queryAtDoor(statement, values));
  }

  /** False when another instance is at it. */
  private async round(): Promise<boolean> {
    const sealed = await this.maintenance.transaction(SERVICE_TENANT, async (tx) =>
      (await tryLockLog(tx)) ? this.sealNext(tx) : undefined,
    );
    if (sealed) this.heads.note(sealed);
    return sealed !== undefined;
  }

  private async sealNext(tx: Transaction): Promise<readonly Checkpoint[]> {
    const { epoch, afterTx, toTx, restored } = await lookForUnsealed((statement, values) =>
      tx.query(statement, values),
    );
    if (restored) return this.closeEpoch(tx, epoch, afterTx);
    return toTx === null ? [] : this.sealRange(tx, { epoch, afterTx, toTx });
  }

  private async closeEpoch(tx: Transaction, epoch: number, mark: string): Promise<readonly Checkpoint[]> {
    await tx.query(BEGIN_EPOCH, []);
    const sealed: Checkpoint[] = [];
    for (let afterTx = mark; ;) {
      const toTx = await nextOfClosedEpoch(tx, epoch, afterTx);
      if (toTx === null) break;
      sealed.push(...(await this.sealRange(tx, { epoch, afterTx, toTx })));
      afterTx = toTx;
    }
    this.logger.warn(`The event log comes from another PostgreSQL; it goes on in epoch ${epoch + 1}.`);
    return sealed;
  }

  private async sealRange(tx: Transaction, range: SealedRange): Promise<readonly Checkpoint[]> {
    const drafts = await draftCheckpoints(tx, range);
    const checkpoints = chainCheckpoints(drafts, this.settings.auditKey, this.settings.clock());
    await appendCheckpoints(tx, checkpoints);
    return checkpoints;
  }
}

function hasWork({ toTx, restored }: Unsealed): boolean {
  return toTx !== null || restored;
}

const BEGIN_EPOCH: Statement = { name: 'audit-begin-epoch', text: 'SELECT inbound_scim.begin_audit_epoch()' };
