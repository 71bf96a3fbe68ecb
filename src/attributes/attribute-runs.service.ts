import { Inject, Injectable } from '@nestjs/common';
import { Problem } from '../admin/problem.js';
import { AuditService } from '../audit/audit.service.js';
import { Database } from '../database/database.js';
import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import type { RunWork } from '../runs/runs-at-start.js';
import type { Origin } from '../scim-context.js';
import { type AttributeRun, RUN_KINDS, type RunKind } from './attribute-run.js';
import { AttributeRunRepository } from './attribute-run.repository.js';
import { RunBatches, takenUp, type Turn } from './run-batches.js';

/** Fields worked on in one process: each keeps a connection beside the one it works on. */
export const MAX_RUNS_AT_ONCE = 2;

const TRY_AGAIN_S = 10;

/**
 * Runs from their beginning to their end. Each batch is a transaction that writes people and says in the run's row how far it is, so a run
 * that was broken off goes on where it was. Between batches pushes and other requests have their turn.
 */
@Injectable()
export class AttributeRunsService implements RunWork {
  readonly kinds = RUN_KINDS;
  private underWay = 0;
  private isStopping = false;

  constructor(
    private readonly database: Database,
    private readonly runs: AttributeRunRepository,
    private readonly batches: RunBatches,
    private readonly audit: AuditService,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  /**
   * `work` while nobody else, in this or another instance, works on this field. What was broken off on it is ended before.
   *
   * @throws Problem 409 while somebody does; 503 while this instance has enough to do
   */
  async alone<T>(tenantId: string, key: string, work: (ended: readonly AttributeRun[]) => Promise<T>): Promise<T> {
    if (this.underWay >= MAX_RUNS_AT_ONCE) throw busy();
    this.underWay += 1;
    try {
      return await this.database.transaction(tenantId, async (tx) => {
        await holdField(tx, key);
        return work(await this.endBefore(tenantId, key));
      });
    } finally {
      this.underWay -= 1;
    }
  }

  begin(tx: Transaction, kind: RunKind, key: string, origin: Origin): Promise<AttributeRun> {
    return this.runs.begin(tx, kind, { key }, origin, this.settings.clock());
  }

  /** Whether the field of a key that is no more is still being cleared. */
  async isBeingRemoved(tx: Transaction, key: string): Promise<boolean> {
    return (await this.runs.unfinished(tx, { key })).some(({ kind }) => kind === 'attribute_removal');
  }

  /**
   * To its end, for whoever is alone with the field.
   *
   * @throws Problem 409 if somebody else goes on with it; 503 where the service stops
   */
  async carryOut(run: AttributeRun): Promise<AttributeRun> {
    let turn: Turn = { run, isOver: false, isPatient: false };
    while (!turn.isOver) {
      if (this.isStopping) throw stopping();
      turn = await this.batches.next(turn);
    }
    await this.end(turn.run);
    return turn.run;
  }

  async takeUp(tenantId: string, id: string): Promise<void> {
    const run = await this.database.transaction(tenantId, (tx) => this.runs.lock(tx, id));
    if (run) await this.alone(tenantId, run.key, () => Promise.resolve());
  }

  stop(): void {
    this.isStopping = true;
  }

  private async endBefore(tenantId: string, key: string): Promise<readonly AttributeRun[]> {
    const unfinished = await this.database.transaction(tenantId, (tx) => this.runs.unfinished(tx, { key }));
    const ended: AttributeRun[] = [];
    for (const run of unfinished) ended.push(await this.carryOut(run));
    return ended;
  }

  /** The event of all that was done comes with the end. */
  private async end(run: AttributeRun): Promise<void> {
    const { tenantId, kind, key, origin, progress } = run;
    await this.database.transaction(tenantId, async (tx) => {
      if (!(await this.runs.end(tx, run, this.settings.clock()))) throw takenUp(run);
      await this.audit.record(tx, origin, [
        {
          type: EVENT_OF[kind],
          target: { kind: 'attribute', id: key },
          changes: [key],
          counts: { users: progress.changed },
        },
      ]);
    });
  }
}

const EVENT_OF = {
  attribute_backfill: 'attribute_backfilled',
  attribute_scrub: 'attribute_scrubbed',
  attribute_removal: 'attribute_scrubbed',
} as const satisfies Record<RunKind, string>;

/** Until the transaction ends, however long nothing is said in it. */
const HOLD: Statement = {
  name: 'attribute-run-hold',
  text: `SELECT pg_try_advisory_xact_lock(hashtextextended('inbound-scim attribute ' || $1 || ' ' || $2, 0)) AS mine,
    set_config('idle_in_transaction_session_timeout', '0', true)`,
};

async function holdField(tx: Transaction, key: string): Promise<void> {
  const [row] = await tx.query<{ mine: boolean }>(HOLD, [tx.tenantId, key]);
  if (!row?.mine) throw Problem.conflict(`A backfill or scrub of ${key} is under way; ask again when it has ended.`);
}

function busy(): Problem {
  const detail = `${MAX_RUNS_AT_ONCE} backfills or scrubs are under way here; try again in ${TRY_AGAIN_S} s.`;
  return Problem.ofStatus(503, detail, TRY_AGAIN_S);
}

function stopping(): Problem {
  return Problem.ofStatus(503, 'The service is stopping; what is left is done at its next start.', TRY_AGAIN_S);
}
