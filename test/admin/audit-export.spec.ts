import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXPORT_BATCH } from '../../src/audit/audit-search.js';
import { AuditService } from '../../src/audit/audit.service.js';
import { Database } from '../../src/database/database.js';
import { inForm } from '../support/figures.js';
import { aUser, type ScimClient, World } from '../support/scim-client.js';

/** Of a thousand events, in a log that is too large to be held. */
const BATCHES = inForm(10, 20);

const NOBODY = '0198c2a4-7b1e-7c3d-9a55-3f6d2e1b4c0a';

let world: World;
let client: ScimClient;
let path: string;

beforeAll(async () => {
  world = await World.start({ upkeep: false });
  client = await world.connect();
  for (const name of ['ana', 'ben', 'cyd']) {
    const { body } = await client.post('/Users', aUser(name, { externalId: name }));
    await client.patch(`/Users/${body.id}`, [{ op: 'Replace', path: 'active', value: 'False' }]);
  }
  path = `/tenants/${client.tenantId}/audit-events`;
});

afterAll(() => world.close());

interface Listed {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly actor: { readonly name: string };
  readonly target: { readonly id: string };
  readonly changes: readonly string[];
  readonly after?: unknown;
}

function download(query = '', key = world.app.adminKey, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${key}` };
  return fetch(`${world.app.url}/admin/v1${path}/export${query}`, { ...init, headers });
}

const lines = (text: string) => text.trimEnd().split('\n').filter(Boolean);
const listed = async (query = '') =>
  (await world.admin.get(`${path}?limit=200${query.replace('?', '&')}`)).body.items.toReversed();

/** RFC 4180. */
function cells(text: string): string[][] {
  const rows = [...text.matchAll(/((?:"(?:[^"]|"")*"|[^,\n"]*)(?:,(?:"(?:[^"]|"")*"|[^,\n"]*))*)\n/g)];
  return rows.map(([, row = '']) =>
    [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
    ),
  );
}

const record = (tenantId: string, events: number, name = 'x') =>
  world.app.app.get(Database, { strict: false }).transaction(tenantId, (tx) =>
    world.app.app.get(AuditService, { strict: false }).record(
      tx,
      { actor: { kind: 'host', name: 'test' }, requestId: 'test' },
      Array.from({ length: events }, () => ({
        type: 'tenant_updated',
        target: { kind: 'tenant', id: tenantId, name },
        changes: ['name'],
      })),
    ),
  );

describe('GET /tenants/{t}/audit-events/export', () => {
  it('gives the list as it is, oldest first, one object a line', async () => {
    const response = await download('?format=ndjson');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="audit-events-${client.tenantId}.ndjson"`,
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
    const events = lines(await response.text()).map((line) => JSON.parse(line));
    expect(events.length).toBeGreaterThanOrEqual(9);
    expect(events).toEqual(await listed());
    expect(await (await download()).text()).toContain(events[0].id);
  });

  it('gives the same as a table', async () => {
    const response = await download('?format=csv');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers.get('content-disposition')).toMatch(/\.csv"$/);
    const [names = [], ...rows] = cells(await response.text());
    expect(names.slice(0, 3)).toEqual(['id', 'type', 'occurredAt']);
    const events = await listed();
    expect(rows).toHaveLength(events.length);
    const told = rows.map((row) => Object.fromEntries(row.map((cell, index) => [names[index], cell])));
    expect(
      told.map(({ id, type, occurredAt, actorName, targetId, changes }) => [
        id,
        type,
        occurredAt,
        actorName,
        targetId,
        JSON.parse(changes ?? ''),
      ]),
    ).toEqual(
      events.map((event: Listed) => [
        event.id,
        event.type,
        event.occurredAt,
        event.actor.name,
        event.target.id,
        event.changes,
      ]),
    );
    expect(told.map(({ after }) => (after ? JSON.parse(after) : undefined))).toEqual(
      events.map(({ after }: Listed) => after),
    );
  });

  it.each([
    { name: 'a type', query: () => '?type=scim_user_received' },
    { name: 'types', query: () => '?type=scim_user_received&type=scim_user_deactivated' },
    { name: 'an identity provider', query: () => `?identityProviderId=${client.id}` },
    { name: 'an actor', query: () => '?actor=first%20start' },
    { name: 'a time', query: () => `?to=2020-01-01T00:00:00Z` },
    { name: 'a time to come', query: () => `?from=2020-01-01T00:00:00Z&to=2999-01-01T00:00:00Z` },
  ])('is filtered by $name like the list', async ({ query }) => {
    const events = lines(await (await download(query())).text()).map((line) => JSON.parse(line));
    expect(events).toEqual(await listed(query()));
  });

  it('gives an empty file where there is nothing', async () => {
    const nothing = '?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z';
    expect(await (await download(nothing)).text()).toBe('');
    expect(cells(await (await download(`${nothing}&format=csv`)).text())).toHaveLength(1);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x.example","y")'])(
    'does not let a spreadsheet take %j for a formula',
    async (name) => {
      const tenantId = await world.tenant();
      await record(tenantId, 1, name);
      const response = await fetch(`${world.app.url}/admin/v1/tenants/${tenantId}/audit-events/export?format=csv`, {
        headers: { authorization: `Bearer ${world.app.adminKey}` },
      });
      const rows = cells(await response.text());
      const cell = rows.at(-1)?.[rows[0]?.indexOf('targetName') ?? -1];
      expect(cell).toBe(`'${name}`);
    },
  );

  it.each(['ndjson', 'csv'])('tells no secret as %s', async (format) => {
    const password = 'T0pSecret!word';
    const { body } = await client.post('/Users', aUser(`secret-${format}`, { password }));
    await client.patch(`/Users/${body.id}`, [{ op: 'replace', path: 'password', value: `${password}2` }]);
    const text = await (await download(`?format=${format}`)).text();
    expect(text).toContain(body.id);
    for (const secret of [password, client.token, world.app.adminKey]) expect(text).not.toContain(secret);
  });

  it('leaves out nothing and nobody twice, in constant memory', async () => {
    const tenantId = await world.tenant();
    for (let n = 0; n < BATCHES; n += 1) await record(tenantId, 1_000, 'x'.repeat(300));
    path = `/tenants/${tenantId}/audit-events`;
    const collect = garbageCollector();
    const ids = new Set<string>();
    let most = 0;
    const before = heapAfter(collect);
    await eachLine(await download(), (line) => {
      ids.add(JSON.parse(line).id);
      if (ids.size % 2_500 === 0) most = Math.max(most, heapAfter(collect) - before);
    });
    path = `/tenants/${client.tenantId}/audit-events`;
    expect(ids.size).toBe(BATCHES * 1_000 + 1);
    // All of it would be several times as much.
    expect(most).toBeLessThan(5_000_000);
  });

  it('ends with the client', async () => {
    const tenantId = await world.tenant();
    await record(tenantId, EXPORT_BATCH * 4);
    path = `/tenants/${tenantId}/audit-events`;
    const controller = new AbortController();
    const response = await download('', undefined, { signal: controller.signal });
    const reader = response.body!.getReader();
    await reader.read();
    controller.abort();
    await expect(reader.read()).rejects.toThrow(/abort/);
    path = `/tenants/${client.tenantId}/audit-events`;
    // The service goes on, with all of its connections.
    const answers = await Promise.all(Array.from({ length: 20 }, () => download()));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    await Promise.all(answers.map((answer) => answer.text()));
  });

  it('tells only the headers to HEAD', async () => {
    const response = await download('', undefined, { method: 'HEAD' });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/x-ndjson; charset=utf-8',
    ]);
    expect(await response.text()).toBe('');
  });

  it.each([
    { name: 'another format', query: '?format=xml', parameter: 'format' },
    { name: 'a type that is none', query: '?type=x', parameter: 'type' },
    { name: 'a time that is none', query: '?from=yesterday', parameter: 'from' },
    { name: 'a limit', query: '?limit=3', parameter: 'limit' },
    { name: 'a cursor', query: '?cursor=x', parameter: 'cursor' },
  ])('refuses $name as a problem', async ({ query, parameter }) => {
    const response = await download(query);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const problem = (await response.json()) as { errors: readonly { parameter: string }[] };
    expect(problem.errors[0]?.parameter).toBe(parameter);
  });

  it('refuses a tenant that is not there or not the caller’s, another method and nobody', async () => {
    const { plaintext } = (
      await world.admin.post('/keys', { name: 'x', role: 'auditor', tenantId: await world.tenant() })
    ).body;
    expect((await download('', plaintext)).status).toBe(404);
    expect((await world.admin.get(`/tenants/${NOBODY}/audit-events/export`)).status).toBe(404);
    const other = await world.admin.post(`${path}/export`);
    expect([other.status, other.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await download('', 'x')).status).toBe(401);
  });
});

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}

function heapAfter(collect: () => void): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function eachLine(response: Response, take: (line: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response.body!) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) take(line);
  }
  expect(rest).toBe('');
}
