import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { ownerOptions } from '../../ormconfig.js';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/standalone/embedded-postgres/start-embedded-postgres.js';
import { startApp, type TestApp } from '../support/test-app.js';
import { Api } from './api.js';
import { seal } from '../support/seal.js';

/** What a dump holds of the log. */
const TABLES = ['tenant', 'admin_key', 'audit_event', 'audit_detail', 'audit_checkpoint'];

let old: TestApp;
let owner: Api;
let folder: string;
let postgres: EmbeddedPostgres;
let restored: DataSource;

beforeAll(async () => {
  old = await startApp({ upkeep: false });
  owner = new Api(old.url, old.adminKey);
  folder = await mkdtemp(join(tmpdir(), 'inbound-scim-restore-'));
  await chmod(folder, 0o711);
  postgres = await startEmbeddedPostgres({
    folder,
    initdb: ['--no-sync'],
    settings: { fsync: 'off' },
    signal: new AbortController().signal,
  });
  restored = await new DataSource(ownerOptions(postgres.url)).initialize();
  await restored.runMigrations();
});

afterAll(async () => {
  await restored.destroy();
  await old.close();
  await postgres.stop('SIGQUIT');
  await rm(folder, { recursive: true });
});

const verify = async (api: Api, id: string) => (await api.post(`/tenants/${id}/audit-events/verify`)).body;

/** A PostgreSQL that has seen more transactions than a new one. */
async function age(database: DataSource, transactions: number): Promise<void> {
  await database.query(
    `DO $$ BEGIN FOR n IN 1..${transactions} LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$`,
  );
}

async function restore(): Promise<void> {
  for (const table of TABLES) {
    await restored.query(`TRUNCATE inbound_scim.${table} CASCADE`);
    const [{ rows }] = await old.database.query(
      `SELECT coalesce(json_agg(t), '[]') AS rows FROM inbound_scim.${table} t`,
    );
    await restored.query(
      `INSERT INTO inbound_scim.${table} SELECT * FROM json_populate_recordset(NULL::inbound_scim.${table}, $1)`,
      [JSON.stringify(rows)],
    );
  }
}

async function transactions(database: DataSource): Promise<number> {
  const [{ next }] = await database.query('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next');
  return Number(next);
}

describe('a dump that is restored into another PostgreSQL', () => {
  it('goes on in a new epoch where fewer transactions were counted', async () => {
    await age(old.database, 5_000);
    const { id } = (await owner.post('/tenants', { subdomain: 'moved', name: 'Moved' })).body;
    await seal(old);
    await owner.patch(`/tenants/${id}`, { name: 'sealed' });
    await seal(old);
    await owner.patch(`/tenants/${id}`, { name: 'not sealed yet' });
    expect(await verify(owner, id)).toMatchObject({ valid: true, checked: 3, checkpoints: 2, unsealed: 1 });
    await restore();
    expect(await transactions(restored)).toBeLessThan(await transactions(old.database));

    const app = await startApp({ databaseUrl: postgres.url, upkeep: false });
    const api = new Api(app.url, old.adminKey);
    // What was not sealed is sealed as the service starts.
    expect(await verify(api, id)).toMatchObject({ valid: true, checked: 3, checkpoints: 3, unsealed: 0 });
    await api.patch(`/tenants/${id}`, { name: 'after' });
    expect(await verify(api, id)).toMatchObject({ valid: true, checked: 4, unsealed: 1 });
    await seal(app);
    expect(await verify(api, id)).toMatchObject({ valid: true, checked: 4, checkpoints: 4, unsealed: 0 });
    const epochs = await restored.query(
      'SELECT epoch FROM inbound_scim.audit_checkpoint WHERE tenant_id = $1 ORDER BY sequence',
      [id],
    );
    expect(epochs).toEqual([{ epoch: 1 }, { epoch: 1 }, { epoch: 1 }, { epoch: 2 }]);

    await restored.query(
      `DELETE FROM inbound_scim.audit_event WHERE tenant_id = $1 AND tx = (SELECT min(tx::text::bigint)::text::xid8
        FROM inbound_scim.audit_event WHERE tenant_id = $1 AND epoch = 1)`,
      [id],
    );
    expect(await verify(api, id)).toMatchObject({ valid: false, firstBroken: { kind: 'checkpoint', sequence: 1 } });
    await app.close();
  });

  it('goes on as it was where more transactions were counted', async () => {
    const before = await old.database.query('SELECT inbound_scim.audit_epoch() AS epoch');
    const { id } = (await owner.post('/tenants', { subdomain: 'moved2', name: 'Moved' })).body;
    await seal(old);
    await owner.patch(`/tenants/${id}`, { name: 'not sealed yet' });
    await restored.query('ALTER TABLE inbound_scim.audit_event ALTER COLUMN epoch SET DEFAULT 1');
    await restore();
    await age(restored, (await transactions(old.database)) - (await transactions(restored)) + 1_000);
    expect(await transactions(restored)).toBeGreaterThan(await transactions(old.database));

    const app = await startApp({ databaseUrl: postgres.url, upkeep: false });
    const api = new Api(app.url, old.adminKey);
    expect(await verify(api, id)).toMatchObject({ valid: true, checked: 2, checkpoints: 1, unsealed: 1 });
    await api.patch(`/tenants/${id}`, { name: 'after' });
    await seal(app);
    expect(await verify(api, id)).toMatchObject({ valid: true, checked: 3, checkpoints: 2, unsealed: 0 });
    expect(await restored.query('SELECT inbound_scim.audit_epoch() AS epoch')).toEqual(before);
    await app.close();
  });
});
