import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Row, Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import type { Origin } from '../scim-context.js';
import { type AttributeRun, NO_PROGRESS, RUN_KINDS, type RunKind, type RunProgress } from './attribute-run.js';

/** Runs of a tenant, and where they are. */
@Injectable()
export class AttributeRunRepository {
  /** The runs on this field that were begun and not ended, the oldest first. */
  async unfinished(tx: Transaction, key: string): Promise<readonly AttributeRun[]> {
    return (await tx.query<RunRow>(UNFINISHED, [tx.tenantId, RUN_KINDS, key])).map(runOf);
  }

  async begin(tx: Transaction, kind: RunKind, key: string, origin: Origin, at: Date): Promise<AttributeRun> {
    const run = { tenantId: tx.tenantId, id: uuidv7(), kind, key, origin, progress: NO_PROGRESS };
    const parameters = JSON.stringify({ key, origin });
    await tx.query(BEGIN, [run.tenantId, run.id, kind, parameters, JSON.stringify(NO_PROGRESS), origin.actor.name, at]);
    return run;
  }

  /** False where the run is not where it was left: somebody else goes on with it. */
  async advance(tx: Transaction, { id, progress }: AttributeRun, to: RunProgress, at: Date): Promise<boolean> {
    const values = [tx.tenantId, id, JSON.stringify(progress), JSON.stringify(to), at];
    return (await tx.query(ADVANCE, values)).length > 0;
  }

  /** False as for `advance`. Who asked is in the event from now on. */
  async end(tx: Transaction, { id, progress }: AttributeRun, at: Date): Promise<boolean> {
    return (await tx.query(END, [tx.tenantId, id, JSON.stringify(progress), at])).length > 0;
  }
}

/** A run as a row of any query that selects `RUN_COLUMNS`. */
export interface RunRow extends Row {
  readonly tenant_id: string;
  readonly id: string;
  readonly kind: RunKind;
  readonly parameters: { readonly key: string; readonly origin: Origin };
  readonly progress: RunProgress;
}

function runOf({ tenant_id: tenantId, id, kind, parameters, progress }: RunRow): AttributeRun {
  return { tenantId, id, kind, ...parameters, progress };
}

const UNFINISHED: Statement = {
  name: 'attribute-run-unfinished',
  text: `SELECT tenant_id, id, kind, parameters, progress FROM inbound_scim.run
    WHERE tenant_id = $1 AND state = 'running' AND kind = ANY ($2) AND parameters ->> 'key' = $3 ORDER BY started_at, id`,
};

const BEGIN: Statement = {
  name: 'attribute-run-begin',
  text: `INSERT INTO inbound_scim.run (tenant_id, id, kind, parameters, progress, state, started_by, started_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, 'running', $6, $7, $7)`,
};

const ADVANCE: Statement = {
  name: 'attribute-run-advance',
  text: `UPDATE inbound_scim.run SET progress = $4, updated_at = $5
    WHERE tenant_id = $1 AND id = $2 AND state = 'running' AND progress = $3::jsonb RETURNING 1`,
};

const END: Statement = {
  name: 'attribute-run-end',
  text: `UPDATE inbound_scim.run SET state = 'done', parameters = parameters - 'origin', updated_at = $4
    WHERE tenant_id = $1 AND id = $2 AND state = 'running' AND progress = $3::jsonb RETURNING 1`,
};
