import { v7 as uuidv7 } from 'uuid';
import type { Row, Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import type { Origin } from '../scim-context.js';
import type { Run } from './run.js';

/**
 * The runs of some kinds, and where they are. `Kind` is what they are called, `Subject` says what a run is about, `Progress` how far it is.
 */
export class KeptRuns<Kind extends string, Subject extends object, Progress extends object> {
  constructor(
    private readonly kinds: readonly Kind[],
    private readonly beginning: Progress,
  ) {}

  /** Those about a subject with these members that were begun and not ended, the oldest first. */
  async unfinished(tx: Transaction, about: Partial<Subject>): Promise<readonly KeptRun<Kind, Subject, Progress>[]> {
    const values = [tx.tenantId, this.kinds, JSON.stringify(about)];
    return (await tx.query<RunRow<Kind, Subject, Progress>>(UNFINISHED, values)).map(runOf);
  }

  /** Keeps a new run, at its beginning; `origin` asked for it, and stands in it until it ends. */
  async begin(
    tx: Transaction,
    kind: Kind,
    subject: Subject,
    origin: Origin,
    at: Date,
  ): Promise<KeptRun<Kind, Subject, Progress>> {
    const { tenantId } = tx;
    const id = uuidv7();
    const parameters = JSON.stringify({ ...subject, origin });
    await tx.query(BEGIN, [tenantId, id, kind, parameters, JSON.stringify(this.beginning), origin.actor.name, at]);
    return { ...subject, tenantId, id, kind, origin, progress: this.beginning };
  }

  /** The run as it is now; nobody else goes on with it until the transaction ends. Undefined once it is done. */
  async lock(tx: Transaction, id: string): Promise<KeptRun<Kind, Subject, Progress> | undefined> {
    const [row] = await tx.query<RunRow<Kind, Subject, Progress>>(LOCK, [tx.tenantId, id, this.kinds]);
    return row && runOf(row);
  }

  /** False where the run is not where it was left: somebody else goes on with it. */
  async advance(tx: Transaction, { id, progress }: Run<Progress>, to: Progress, at: Date): Promise<boolean> {
    const values = [tx.tenantId, id, JSON.stringify(progress), JSON.stringify(to), at];
    return (await tx.query(ADVANCE, values)).length > 0;
  }

  /** False as for `advance`. Who asked is in the event from now on. */
  async end(tx: Transaction, { id, progress }: Run<Progress>, at: Date): Promise<boolean> {
    return (await tx.query(END, [tx.tenantId, id, JSON.stringify(progress), at])).length > 0;
  }

  /** How far it came, done or not. */
  async progress(tx: Transaction, id: string): Promise<Progress | undefined> {
    const [row] = await tx.query<{ progress: Progress }>(PROGRESS, [tx.tenantId, id]);
    return row?.progress;
  }
}

type KeptRun<Kind, Subject, Progress> = Subject & Run<Progress> & { readonly kind: Kind };

interface RunRow<Kind, Subject, Progress> extends Row {
  readonly tenant_id: string;
  readonly id: string;
  readonly kind: Kind;
  readonly parameters: Subject & { readonly origin: Origin };
  readonly progress: Progress;
}

function runOf<Kind, Subject, Progress>(row: RunRow<Kind, Subject, Progress>): KeptRun<Kind, Subject, Progress> {
  const { tenant_id: tenantId, id, kind, parameters, progress } = row;
  return { ...parameters, tenantId, id, kind, progress };
}

const COLUMNS = 'tenant_id, id, kind, parameters, progress';

const UNFINISHED: Statement = {
  name: 'run-unfinished',
  text: `SELECT ${COLUMNS} FROM inbound_scim.run
    WHERE tenant_id = $1 AND state = 'running' AND kind = ANY ($2) AND parameters @> $3::jsonb ORDER BY started_at, id`,
};

const BEGIN: Statement = {
  name: 'run-begin',
  text: `INSERT INTO inbound_scim.run (tenant_id, id, kind, parameters, progress, state, started_by, started_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, 'running', $6, $7, $7)`,
};

const LOCK: Statement = {
  name: 'run-lock',
  text: `SELECT ${COLUMNS} FROM inbound_scim.run WHERE tenant_id = $1 AND id = $2 AND kind = ANY ($3) AND state = 'running' FOR UPDATE`,
};

const ADVANCE: Statement = {
  name: 'run-advance',
  text: `UPDATE inbound_scim.run SET progress = $4, updated_at = $5
    WHERE tenant_id = $1 AND id = $2 AND state = 'running' AND progress = $3::jsonb RETURNING 1`,
};

const END: Statement = {
  name: 'run-end',
  text: `UPDATE inbound_scim.run SET state = 'done', parameters = parameters - 'origin', updated_at = $4
    WHERE tenant_id = $1 AND id = $2 AND state = 'running' AND progress = $3::jsonb RETURNING 1`,
};

const PROGRESS: Statement = {
  name: 'run-progress',
  text: 'SELECT progress FROM inbound_scim.run WHERE tenant_id = $1 AND id = $2',
};
