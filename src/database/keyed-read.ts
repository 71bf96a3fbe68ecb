import { render, type SqlFragment } from '../kernel/sql/fragment.js';
import type { Batchable } from './batch-queue.js';
import type { Database } from './database.js';
import type { Row, Statement } from './statement.js';
import { TenantQueues } from './tenant-queues.js';

/** Stands in a keyed read's SQL for what is only known when it is sent. */
export class Slot {
  private constructor(readonly column: number | 'tenant') {}

  static readonly tenant = new Slot('tenant');

  /** The array of the keys' values in this place. */
  static column(index: number): Slot {
    return new Slot(index);
  }
}

interface Asked extends Batchable {
  readonly key: readonly unknown[];
}

/**
 * Rows by key. Requests that wait at the same moment share one named statement: a round trip costs Node more than most reads cost
 * PostgreSQL. The SQL speaks of `Slot`s, and answers for each row the number `n` of its key, counted from 1.
 */
export class KeyedRead<R extends Row> {
  private readonly statement: Statement;
  private readonly slots: readonly Slot[];
  private readonly queues: TenantQueues<Asked, readonly R[]>;

  constructor(
    private readonly database: Database,
    name: string,
    query: SqlFragment,
  ) {
    const { text, values } = render(query);
    this.statement = { name, text, plan: 'once' };
    this.slots = values.filter((value) => value instanceof Slot);
    if (this.slots.length !== values.length) throw new Error(`The keyed read ${name} holds a value of its own.`);
    this.queues = new TenantQueues((tenantId, asked) => this.run(tenantId, asked));
  }

  /** The rows of this key, in the order the SQL gives them. */
  find(tenantId: string, key: readonly unknown[]): Promise<readonly R[]> {
    return this.queues.add(tenantId, { key, keys: [] });
  }

  private async run(tenantId: string, asked: readonly Asked[]): Promise<readonly (readonly R[])[]> {
    const values = this.slots.map(({ column }) =>
      column === 'tenant' ? tenantId : asked.map(({ key }) => key[column]),
    );
    const found = asked.map((): R[] => []);
    for (const row of await this.database.query<R & { n: string }>(tenantId, this.statement, values))
      found[Number(row.n) - 1]?.push(row);
    return found;
  }
}
