import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AttributeRunsAtStart } from '../../src/attributes/attribute-runs-at-start.js';
import { AttributeRunsService } from '../../src/attributes/attribute-runs.service.js';
import { aUser, ENT, objectId, type ScimClient, World } from '../support/scim-client.js';
import { startApp, type TestApp, type TestAppOptions } from '../support/test-app.js';
import { type Answer, Api } from './api.js';

let world: World;
let entra: ScimClient;

beforeAll(async () => {
  world = await World.start();
});

afterAll(() => world.close());

beforeEach(async () => {
  entra = await world.connect();
});

async function set(key: string, body: Record<string, unknown>): Promise<void> {
  const answer = await world.admin.send('PUT', `/tenants/${entra.tenantId}/attributes/${key}`, body);
  if (answer.status !== 200) throw new Error(answer.text);
}

function act(key: string, verb: 'backfill' | 'scrub'): Promise<Answer> {
  return world.admin.post(`/tenants/${entra.tenantId}/attributes/${key}/${verb}`);
}

function preview(body: Record<string, unknown>): Promise<Answer> {
  return world.admin.post(`/tenants/${entra.tenantId}/attributes/preview`, body);
}

async function create(name: string, more: Record<string, unknown> = {}, client = entra): Promise<string> {
  const answer = await client.post('/Users', aUser(name, more));
  expect(answer.status).toBe(201);
  return answer.body.id;
}

async function field(scimUserId: string, key: string): Promise<unknown> {
  return (await world.personOf(scimUserId)).attributes[key]?.value;
}

/** What an administrator or a host left in a field. */
async function leave(scimUserId: string, key: string, value: unknown, provenance: string): Promise<void> {
  const { id } = await world.personOf(scimUserId);
  await world.app.database.query(
    `UPDATE inbound_scim.directory_user SET revision = revision + 1, attributes = attributes || $2::jsonb WHERE id = $1`,
    [id, JSON.stringify({ [key]: { value, provenance, updatedAt: '2026-01-01T00:00:00.000Z' } })],
  );
}

/** All that is kept of a tenant's people, settings, runs and events. */
function everything(): Promise<unknown[]> {
  return Promise.all(
    ['directory_user', 'scim_user', 'attribute_setting', 'run', 'audit_event'].map((table) =>
      world.app.database.query(
        `SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM inbound_scim.${table} t WHERE tenant_id = $1`,
        [entra.tenantId],
      ),
    ),
  );
}

/** People who were received long ago, all in the same instant: titles `t1`, `t2` and so on, and nothing mirrored. */
async function manyPeople(count: number): Promise<void> {
  await world.app.database.query(
    `WITH person AS (
      INSERT INTO inbound_scim.directory_user (tenant_id, id, status, created_at, updated_at)
      SELECT $1, gen_random_uuid(), 'active', '2026-01-01', '2026-01-01' FROM generate_series(1, $3::int) RETURNING id)
    INSERT INTO inbound_scim.scim_user (tenant_id, id, identity_provider_id, directory_user_id, user_name_key, active, resource, version, created_at, last_modified)
    SELECT $1, gen_random_uuid(), $2, id, 'u' || n, true, jsonb_build_object('userName', 'u' || n, 'title', 't' || n), 1, '2026-01-01', '2026-01-01'
    FROM (SELECT id, row_number() OVER () AS n FROM person) AS numbered`,
    [entra.tenantId, entra.id, count],
  );
}

/** People whose field is not what their resource says. */
async function unlike(key: string, attribute: string): Promise<number> {
  const [{ count }] = await world.app.database.query(
    `SELECT count(*)::int FROM inbound_scim.directory_user p JOIN inbound_scim.scim_user u ON u.tenant_id = p.tenant_id AND u.directory_user_id = p.id
      WHERE p.tenant_id = $1 AND (p.attributes -> $2 ->> 'value') IS DISTINCT FROM (u.resource ->> $3)`,
    [entra.tenantId, key, attribute],
  );
  return count;
}

async function events(type: string) {
  const { body } = await world.admin.get(`/tenants/${entra.tenantId}/audit-events?type=${type}`);
  return body.items;
}

describe('what is received', () => {
  it('is in the field once the push is answered, with where it came from', async () => {
    const id = await create('ana', { title: 'Lead', [ENT]: { department: 'R&D', manager: { value: objectId(9) } } });
    expect((await world.personOf(id)).attributes).toMatchObject({
      jobTitle: { value: 'Lead', provenance: 'identity_provider', identityProviderId: entra.id },
      department: { value: 'R&D' },
      manager: { value: objectId(9) },
    });
  });

  it('goes when its source clears it, and is replaced when that says otherwise', async () => {
    const id = await create('ana', { title: 'Lead', [ENT]: { department: 'R&D' } });
    await entra.patch(`/Users/${id}`, [
      { op: 'remove', path: 'title' },
      { op: 'replace', path: `${ENT}:department`, value: 'Ops' },
    ]);
    expect([await field(id, 'jobTitle'), await field(id, 'department')]).toEqual([undefined, 'Ops']);
  });

  it.each([
    [
      'a filter',
      'emails[type eq "home"].value',
      { emails: [{ type: 'home', value: 'a@home.example' }] },
      'a@home.example',
    ],
    ['a URN', `${ENT}:costCenter`, { [ENT]: { costCenter: '42' } }, '42'],
    ['any case', 'NAME.FORMATTED', { name: { formatted: 'Ana B' } }, 'Ana B'],
    ['the primary element', 'phoneNumbers', { phoneNumbers: [{ value: '1' }, { value: '2', primary: true }] }, '2'],
  ])('is found by %s', async (_, source, body, value) => {
    await set('own', { category: 'profile', type: 'string', maxLength: 100, source, mirror: true });
    expect(await field(await create('ana', body), 'own')).toBe(value);
  });

  it('that does not fit is kept as received, not mirrored, and told', async () => {
    await set('jobTitle', { maxLength: 4 });
    const id = await create('ana', { title: 'Leader' });
    expect(await field(id, 'jobTitle')).toBeUndefined();
    expect((await entra.get(`/Users/${id}`)).body.title).toBe('Leader');
    expect((await events('scim_user_received'))[0]).toMatchObject({
      warnings: ['jobTitle was not mirrored: the received value is longer than 4 characters.'],
    });
    await entra.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: 'Lead' }]);
    expect(await field(id, 'jobTitle')).toBe('Lead');
  });

  it('does not overwrite an administrator where authority is theirs', async () => {
    const id = await create('ana', { title: 'Lead' });
    await leave(id, 'jobTitle', 'Boss', 'administrator');
    await set('jobTitle', { authority: 'administrator' });
    await entra.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: 'Chief' }]);
    expect(await field(id, 'jobTitle')).toBe('Boss');
    await set('jobTitle', { authority: 'identity_provider' });
    await entra.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: 'Head' }]);
    expect(await field(id, 'jobTitle')).toBe('Head');
  });

  it('is not mirrored where the field is off', async () => {
    await set('jobTitle', { enabled: false });
    await set('department', { mirror: false });
    const id = await create('ana', { title: 'Lead', [ENT]: { department: 'R&D' } });
    expect([await field(id, 'jobTitle'), await field(id, 'department')]).toEqual([undefined, undefined]);
  });
});

describe('preview', () => {
  it('tells what a setting would do, to whom, and changes nothing', async () => {
    await create('ana', { nickName: 'A' });
    await create('bob', { title: 'Lead', nickName: 'Lead' });
    const cem = await create('cem', { title: 'Lead' });
    const dan = await create('dan');
    const before = await everything();
    const { status, body } = await preview({ key: 'jobTitle', source: 'nickName' });
    expect([status, body.users, body.changes]).toEqual([200, 4, 2]);
    expect(body.examples).toEqual([
      expect.objectContaining({ email: 'ana@corp.example', from: null, to: 'A' }),
      { userId: (await world.personOf(cem)).id, email: 'cem@corp.example', from: 'Lead', to: null },
    ]);
    expect(body.examples.map(({ userId }: { userId: string }) => userId)).not.toContain((await world.personOf(dan)).id);
    expect(await everything()).toEqual(before);
  });

  it('tries a key that is not there', async () => {
    await create('ana', { nickName: 'A' });
    const own = { key: 'own', category: 'profile', type: 'string', maxLength: 9, source: 'nickName' };
    expect((await preview({ ...own, mirror: true })).body).toMatchObject({
      users: 1,
      changes: 1,
      examples: [{ to: 'A' }],
    });
    expect((await preview(own)).body).toMatchObject({ users: 1, changes: 0, examples: [] });
    expect((await world.admin.get(`/tenants/${entra.tenantId}/attributes/own`)).status).toBe(404);
  });

  it('says what backfill then does, and shows ten of them', async () => {
    await manyPeople(12);
    const { body } = await preview({ key: 'jobTitle' });
    expect([body.users, body.changes, body.examples.length]).toEqual([12, 12, 10]);
    expect((await act('jobTitle', 'backfill')).body).toEqual({ key: 'jobTitle', changed: 12 });
    expect((await preview({ key: 'jobTitle' })).body).toMatchObject({ users: 12, changes: 0, examples: [] });
  });
});

describe('backfill', () => {
  it('fills what switching on does not, once', async () => {
    const id = await create('ana', { userType: 'Employee' });
    await set('userType', { enabled: true, mirror: true });
    expect(await field(id, 'userType')).toBeUndefined();
    expect(await act('userType', 'backfill')).toMatchObject({ status: 200, body: { key: 'userType', changed: 1 } });
    expect((await world.personOf(id)).attributes.userType).toMatchObject({
      value: 'Employee',
      provenance: 'identity_provider',
      identityProviderId: entra.id,
    });
    expect((await act('userType', 'backfill')).body.changed).toBe(0);
  });

  it('touches no other field, and no resource', async () => {
    const id = await create('ana', { title: 'Lead', userType: 'Employee' });
    await leave(id, 'jobTitle', 'Boss', 'administrator');
    await set('userType', { enabled: true, mirror: true });
    const before = (await entra.get(`/Users/${id}`)).text;
    await act('userType', 'backfill');
    expect(await field(id, 'jobTitle')).toBe('Boss');
    expect((await entra.get(`/Users/${id}`)).text).toBe(before);
  });

  it('is one event, whoever it changed', async () => {
    await manyPeople(3);
    await act('jobTitle', 'backfill');
    expect(await events('attribute_backfilled')).toEqual([
      expect.objectContaining({
        target: { kind: 'attribute', id: 'jobTitle' },
        changes: ['jobTitle'],
        counts: { users: 3 },
        actor: expect.objectContaining({ kind: 'admin_key' }),
      }),
    ]);
  });

  it('follows the order of identity providers, and the domain that is reserved', async () => {
    const okta = await world.connect({ kind: 'okta', trustEmail: trust() }, entra.tenantId);
    await set('userType', { enabled: true });
    const mine = await create('ana', { userType: 'by Entra' });
    const theirs = await create('ana', { userType: 'by Okta' }, okta);
    expect((await world.personOf(theirs.toString())).id).toBe((await world.personOf(mine)).id);
    await set('userType', { mirror: true });
    await act('userType', 'backfill');
    expect(await field(mine, 'userType')).toBe('by Entra');
    const path = `/tenants/${entra.tenantId}/identity-providers/${okta.id}`;
    await world.admin.patch(path, { domains: ['corp.example'] });
    expect((await act('userType', 'backfill')).body.changed).toBe(1);
    expect(await field(mine, 'userType')).toBe('by Okta');
  });

  it('clears what a source does not say any more, and leaves those who are gone as they were', async () => {
    const here = await create('ana', { title: 'Lead' });
    const gone = await create('bob', { title: 'Lead' });
    await entra.delete(`/Users/${gone}`);
    await set('jobTitle', { source: 'nickName' });
    expect((await act('jobTitle', 'backfill')).body.changed).toBe(1);
    expect([await field(here, 'jobTitle'), await field(gone, 'jobTitle')]).toEqual([undefined, 'Lead']);
  });

  it('is refused for a key that is not mirrored, or not there', async () => {
    expect((await act('userType', 'backfill')).status).toBe(409);
    await set('jobTitle', { enabled: false });
    expect((await act('jobTitle', 'backfill')).status).toBe(409);
    expect((await act('shoeSize', 'backfill')).status).toBe(404);
  });

  it('keeps to its tenant', async () => {
    const elsewhere = await world.connect();
    const id = await create('ana', { userType: 'Employee' }, elsewhere);
    await set('userType', { enabled: true, mirror: true });
    expect((await act('userType', 'backfill')).body.changed).toBe(0);
    expect(await field(id, 'userType')).toBeUndefined();
  });
});

describe('scrub', () => {
  it('clears what was mirrored, and nothing that an administrator or a host wrote', async () => {
    const [ana, bob, cem] = [
      await create('ana', { title: 'A' }),
      await create('bob', { title: 'B' }),
      await create('cem'),
    ];
    await leave(bob, 'jobTitle', 'Boss', 'administrator');
    await leave(cem, 'jobTitle', 'Guest', 'host');
    await set('jobTitle', { mirror: false });
    expect(await field(ana, 'jobTitle')).toBe('A');
    expect(await act('jobTitle', 'scrub')).toMatchObject({ status: 200, body: { key: 'jobTitle', changed: 1 } });
    expect([await field(ana, 'jobTitle'), await field(bob, 'jobTitle'), await field(cem, 'jobTitle')]).toEqual([
      undefined,
      'Boss',
      'Guest',
    ]);
    expect((await act('jobTitle', 'scrub')).body.changed).toBe(0);
    expect((await events('attribute_scrubbed')).map(({ counts }: { counts: unknown }) => counts)).toEqual([
      { users: 0 },
      { users: 1 },
    ]);
  });

  it('is refused for a key that is mirrored still, or not there', async () => {
    const id = await create('ana', { title: 'Lead' });
    expect((await act('jobTitle', 'scrub')).status).toBe(409);
    expect((await act('shoeSize', 'scrub')).status).toBe(404);
    expect(await field(id, 'jobTitle')).toBe('Lead');
  });
});

describe('a key that is removed', () => {
  it('takes its values along, whoever wrote them', async () => {
    await set('own', { category: 'profile', type: 'string', maxLength: 9, source: 'nickName', mirror: true });
    const [ana, bob] = [await create('ana', { nickName: 'A', title: 'Lead' }), await create('bob')];
    await leave(bob, 'own', 'B', 'administrator');
    expect((await world.admin.delete(`/tenants/${entra.tenantId}/attributes/own`)).status).toBe(204);
    expect([await field(ana, 'own'), await field(bob, 'own'), await field(ana, 'jobTitle')]).toEqual([
      undefined,
      undefined,
      'Lead',
    ]);
    await set('own', { category: 'profile', type: 'boolean', maxLength: 9 });
    expect(await field(bob, 'own')).toBeUndefined();
  });
});

describe('more people than one batch', () => {
  it('are all filled and all cleared, also those of one instant', async () => {
    await manyPeople(2_500);
    expect((await act('jobTitle', 'backfill')).body.changed).toBe(2_500);
    expect(await unlike('jobTitle', 'title')).toBe(0);
    await set('jobTitle', { mirror: false });
    expect((await act('jobTitle', 'scrub')).body.changed).toBe(2_500);
  });

  it('are pushed meanwhile, and in the end each field is what was received last', async () => {
    const ids = await Promise.all(Array.from({ length: 60 }, (_, n) => create(`p${n}`, { title: 'old' })));
    await manyPeople(1_500);
    await set('description', { enabled: true, mirror: true, source: 'title' });
    const pushes = ids.map((id, n) =>
      entra.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: `new ${n}` }]),
    );
    const [filled, ...answers] = await Promise.all([act('description', 'backfill'), ...pushes]);
    expect([filled.status, ...new Set(answers.map(({ status }) => status))]).toEqual([200, 200]);
    expect(await unlike('description', 'title')).toBe(0);
  });
});

describe('a run', () => {
  /** As a process leaves it that was killed behind the first `done` people. */
  async function brokenOff(kind: string, key: string, done: number): Promise<void> {
    const [last] = await world.app.database.query(
      `SELECT created_at::text AS at, id FROM inbound_scim.directory_user WHERE tenant_id = $1 ORDER BY created_at, id OFFSET $2 LIMIT 1`,
      [entra.tenantId, done - 1],
    );
    const origin = { actor: { kind: 'admin_key', id: objectId(7), name: 'Ada' }, requestId: 'of-ada' };
    await world.app.database.query(
      `INSERT INTO inbound_scim.run (tenant_id, id, kind, parameters, progress, state, started_by, started_at, updated_at)
        VALUES ($1, gen_random_uuid(), $2, $3, $4, 'running', 'Ada', now(), now())`,
      [
        entra.tenantId,
        kind,
        JSON.stringify({ key, origin }),
        JSON.stringify({ after: [last.at, last.id], changed: done }),
      ],
    );
  }

  async function states(): Promise<unknown> {
    const rows = await world.app.database.query('SELECT state FROM inbound_scim.run WHERE tenant_id = $1', [
      entra.tenantId,
    ]);
    return rows.map(({ state }: { state: string }) => state);
  }

  it('that was broken off is taken up where it was by the next request, and told as who asked for it', async () => {
    await manyPeople(10);
    await brokenOff('attribute_backfill', 'jobTitle', 4);
    expect((await act('jobTitle', 'backfill')).body).toEqual({ key: 'jobTitle', changed: 10 });
    expect(await unlike('jobTitle', 'title')).toBe(4);
    expect(await states()).toEqual(['done']);
    expect(await events('attribute_backfilled')).toMatchObject([
      { counts: { users: 10 }, actor: { id: objectId(7), name: 'Ada' }, requestId: 'of-ada' },
    ]);
    expect((await act('jobTitle', 'backfill')).body.changed).toBe(4);
  });

  it('that was broken off is ended before another on the same field', async () => {
    await manyPeople(5);
    await act('jobTitle', 'backfill');
    await brokenOff('attribute_backfill', 'jobTitle', 2);
    await set('jobTitle', { mirror: false });
    expect((await act('jobTitle', 'scrub')).body.changed).toBe(5);
    expect(await states()).toEqual(['done', 'done', 'done']);
  });

  it('that was broken off while a key was removed keeps the key free until it has ended', async () => {
    const own = { category: 'profile', type: 'string', maxLength: 9, source: 'title', mirror: true };
    await set('own', own);
    await manyPeople(5);
    await act('own', 'backfill');
    await world.app.database.query(`DELETE FROM inbound_scim.attribute_setting WHERE tenant_id = $1`, [entra.tenantId]);
    await world.app.database.query(`UPDATE inbound_scim.tenant SET config_version = config_version + 1 WHERE id = $1`, [
      entra.tenantId,
    ]);
    await brokenOff('attribute_removal', 'own', 1);
    const path = `/tenants/${entra.tenantId}/attributes/own`;
    expect((await world.admin.send('PUT', path, own)).status).toBe(409);
    expect((await world.admin.delete(path)).status).toBe(204);
    expect((await preview({ key: 'own', ...own })).body).toMatchObject({ users: 5, changes: 4 });
    expect((await world.admin.send('PUT', path, own)).status).toBe(200);
  });

  it('that was broken off is taken up by the next start of an instance that keeps things in order', async () => {
    await manyPeople(6);
    await brokenOff('attribute_backfill', 'jobTitle', 2);
    await onAnother({ upkeep: false }, ({ app }) => app.get(AttributeRunsAtStart).ended);
    expect(await states()).toEqual(['running']);
    await onAnother({}, ({ app }) => app.get(AttributeRunsAtStart).ended);
    expect(await states()).toEqual(['done']);
    expect(await unlike('jobTitle', 'title')).toBe(2);
  });

  it('ends between two batches where the service stops, and is left for the next', async () => {
    await manyPeople(3);
    const stopped = await onAnother({}, async ({ app, url }) => {
      app.get(AttributeRunsService).stop();
      return new Api(url, world.app.adminKey).post(`/tenants/${entra.tenantId}/attributes/jobTitle/backfill`);
    });
    expect(stopped.status).toBe(503);
    expect(stopped.headers.get('retry-after')).toBe('10');
    expect(await states()).toEqual(['running']);
    expect((await act('jobTitle', 'backfill')).body.changed).toBe(3);
    expect(await states()).toEqual(['done']);
  });

  it('is one of two at most in an instance', async () => {
    await manyPeople(1);
    for (const key of ['userType', 'description']) await set(key, { enabled: true, mirror: true, source: 'title' });
    const release = await holdPeople(1);
    const underWay = [act('jobTitle', 'backfill'), act('userType', 'backfill')];
    await waiting(2);
    const third = await act('description', 'backfill');
    expect([third.status, third.headers.get('retry-after')]).toEqual([503, '10']);
    await release();
    expect((await Promise.all(underWay)).map(({ body }) => body.changed)).toEqual([1, 1]);
    expect((await act('description', 'backfill')).body.changed).toBe(1);
  });

  it('is refused while another is under way on the same field, and not on another', async () => {
    await manyPeople(3);
    const runner = world.app.database.createQueryRunner();
    await runner.startTransaction();
    try {
      await runner.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [
        `inbound-scim attribute ${entra.tenantId} jobTitle`,
      ]);
      expect((await act('jobTitle', 'backfill')).status).toBe(409);
      expect((await act('department', 'backfill')).status).toBe(200);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
    expect((await act('jobTitle', 'backfill')).body.changed).toBe(3);
  });

  it('waits for people who are being changed, and then changes them too', async () => {
    await manyPeople(5);
    const release = await holdPeople(2);
    const backfill = act('jobTitle', 'backfill');
    await waiting(1);
    await release();
    expect((await backfill).body).toEqual({ key: 'jobTitle', changed: 5 });
  });

  it('follows settings that change meanwhile', async () => {
    await manyPeople(5);
    const release = await holdPeople(1);
    const backfill = act('jobTitle', 'backfill');
    await waiting(1);
    await set('jobTitle', { mirror: false });
    await release();
    expect((await backfill).body).toEqual({ key: 'jobTitle', changed: 4 });
    expect(await unlike('jobTitle', 'title')).toBe(1);
  });

  it('that somebody else went on with is given up, and what it was about to write with it', async () => {
    await manyPeople(2);
    const release = await holdPeople(1);
    const backfill = act('jobTitle', 'backfill');
    await waiting(1);
    const other = JSON.stringify({ after: ['2026-01-01 00:00:00+00', objectId(1)], changed: 1 });
    await world.app.database.query('UPDATE inbound_scim.run SET progress = $2 WHERE tenant_id = $1', [
      entra.tenantId,
      other,
    ]);
    await release();
    expect((await backfill).status).toBe(409);
    expect(await unlike('jobTitle', 'title')).toBe(1);
    expect(await states()).toEqual(['running']);
  });

  /** As somebody who is changing so many people, until the function is called that comes back. */
  async function holdPeople(count: number): Promise<() => Promise<void>> {
    const runner = world.app.database.createQueryRunner();
    await runner.startTransaction();
    await runner.query('SELECT FROM inbound_scim.directory_user WHERE tenant_id = $1 LIMIT $2 FOR UPDATE', [
      entra.tenantId,
      count,
    ]);
    return async () => {
      await runner.rollbackTransaction();
      await runner.release();
    };
  }

  /** Until so many statements wait for a lock. */
  async function waiting(count: number): Promise<void> {
    const statements = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    while ((await world.app.database.query(statements)).length < count);
  }

  /** On another instance of the service, with the same database. */
  async function onAnother<T>(options: TestAppOptions, work: (app: TestApp) => Promise<T>): Promise<T> {
    const [{ name }] = await world.app.database.query('SELECT current_database() AS name');
    const url = new URL(process.env.INBOUND_SCIM_TEST_SERVER ?? '');
    url.pathname = `/${name}`;
    const other = await startApp({ ...options, databaseUrl: url.toString() });
    try {
      return await work(other);
    } finally {
      await other.close();
    }
  }
});

function trust() {
  return { domains: ['corp.example'], until: new Date(Date.now() + 86_400_000).toISOString() };
}
