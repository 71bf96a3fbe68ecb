import { Inject, Injectable } from '@nestjs/common';
import { Problem } from '../admin/problem.js';
import { Database } from '../database/database.js';
import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { TenantConfigService } from '../tenants/tenant-config.service.js';
import type { AttributeRun, PersonPosition } from './attribute-run.js';
import { AttributeRunRepository } from './attribute-run.repository.js';
import { configOf } from './config-of.js';
import { decideField, type FieldDecision } from './decide-field.js';
import { PersonFieldRepository } from './person-field.repository.js';

/** People that are read, and locked at most, at once. */
export const RUN_BATCH = 1_000;

/** Where a run is after a batch. */
export interface Turn {
  readonly run: AttributeRun;
  /** Nobody is left. */
  readonly isOver: boolean;
  /** Somebody was being changed by another: the next batch is for the first of them alone, and waits. */
  readonly isPatient: boolean;
}

/** The people of one batch who seem to need the change, and where the run is once all of them have it. */
interface Batch {
  readonly decision: FieldDecision;
  readonly wanted: readonly string[];
  readonly end: PersonPosition;
}

/** Carries a run on by one batch: people are read and judged without a lock, and only who needs the change is locked and judged anew. */
@Injectable()
export class RunBatches {
  constructor(
    private readonly database: Database,
    private readonly configs: TenantConfigService,
    private readonly fields: PersonFieldRepository,
    private readonly runs: AttributeRunRepository,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  /** @throws Problem 404 for a tenant that is gone; 409 where somebody else goes on with the run */
  async next(turn: Turn): Promise<Turn> {
    const batch = await this.read(turn.run);
    if (!batch) return { ...turn, isOver: true };
    return this.database.transaction(turn.run.tenantId, (tx) => this.write(tx, turn, batch));
  }

  private async read({ tenantId, kind, key, progress }: AttributeRun): Promise<Batch | undefined> {
    const config = await configOf(this.database, this.configs, tenantId);
    const decision = decideField(kind, key, config, this.settings.clock());
    const page = await this.fields.page(tenantId, decision, progress.after, RUN_BATCH);
    const wanted = page.filter((field) => decision.decide(field) !== undefined).map(({ id }) => id);
    const end = page.at(-1)?.position;
    return end && { decision, wanted, end };
  }

  private async write(tx: Transaction, turn: Turn, { decision, wanted, end }: Batch): Promise<Turn> {
    const { run, isPatient } = turn;
    const asked = isPatient ? wanted.slice(0, 1) : wanted;
    const locked = await this.fields.lock(tx, asked, isPatient);
    // Asked behind the lock: whoever pushed under newer settings had the lock before.
    if ((await versionOf(tx)) !== decision.configVersion) return turn;
    const changed = await this.writeLocked(tx, run, decision, locked);
    const isWhole = locked.length === wanted.length;
    const progress = { after: isWhole ? end : run.progress.after, changed: run.progress.changed + changed };
    if (!(await this.runs.advance(tx, run, progress, this.settings.clock()))) throw takenUp(run);
    return { run: { ...run, progress }, isOver: false, isPatient: !isWhole && !isPatient };
  }

  private async writeLocked(
    tx: Transaction,
    run: AttributeRun,
    decision: FieldDecision,
    ids: readonly string[],
  ): Promise<number> {
    if (ids.length === 0) return 0;
    const fields = await this.fields.read(tx, decision, ids);
    const changes = fields.flatMap((field) => {
      const value = decision.decide(field);
      return value === undefined ? [] : [{ id: field.id, value }];
    });
    await this.fields.write(tx, run, changes, this.settings.clock());
    return changes.length;
  }
}

const VERSION: Statement = {
  name: 'attribute-run-version',
  text: 'SELECT config_version AS version FROM inbound_scim.tenant WHERE id = $1',
};

async function versionOf(tx: Transaction): Promise<string | undefined> {
  return (await tx.query<{ version: string }>(VERSION, [tx.tenantId]))[0]?.version;
}

/** Somebody else works on the same field, though this instance has its lock: its connection was lost, say. */
export function takenUp({ key }: AttributeRun): Problem {
  return Problem.conflict(`Somebody else goes on with what was under way on ${key}.`);
}
