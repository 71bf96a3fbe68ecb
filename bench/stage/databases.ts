import { Client } from 'pg';
import type { Side } from '../load/target.js';

/** The database of each side. */
export type Databases = Readonly<Record<Side, string>>;

export const NAMES: Databases = { bare: 'bench_bare', product: 'bench_product' };

/** Makes both databases; the URLs of them. */
export async function makeDatabases(url: string): Promise<Databases> {
  for (const name of Object.values(NAMES)) await query(url, `CREATE DATABASE ${name}`);
  return { bare: urlOf(url, NAMES.bare), product: urlOf(url, NAMES.product) };
}

/** Gives the planner its statistics on both sides, which autovacuum would bring at a moment of its own. */
export async function analyze({ bare, product }: Databases): Promise<void> {
  await query(bare, 'ANALYZE');
  await query(product, 'ANALYZE');
}

export async function askVersion(url: string): Promise<string> {
  const [row] = await query(url, "SELECT current_setting('server_version') AS version");
  return String(row?.version);
}

async function query(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.toString();
}
