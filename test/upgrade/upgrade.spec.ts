import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { ownerOptions } from '../../ormconfig.js';
import { CreateInboundScim1764000000000 } from '../../src/migrations/index.js';
import { type FoundRow, Ledger } from '../faults/ledger.js';
import { Load } from '../faults/load.js';
import { inForm, tellFigures } from '../support/figures.js';
import { World } from '../support/scim-client.js';
import { brokenRules } from '../support/table-rules.js';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.js';

/**
 * Schemas change under servers that go on: what is there stays until nobody uses it, columns and tables are added beside it (expand), filled
 * (migrate), and only a later release takes the old ones away (contract).
 */

const CHANGES = inForm(3, 20);
const PEOPLE = inForm(2_000, 50_000);

const sqlOf = (source: DataSource) => (text: string) => source.query(text);

describe('a server under whose statements columns are added', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.start({ upkeep: false });
  });

  afterAll(() => world.close());

  it(`goes on without a refusal, ${CHANGES} times under load`, async () => {
    const client = await world.connect();
    const ledger = new Ledger();
    const ended = new Promise(() => undefined);
    const load = new Load({ baseUrl: client.url, token: client.token, ended }, { ledger, lanes: 6, name: 'grow' });
    for (let change = 1; change <= CHANGES; change += 1) {
      const before = load.acknowledged;
      await load.until(() => load.acknowledged >= before + 30);
      for (const table of ['scim_user', 'directory_user', 'scim_group', 'identity_provider', 'conflict'])
        await world.app.database.query(`ALTER TABLE inbound_scim.${table} ADD COLUMN later_${change} text`);
    }
    const before = load.acknowledged;
    await load.until(() => load.acknowledged >= before + 30);
    await load.stop();
    const sql = sqlOf(world.app.database);
    const { lost, people } = await ledger.compare((text) => sql(text) as Promise<FoundRow[]>);
    const refused = Object.keys(load.tally).filter((status) => !status.startsWith('2'));
    tellFigures('Upgrade', 'columns added under load', {
      ...{ changes: CHANGES * 5, 'writes acknowledged': load.acknowledged, 'answered 503': load.tally['503'] ?? 0 },
      ...{ people, lost: lost.length, 'slowest answer, ms': load.slowest },
    });
    expect({ refused, improper: load.improper, lost }).toEqual({ refused: [], improper: [], lost: [] });
    expect(await brokenRules(sql)).toEqual([]);
  });
});

describe('from the schema of the first release to this one', () => {
  const released = JSON.parse(readFileSync(new URL('released-statements.json', import.meta.url), 'utf8')) as readonly {
    readonly name: string;
    readonly text: string;
  }[];
  let database: TestDatabase;
  let owner: DataSource;
  /** A connection of a server of the first release, with what it prepared, and what ends it. */
  let older: Client;
  let ended: Promise<unknown>;

  beforeAll(async () => {
    database = await createEmptyDatabase();
    const options = { ...ownerOptions(database.url), migrations: [CreateInboundScim1764000000000] };
    const before = await new DataSource(options).initialize();
    await before.runMigrations();
    await before.query(FILL, [PEOPLE]);
    await before.destroy();
    owner = await new DataSource(ownerOptions(database.url)).initialize();
    older = new Client({ connectionString: database.url, application_name: 'inbound-scim' });
    ended = new Promise((resolve) => older.on('error', resolve));
    await older.connect();
    await older.query('SET ROLE inbound_scim_app');
    for (const [n, { text }] of released.entries()) await older.query(`PREPARE released_${n} AS ${text}`);
  });

  afterAll(async () => {
    await owner.destroy();
    await database.drop();
  });

  it('keeps who is there, while they are read: a reader waits, and is not refused', async () => {
    const waits: number[] = [];
    let isDone = false;
    const readers = Array.from({ length: 4 }, async () => {
      while (!isDone) {
        const started = performance.now();
        await owner.query('SELECT count(*) FROM inbound_scim.tenant');
        await owner.query(`SELECT id FROM inbound_scim.directory_user WHERE email_key = 'p1@corp.example'`);
        waits.push(performance.now() - started);
      }
    });
    const migrating = await new DataSource(ownerOptions(database.url)).initialize();
    const started = performance.now();
    const made = await migrating.runMigrations({ transaction: 'each' });
    const took = Math.round(performance.now() - started);
    isDone = true;
    await Promise.all(readers);
    await migrating.destroy();
    const [{ people }] = await owner.query('SELECT count(*)::int AS people FROM inbound_scim.directory_user');
    tellFigures('Upgrade', 'first release to this one, while it is read', {
      ...{
        people,
        migrations: made.length,
        'took, ms': took,
        'longest wait of a reader, ms': Math.round(Math.max(...waits)),
      },
    });
    expect({ people, made: made.length }).toEqual({ people: PEOPLE, made: Object.keys(owner.migrations).length - 1 });
  });

  it('leaves every statement that servers of the first release send as good as it was', async () => {
    const [{ version }] = await owner.query(`SELECT current_setting('server_version_num')::int AS version`);
    const runner = owner.createQueryRunner();
    const refused: string[] = [];
    await runner.query('SET ROLE inbound_scim_app');
    for (const { name, text } of released) {
      const asked = version >= 160_000 ? `EXPLAIN (GENERIC_PLAN) ${text}` : `PREPARE released AS ${text}`;
      await runner.query(asked).catch((error: Error) => refused.push(`${name}: ${error.message}`));
      if (version < 160_000) await runner.query('DEALLOCATE ALL');
    }
    await runner.query('RESET ROLE');
    await runner.release();
    expect(refused).toEqual([]);
    expect(released.length).toBeGreaterThan(30);
  });

  it('ends the connections of those servers, whose plans are of the schema before; with new ones they go on', async () => {
    expect(await ended).toMatchObject({ code: '57P01' });
  });
});

const FILL = `WITH made AS (
    INSERT INTO inbound_scim.tenant (id, subdomain, name, created_at) VALUES (gen_random_uuid(), 'old', 'Old', now()) RETURNING id)
  INSERT INTO inbound_scim.directory_user (tenant_id, id, email, email_key, status, created_at, updated_at)
  SELECT made.id, gen_random_uuid(), 'p' || n || '@corp.example', 'p' || n || '@corp.example', 'active', now(), now()
  FROM made, generate_series(1, $1::int) AS n`;
