import type { DataSource, QueryRunner } from 'typeorm';
import type { Client, Pool, PoolClient } from 'pg';
import { classify, type DatabaseFailure } from './database-error.js';
import { askInSession, enterSession, enterTransaction, type FenceMode } from './fence.js';
import type { Row, Statement } from './statement.js';
import { surviveLostConnections } from './survive-lost-connections.js';
import { Transaction } from './transaction.js';

/** A transaction that lost against another is repeated; after so many attempts the client is told to try again. */
const MAX_ATTEMPTS = 5;

/** Each connection of a pool finds out by itself that a table has changed, and is replaced. */
const MAX_OUTDATED = 50;

/**
 * How the service speaks to PostgreSQL: always for one tenant, inside its fence. It takes the pool of the DataSource it is
 * given, so a host's own connection serves the same way. No table is known here.
 */
export class Database {
  constructor(
    readonly dataSource: DataSource,
    readonly fence: FenceMode,
  ) {}

  /**
   * One statement by itself: atomic without BEGIN, one round trip; two where the connection's session has to be set first and it is no pipeline.
   */
  async query<R extends Row>(tenantId: string, statement: Statement, values: readonly unknown[]): Promise<R[]> {
    const { name, text, plan } = statement;
    if (this.fence === 'transaction')
      return repeated(() => this.attempt(tenantId, (tx) => tx.query<R>(statement, values), plan));
    return repeated(() =>
      this.onClient(async (client) => {
        const ask = () => client.query<R>({ name, text, values: [...values] });
        const { rows } = await askInSession(this.fence, client, tenantId, plan, ask);
        return rows;
      }),
    );
  }

  /** For what must be known before a tenant is: a function or table that row-level security leaves open on purpose. */
  async queryAtDoor<R extends Row>(statement: Statement, values: readonly unknown[]): Promise<R[]> {
    return this.onClient(async (client) => (await client.query<R>({ values: [...values], ...statement })).rows);
  }

  /**
   * `work` in one transaction; repeated when it lost against another (serialization failure, deadlock), so it must decide
   * everything anew each time and touch nothing but `tx`.
   */
  async transaction<T>(tenantId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return repeated(() => this.attempt(tenantId, work));
  }

  private async attempt<T>(
    tenantId: string,
    work: (tx: Transaction) => Promise<T>,
    plan?: Statement['plan'],
  ): Promise<T> {
    surviveLostConnections(this.dataSource);
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      await enterSession(this.fence, client, tenantId, plan);
      await runner.startTransaction();
      await enterTransaction(this.fence, client, tenantId, plan);
      const tx = new Transaction(tenantId, runner.manager, client, this.fence);
      const result = await work(tx);
      await runner.commitTransaction();
      tx.committed();
      return result;
    } catch (error) {
      await rollBack(runner);
      if (classify(error) === 'outdated') await endConnection(runner);
      throw error;
    } finally {
      await runner.release();
    }
  }

  private async onClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      // A statement that PostgreSQL refused leaves the connection usable; one that broke does not.
      client.release(IS_OVER.has(classify(error)));
      throw error;
    }
  }

  private get pool(): Pool {
    surviveLostConnections(this.dataSource);
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }
}

/** After these a connection is of no use to anybody. */
const IS_OVER: ReadonlySet<DatabaseFailure | undefined> = new Set(['unavailable', 'outdated']);

async function repeated<T>(attempt: () => Promise<T>): Promise<T> {
  for (const left = { conflict: MAX_ATTEMPTS - 1, outdated: MAX_OUTDATED }; ;) {
    try {
      return await attempt();
    } catch (error) {
      const failure = classify(error);
      if ((failure !== 'conflict' && failure !== 'outdated') || left[failure] === 0) throw error;
      left[failure] -= 1;
    }
  }
}

/** The pool replaces a connection that was ended. */
async function endConnection(runner: QueryRunner): Promise<void> {
  const client = (await runner.connect()) as Client;
  await client.end().catch(() => undefined);
}

/** The cause is what matters to the caller; that a lost connection cannot roll back is no news. */
async function rollBack(runner: QueryRunner): Promise<void> {
  if (!runner.isTransactionActive) return;
  await runner.rollbackTransaction().catch(() => undefined);
}
