import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { ownerOptions } from '../../ormconfig.js';

/** A migrated, empty database of one's own. */
export interface TestDatabase {
  /** As the owner of the schema. */
  readonly url: string;
  /** Ends its connections too. */
  drop(): Promise<void>;
}

const TEMPLATE_LOCK = 7_244_001;

/** A copy of the template, which the first file that asks makes from the migrations. Some 20 ms each. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = `inbound_scim_template_${process.env.INBOUND_SCIM_TEST_RUN}`;
  const name = `inbound_scim_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(async (server) => {
    await makeTemplate(server, template);
    await server.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  });
  return { url: urlOf(name), drop: () => dropDatabase(name) };
}

/** A database of one's own with nothing in it. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const name = `inbound_scim_test_${randomUUID().replaceAll('-', '')}`;
  await onServer((server) => server.query(`CREATE DATABASE ${name}`));
  return { url: urlOf(name), drop: () => dropDatabase(name) };
}

/** One file at a time looks and makes it; it gets its name when it is complete. */
async function makeTemplate(server: Client, template: string): Promise<void> {
  await server.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const { rowCount } = await server.query('SELECT FROM pg_database WHERE datname = $1', [template]);
    if (rowCount === 0) await migrateInto(server, template);
  } finally {
    await server.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

async function migrateInto(server: Client, template: string): Promise<void> {
  const draft = `${template}_draft`;
  await server.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
  await server.query(`CREATE DATABASE ${draft}`);
  const dataSource = await new DataSource(ownerOptions(urlOf(draft))).initialize();
  try {
    await dataSource.runMigrations();
  } finally {
    await dataSource.destroy();
  }
  await server.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
}

async function dropDatabase(name: string): Promise<void> {
  await onServer((server) => server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
}

async function onServer(work: (server: Client) => Promise<unknown>): Promise<void> {
  const server = new Client({ connectionString: serverUrl() });
  await server.connect();
  try {
    await work(server);
  } finally {
    await server.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.toString();
}

function serverUrl(): string {
  const url = process.env.INBOUND_SCIM_TEST_SERVER;
  if (url) return url;
  throw new Error('There is no PostgreSQL for this spec: put it below test/, where the run starts one.');
}
