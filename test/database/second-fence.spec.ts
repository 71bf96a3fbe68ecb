import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { aUser, objectId, type ScimClient, World } from '../support/scim-client.js';

/**
 * What if somebody forgot a condition? Here every statement has forgotten it: on its way to PostgreSQL each condition on the tenant is taken out.
 * Behind the fence nothing is seen of another tenant; without it all of it is, which shows that the conditions are really gone.
 */

const SHARED_ID = '0198c2a4-7b1e-7c3d-9a55-3f6d2e1b4c0b';
const FORGOTTEN = /(?:\b\w+\.)?\btenant_id = (\$\d+)/g;

interface Neighbours {
  readonly world: World;
  readonly mine: ScimClient;
  readonly theirs: ScimClient;
  /** How many conditions were taken out. */
  readonly taken: () => number;
}

async function neighbours(isFenced: boolean): Promise<Neighbours> {
  const world = await World.start({ upkeep: false });
  if (!isFenced) await world.app.database.query(TAKE_FENCE_AWAY);
  const mine = await world.connect({}, await world.tenant(), SHARED_ID);
  const theirs = await world.connect({}, await world.tenant(), SHARED_ID);
  await mine.post('/Users', aUser('me'));
  const { body } = await theirs.post('/Users', aUser('stranger', { externalId: objectId(1), title: 'Secret' }));
  await theirs.post('/Groups', { displayName: 'Strangers', members: [{ value: body.id }] });
  const taken = forgetTenants(world.app.app.get<DataSource>(getDataSourceToken()));
  return { world, mine, theirs, taken };
}

/** The parameter stays, so that PostgreSQL knows its type. */
function forgetTenants({ driver }: DataSource): () => number {
  let taken = 0;
  const known = new WeakSet<PoolClient>();
  (driver as unknown as { readonly master: Pool }).master.on('acquire', (client: PoolClient) => {
    if (known.has(client)) return;
    known.add(client);
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((statement: string | { text: string; name?: string }, ...more: unknown[]) => {
      const { text, ...rest } = typeof statement === 'string' ? { text: statement } : statement;
      if (!/^\s*(SELECT|WITH)\b/.test(text) || /\b(INSERT|UPDATE|DELETE)\b/.test(text))
        return query(statement, ...more);
      const without = text.replace(
        FORGOTTEN,
        (_, parameter: string) => ((taken += 1), `${parameter}::uuid IS NOT NULL`),
      );
      return query({
        ...rest,
        name: undefined,
        text: without,
        ...(typeof statement === 'string' && { values: more[0] }),
      });
    }) as PoolClient['query'];
  });
  return () => taken;
}

const TAKE_FENCE_AWAY = `DO $$
  DECLARE fenced text;
  BEGIN
    FOR fenced IN SELECT relname FROM pg_class WHERE relnamespace = 'inbound_scim'::regnamespace AND relrowsecurity LOOP
      EXECUTE format('ALTER TABLE inbound_scim.%I DISABLE ROW LEVEL SECURITY', fenced);
    END LOOP;
  END $$`;

/** Whoever reads the statements of every suite has noticed these. */
function expectOffence(error: unknown): void {
  expect(String(error)).toContain('Not every statement says whose rows it means');
}

const ASKED = [
  '/Users',
  '/Users?filter=title pr',
  '/Users?filter=userName sw "s" or id pr',
  `/Users?filter=externalId eq "${objectId(1)}"`,
  '/Groups',
  '/Groups?filter=members pr',
  '/Users?sortBy=title&cursor=&count=5',
];

async function answersOf({ mine }: Neighbours): Promise<string> {
  const answers = await Promise.all(ASKED.map((path) => mine.get(encodeURI(path))));
  expect(answers.map(({ status }) => status)).toEqual(ASKED.map(() => 200));
  return answers.map(({ text }) => text).join('\n');
}

describe('statements that have forgotten the tenant', () => {
  let fenced: Neighbours;
  let open: Neighbours;

  beforeAll(async () => {
    fenced = await neighbours(true);
    open = await neighbours(false);
  });

  afterAll(async () => {
    for (const { world } of [fenced, open]) await world.close().catch(expectOffence);
  });

  it('show nothing of another tenant behind the fence, under the very same identity provider id', async () => {
    const text = await answersOf(fenced);
    expect(fenced.taken()).toBeGreaterThan(ASKED.length);
    expect(text).not.toMatch(/stranger/i);
    expect(text).toContain('me@corp.example');
  });

  it('would show all of it without', async () => {
    expect(await answersOf(open)).toMatch(/stranger@corp\.example/);
  });

  it('find nobody by id', async () => {
    const { body } = await fenced.theirs.get('/Users');
    expect((await fenced.mine.get(`/Users/${body.Resources[0].id}`)).status).toBe(404);
    expect((await open.mine.get(`/Users/${(await open.theirs.get('/Users')).body.Resources[0].id}`)).status).toBe(200);
  });
});
