import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../admin/api.js';
import { inForm, tellFigures } from '../support/figures.js';
import { checkAnswer } from '../support/invariants.js';
import { aUser, type ScimClient, World } from '../support/scim-client.js';
import { brokenRules } from '../support/table-rules.js';
import { type FoundRow, Ledger } from './ledger.js';
import { Load } from './load.js';

/** A database that refuses: what it says is what a real one says, and what comes of it is seen over HTTP. */

const ENDS = inForm(5, 50);

let world: World;
let client: ScimClient;

const sql = (text: string, values: readonly unknown[] = []) => world.app.database.query(text, [...values]);

beforeAll(async () => {
  world = await World.start({ upkeep: false });
  client = await world.connect();
  await sql('CREATE SEQUENCE public.fault_count');
  await sql('GRANT USAGE ON SEQUENCE public.fault_count TO inbound_scim_app');
});

afterEach(async () => {
  await sql('DROP FUNCTION IF EXISTS public.fault CASCADE');
  await sql('ALTER SEQUENCE public.fault_count RESTART');
});

afterAll(() => world.close());

/** From now on each row of the table fails with the code, so many times; a sequence counts on although its transaction is rolled back. */
async function failTimes(times: number, code: string, table = 'scim_user'): Promise<void> {
  await sql(`CREATE FUNCTION public.fault() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF nextval('public.fault_count') <= ${times} THEN RAISE EXCEPTION 'a fault' USING ERRCODE = '${code}'; END IF;
      RETURN NEW;
    END $$`);
  await sql(`CREATE TRIGGER fault BEFORE INSERT OR UPDATE ON inbound_scim.${table}
    FOR EACH ROW EXECUTE FUNCTION public.fault()`);
}

async function attempts(): Promise<number> {
  const [{ last_value, is_called }] = await sql('SELECT last_value::int, is_called FROM public.fault_count');
  return is_called ? last_value : 0;
}

function expectUnavailable(answer: Answer, retryAfter: number): void {
  checkAnswer(answer);
  expect({ status: answer.status, retryAfter: answer.headers.get('retry-after') }).toEqual({
    status: 503,
    retryAfter: String(retryAfter),
  });
}

describe.each([
  ['a serialization failure', '40001'],
  ['a deadlock', '40P01'],
])('%s', (_, code) => {
  it('is tried again, and nobody hears of it', async () => {
    await failTimes(3, code);
    expect((await client.post('/Users', aUser(`patient${code}`))).status).toBe(201);
    expect(await attempts()).toBe(4);
  });

  it('that does not pass is tried five times, then refused with 503; nothing is written', async () => {
    await failTimes(1_000_000, code);
    expectUnavailable(await client.post('/Users', aUser(`stuck${code}`)), 1);
    expect(await attempts()).toBe(5);
    expect((await client.find('/Users', `userName eq "stuck${code}@corp.example"`)).body.totalResults).toBe(0);
  });
});

describe('a full disk', () => {
  it.each(['scim_user', 'directory_user', 'audit_event', 'audit_detail'])(
    'when %s is written: 503, to come again in a minute; nothing of the write is there',
    async (table) => {
      await failTimes(1_000_000, '53100', table);
      expectUnavailable(await client.post('/Users', aUser(`full-${table}`)), 60);
      expect((await client.get('/Users?count=0')).status).toBe(200);
      expect((await client.find('/Users', `userName eq "full-${table}@corp.example"`)).body.totalResults).toBe(0);
      expect(await brokenRules(sql)).toEqual([]);
    },
  );

  it('is over when there is room again', async () => {
    await failTimes(1, '53100');
    expectUnavailable(await client.post('/Users', aUser('later')), 60);
    expect((await client.post('/Users', aUser('later'))).status).toBe(201);
  });
});

describe('a real deadlock with a session outside', () => {
  it('is ended by PostgreSQL, and the request is done all the same', async () => {
    await sql('CREATE TABLE public.held (n int)');
    await sql('GRANT ALL ON public.held TO inbound_scim_app');
    await sql(`CREATE FUNCTION public.fault() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN LOCK TABLE public.held IN EXCLUSIVE MODE; RETURN NEW; END $$`);
    await sql(
      'CREATE TRIGGER fault AFTER INSERT ON inbound_scim.scim_user FOR EACH ROW EXECUTE FUNCTION public.fault()',
    );
    const outside = world.app.database.createQueryRunner();
    await outside.startTransaction();
    await outside.query('LOCK TABLE public.held IN EXCLUSIVE MODE');
    const answer = client.post('/Users', aUser('crossed'));
    while ((await sql(WAITING))[0].n === 0);
    // Waits for the request, which waits for this session.
    await outside.query('LOCK TABLE inbound_scim.scim_user IN EXCLUSIVE MODE').catch(() => undefined);
    await outside.rollbackTransaction();
    await outside.release();
    expect((await answer).status).toBe(201);
    expect((await client.find('/Users', 'userName eq "crossed@corp.example"')).body.totalResults).toBe(1);
  });

  const WAITING = `SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND relation = 'public.held'::regclass`;
});

describe('a pool whose connections are all taken', () => {
  it('lets requests wait, refuses with 503 whom it keeps waiting too long, and serves all who come after', async () => {
    const others = await Promise.all(Array.from({ length: 12 }, () => world.connect()));
    for (const other of others) await other.get('/Users?count=0');
    const holder = world.app.database.createQueryRunner();
    await holder.startTransaction();
    await holder.query('LOCK TABLE inbound_scim.scim_user IN ACCESS EXCLUSIVE MODE');
    const waiting = others.flatMap((other) =>
      Array.from({ length: 10 }, (_, n) => other.post('/Users', aUser(`p${n}`))),
    );
    const first = await Promise.race(waiting);
    await holder.rollbackTransaction();
    await holder.release();
    const answers = await Promise.all(waiting);
    expect(first.status).toBe(503);
    for (const answer of answers) {
      checkAnswer(answer);
      expect([201, 503]).toContain(answer.status);
      if (answer.status === 503) expect(answer.headers.get('retry-after')).toMatch(/^[125]$/);
    }
    for (const other of others) expect((await other.get('/Users?count=0')).status).toBe(200);
    const made = await sql(
      `SELECT count(*)::int AS n FROM inbound_scim.scim_user WHERE resource ->> 'userName' ~ '^p[0-9]+@'`,
    );
    expect(made[0].n).toBe(answers.filter(({ status }) => status === 201).length);
    expect(await brokenRules(sql)).toEqual([]);
  });
});

describe('connections that are ended under load', () => {
  it(`${ENDS} times, in the middle of whatever they do, cost a 503 here and there, and nothing else`, async () => {
    const ledger = new Ledger();
    const load = new Load(
      { baseUrl: client.url, token: client.token, ended: new Promise(() => undefined) },
      {
        ...{ ledger, lanes: 8, name: 'ended' },
      },
    );
    let ended = 0;
    for (let n = 1; n <= ENDS; n += 1) {
      const before = load.acknowledged;
      await load.until(() => load.acknowledged >= before + 10 + ((n * 7) % 13));
      ended += (await sql(END_ALL))[0].n as number;
    }
    await load.stop();
    const { lost, inDoubt } = await ledger.compare((text) => sql(text) as Promise<FoundRow[]>);
    tellFigures('Faults', 'connections of the pool ended under load', {
      ...{
        'connections ended': ended,
        'writes acknowledged': load.acknowledged,
        'answered 503': load.tally['503'] ?? 0,
      },
      ...{ lost: lost.length, 'in doubt': inDoubt },
    });
    expect(load.improper).toEqual([]);
    expect(load.tally['none']).toBeUndefined();
    expect(lost).toEqual([]);
    expect(await brokenRules(sql)).toEqual([]);
    const [{ n }] = await sql(`${CONNECTIONS}`);
    expect(n).toBeLessThanOrEqual(10);
  });

  const CONNECTIONS = `SELECT count(*)::int AS n FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'inbound-scim'`;
  const END_ALL = CONNECTIONS.replace('count(*)', 'count(pg_terminate_backend(pid))');
});
