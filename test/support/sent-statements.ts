import { getDataSourceToken } from '@nestjs/typeorm';
import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { TestApp } from './test-app.js';

/** One statement as it went to PostgreSQL. */
export interface SentStatement {
  /** Empty where it has none, and is planned each time. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What a running service sends to PostgreSQL; the service does not notice. */
export class SentStatements {
  readonly all: SentStatement[] = [];
  private readonly known = new WeakSet<PoolClient>();

  private constructor(pool: Pool) {
    pool.on('acquire', (client: PoolClient) => this.listenTo(client));
  }

  /** Of the connections that serve requests. */
  static of({ app }: TestApp): SentStatements {
    const { driver } = app.get<DataSource>(getDataSourceToken());
    return new SentStatements((driver as unknown as { readonly master: Pool }).master);
  }

  /** Those sent while `work` runs, but for what finds out whose request it is. */
  async during(work: () => Promise<unknown>): Promise<readonly SentStatement[]> {
    const start = this.all.length;
    await work();
    return this.all.slice(start).filter(({ name }) => !ADMITTING.has(name));
  }

  private listenTo(client: PoolClient): void {
    if (this.known.has(client)) return;
    this.known.add(client);
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: unknown[]) => {
      this.all.push(sentBy(args));
      return query(...args);
    }) as PoolClient['query'];
  }
}

/** The token is looked up once a second at most, and each connection of the pool is told the tenant once. */
const ADMITTING: ReadonlySet<string> = new Set(['token-find', 'fence-session']);

/** A statement comes with its name, its text and its values in one, or as a text that its values follow. */
function sentBy([query, values]: readonly unknown[]): SentStatement {
  if (typeof query === 'string') return { name: '', text: query, values: Array.isArray(values) ? values : [] };
  return { name: '', values: [], ...(query as Pick<SentStatement, 'text'> & Partial<SentStatement>) };
}
