import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp } from 'node:fs/promises';
import { register } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Nothing in it has to survive, so nothing waits for the disk. */
const SETTINGS = {
  max_connections: 200,
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
};

/**
 * One throw-away PostgreSQL for the whole run; or the one that TEST_DATABASE_URL names (15 or newer, a user who may create
 * databases and roles). Its URL and the name of this run reach the workers through the environment.
 */
export default async function globalSetup() {
  process.env.INBOUND_SCIM_TEST_RUN = randomUUID().slice(0, 8);
  process.env.INBOUND_SCIM_TEST_SERVER = process.env.TEST_DATABASE_URL || (await startCluster());
}

async function startCluster() {
  register('./typescript-hooks.mjs', import.meta.url);
  const { startEmbeddedPostgres } = await import('../../src/standalone/embedded-postgres/start-embedded-postgres.ts');
  const folder = await mkdtemp(join(tmpdir(), 'inbound-scim-test-'));
  await chmod(folder, 0o711);
  const { signal } = new AbortController();
  const postgres = await startEmbeddedPostgres({ folder, settings: SETTINGS, initdb: ['--no-sync'], signal });
  globalThis.testCluster = { folder, postgres };
  return postgres.url;
}
