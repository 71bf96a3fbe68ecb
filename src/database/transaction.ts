import type { EntityManager } from 'typeorm';
import type { PoolClient } from 'pg';
import type { Row, Statement } from './statement.js';

/**
 * An open transaction inside the fence of one tenant. Writes need one: there is no other handle.
 * `manager` is TypeORM's, of the very same transaction: for entities, and for a host that takes part.
 */
export class Transaction {
  constructor(
    readonly tenantId: string,
    readonly manager: EntityManager,
    private readonly client: PoolClient,
  ) {}

  async query<R extends Row>(statement: Statement, values: readonly unknown[]): Promise<R[]> {
    const { rows } = await this.client.query<R>({ ...statement, values: [...values] });
    return rows;
  }
}
