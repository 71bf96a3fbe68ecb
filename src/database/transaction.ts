import type { EntityManager } from 'typeorm';
import type { PoolClient } from 'pg';
import { enterTransaction, type FenceMode, leaveTransaction } from './fence.js';
import type { Row, Statement } from './statement.js';

/**
 * An open transaction inside the fence of one tenant. Writes need one: there is no other handle.
 * `manager` is TypeORM's, of the very same transaction: for entities, and for a host that takes part.
 */
export class Transaction {
  private readonly listeners: (() => void)[] = [];

  constructor(
    readonly tenantId: string,
    readonly manager: EntityManager,
    private readonly client: PoolClient,
    private readonly fence: FenceMode,
  ) {}

  async query<R extends Row>(statement: Statement, values: readonly unknown[]): Promise<R[]> {
    const { rows } = await this.client.query<R>({ values: [...values], ...statement });
    return rows;
  }

  /** `work` with `manager` in the role that the connection has by itself: the tables of a host are outside of the fence. */
  async outsideFence<T>(work: () => Promise<T>): Promise<T> {
    await leaveTransaction(this.fence, this.client);
    const result = await work();
    await enterTransaction(this.fence, this.client, this.tenantId);
    return result;
  }

  /** Called once, behind the commit; never where the transaction is undone. */
  onCommit(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** For whoever has committed it. */
  committed(): void {
    for (const listener of this.listeners) listener();
  }
}
