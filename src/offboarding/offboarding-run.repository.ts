import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Row, Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import { OFFBOARDING } from '../tenants/assert-not-ending.js';
import { type Ending, NO_PROGRESS, type OffboardingProgress, type OffboardingRun } from './offboarding-run.js';

/** The runs that end connections, and where they are. */
@Injectable()
export class OffboardingRunRepository {
  /** The run that ends this connection, if one was begun and not ended. */
  async unfinished(tx: Transaction, identityProviderId: string): Promise<OffboardingRun | undefined> {
    const [row] = await tx.query<RunRow>(UNFINISHED, [tx.tenantId, OFFBOARDING, identityProviderId]);
    return row && runOf(row);
  }

  async begin(tx: Transaction, run: Omit<OffboardingRun, 'id' | 'progress'>, at: Date): Promise<OffboardingRun> {
    const { tenantId, origin, identityProviderId, name, users, scrub } = run;
    const id = uuidv7();
    const parameters = JSON.stringify({ identityProviderId, name, users, scrub, origin });
    const progress = JSON.stringify(NO_PROGRESS);
    await tx.query(BEGIN, [tenantId, id, OFFBOARDING, parameters, progress, origin.actor.name, at]);
    return { ...run, id, progress: NO_PROGRESS };
  }

  /** The run as it is now; nobody else goes on with it until the transaction ends. Undefined once it is done. */
  async lock(tx: Transaction, id: string): Promise<OffboardingRun | undefined> {
    const [row] = await tx.query<RunRow>(LOCK, [tx.tenantId, id]);
    return row && runOf(row);
  }

  async advance(tx: Transaction, id: string, progress: OffboardingProgress, at: Date): Promise<void> {
    await tx.query(ADVANCE, [tx.tenantId, id, JSON.stringify(progress), at]);
  }

  /** Who asked is in the event from now on. */
  async end(tx: Transaction, id: string, at: Date): Promise<void> {
    await tx.query(END, [tx.tenantId, id, at]);
  }

  /** How far it came, done or not. */
  async progress(tx: Transaction, id: string): Promise<OffboardingProgress | undefined> {
    const [row] = await tx.query<Pick<RunRow, 'progress'>>(PROGRESS, [tx.tenantId, id]);
    return row?.progress;
  }
}

interface RunRow extends Row {
  readonly tenant_id: string;
  readonly id: string;
  readonly parameters: Ending & Pick<OffboardingRun, 'identityProviderId' | 'name' | 'origin'>;
  readonly progress: OffboardingProgress;
}

function runOf({ tenant_id: tenantId, id, parameters, progress }: RunRow): OffboardingRun {
  return { tenantId, id, ...parameters, progress };
}

const COLUMNS = 'tenant_id, id, parameters, progress';

const UNFINISHED: Statement = {
  name: 'offboarding-run-unfinished',
  text: `SELECT ${COLUMNS} FROM inbound_scim.run
    WHERE tenant_id = $1 AND kind = $2 AND state = 'running' AND parameters ->> 'identityProviderId' = $3`,
};

const BEGIN: Statement = {
  name: 'offboarding-run-begin',
  text: `INSERT INTO inbound_scim.run (tenant_id, id, kind, parameters, progress, state, started_by, started_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, 'running', $6, $7, $7)`,
};

const LOCK: Statement = {
  name: 'offboarding-run-lock',
  text: `SELECT ${COLUMNS} FROM inbound_scim.run WHERE tenant_id = $1 AND id = $2 AND state = 'running' FOR UPDATE`,
};

const ADVANCE: Statement = {
  name: 'offboarding-run-advance',
  text: 'UPDATE inbound_scim.run SET progress = $3, updated_at = $4 WHERE tenant_id = $1 AND id = $2',
};

const END: Statement = {
  name: 'offboarding-run-end',
  text: `UPDATE inbound_scim.run SET state = 'done', parameters = parameters - 'origin', updated_at = $3 WHERE tenant_id = $1 AND id = $2`,
};

const PROGRESS: Statement = {
  name: 'offboarding-run-progress',
  text: 'SELECT progress FROM inbound_scim.run WHERE tenant_id = $1 AND id = $2',
};
