import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkAnswer } from '../support/invariants.js';
import { aUser, ENT, GROUP, PATCH, type ScimClient, USER, World } from '../support/scim-client.js';

/** RFC 7644 §3.7: many operations in one request, each with a status of its own, and what they refer to of each other. */

let world: World;
let client: ScimClient;

const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

type Json = Record<string, unknown>;

beforeAll(async () => {
  world = await World.start();
});
beforeEach(async () => {
  client = await world.connect();
});
afterAll(() => world.close());

const user = (name: string, more: Json = {}) => aUser(name, { externalId: `key-${name}`, ...more });
const group = (displayName: string, ...members: string[]) => ({
  schemas: [GROUP],
  displayName,
  ...(members.length > 0 && { members: members.map((value) => ({ value })) }),
});
const post = (path: string, bulkId: string, data: Json) => ({ method: 'POST', path, bulkId, data });
const patch = (path: string, ...Operations: Json[]) => ({
  method: 'PATCH',
  path,
  data: { schemas: [PATCH], Operations },
});

async function send(operations: readonly unknown[], more: Json = {}) {
  const answer = await client.post('/Bulk', { schemas: [BULK], ...more, Operations: operations });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/scim+json');
  expect(Object.keys(answer.body).toSorted()).toEqual(['Operations', 'schemas']);
  return answer.body.Operations as Result[];
}

interface Result {
  readonly method: string;
  readonly bulkId?: string;
  readonly location: string;
  readonly version?: string;
  readonly status: string;
  readonly response?: { readonly scimType?: string; readonly detail: string };
}

const statuses = (results: readonly Result[]) => results.map(({ status }) => status);
const read = async ({ location }: Result) => (await client.get(location.slice(client.url.length))).body;
const memberIds = (body: { members?: { value: string }[] }) => (body.members ?? []).map(({ value }) => value);
const idOf = ({ location }: Result) => location.slice(location.lastIndexOf('/') + 1);

describe('operations', () => {
  it('do what requests of their own do, and say where and in which version', async () => {
    const [created] = await send([post('/Users', 'a', user('ana'))]);
    expect(created).toEqual({
      method: 'POST',
      bulkId: 'a',
      location: expect.stringMatching(`^${client.url}/Users/[0-9a-f-]{36}$`),
      version: 'W/"1"',
      status: '201',
    });
    const path = created!.location.slice(client.url.length);
    const results = await send([
      patch(path, { op: 'replace', path: 'title', value: 'Lead' }),
      { method: 'PUT', path, data: user('ana', { nickName: 'A' }), version: 'W/"2"' },
      { method: 'put', path: path.slice(1), data: user('ana', { nickName: 'B' }), version: 'W/"2"' },
      { method: 'DELETE', path, version: 'W/"3"' },
      { method: 'DELETE', path },
    ]);
    expect(results).toMatchObject([
      { method: 'PATCH', status: '200', version: 'W/"2"', location: created!.location },
      { method: 'PUT', status: '200', version: 'W/"3"' },
      { method: 'PUT', status: '412', location: created!.location, response: { schemas: [ERROR], status: '412' } },
      { method: 'DELETE', status: '204', location: created!.location },
      { method: 'DELETE', status: '404' },
    ]);
    expect(results.map((result) => 'version' in result)).toEqual([true, true, false, false, false]);
  });

  it('fail one by one, with the reason that a request of their own is given', async () => {
    await client.post('/Users', user('ana'));
    const results = await send([
      post('/Users', 'taken', user('ana', { externalId: 'other' })),
      post('/Users', 'nameless', { schemas: [USER] }),
      post('/Groups', 'g', group('Ops')),
      patch('/Users/00000000-0000-4000-8000-000000000000', { op: 'add', path: 'title', value: 'x' }),
      patch('/Groups/bulkId:g', { op: 'nonsense' }),
    ]);
    expect(statuses(results)).toEqual(['409', '400', '201', '404', '400']);
    expect(results[0]!.response).toEqual({
      schemas: [ERROR],
      status: '409',
      scimType: 'uniqueness',
      detail: expect.stringContaining('ana'),
    });
    expect('location' in results[0]!).toBe(false);
    expect(results[1]!.response).toMatchObject({ scimType: 'invalidValue' });
    expect(results[4]!.response).toMatchObject({ scimType: 'invalidSyntax' });
    expect(await read(results[2]!)).toMatchObject({ displayName: 'Ops', meta: { version: 'W/"1"' } });
  });

  it.each<readonly [string, unknown, string, string | undefined]>([
    ['no object', 'x', '400', 'invalidSyntax'],
    ['no method', { path: '/Users', bulkId: 'a', data: user('x') }, '400', 'invalidSyntax'],
    ['GET', { method: 'GET', path: '/Users' }, '400', 'invalidSyntax'],
    ['a POST without bulkId', { method: 'POST', path: '/Users', data: user('x') }, '400', 'invalidValue'],
    [
      'a bulkId that is no text',
      { method: 'POST', path: '/Users', bulkId: 1, data: user('x') },
      '400',
      'invalidSyntax',
    ],
    ['a POST without data', { method: 'POST', path: '/Users', bulkId: 'a' }, '400', 'invalidSyntax'],
    ['a POST to one', post('/Users/1', 'a', user('x')), '400', 'invalidPath'],
    ['a PUT to all', { method: 'PUT', path: '/Users', data: user('x') }, '400', 'invalidPath'],
    ['no path', { method: 'DELETE' }, '400', 'invalidPath'],
    ['another path', post('/Schemas', 'a', {}), '400', 'invalidPath'],
    ['a path below one', { method: 'DELETE', path: '/Users/1/2' }, '400', 'invalidPath'],
    ['itself', post('/Bulk', 'a', {}), '400', 'invalidPath'],
    ['an id that is none', { method: 'DELETE', path: '/Users/7' }, '404', undefined],
    ['a bulkId of nothing', { method: 'DELETE', path: '/Users/bulkId:none' }, '409', undefined],
  ])('are refused alone: %s', async (_, operation, status, scimType) => {
    const [wrong, right] = await send([operation, post('/Users', 'ok', user('ok'))]);
    expect(wrong).toMatchObject({ status, response: { schemas: [ERROR], status, ...(scimType && { scimType }) } });
    expect(right).toMatchObject({ status: '201' });
  });

  it('may not use one bulkId twice', async () => {
    const results = await send([post('/Users', 'a', user('ana')), post('/Users', 'a', user('bob'))]);
    expect(statuses(results)).toEqual(['201', '400']);
  });

  it('stop after as many failures as are allowed', async () => {
    const wrong = { method: 'DELETE', path: '/Users/7' };
    const operations = [wrong, post('/Users', 'a', user('ana')), wrong, post('/Users', 'b', user('bob'))];
    expect(statuses(await send(operations, { failOnErrors: 1 }))).toEqual(['404']);
    expect(statuses(await send(operations, { failOnErrors: 2 }))).toEqual(['404', '201', '404']);
    expect(statuses(await send(operations))).toEqual(['404', '409', '404', '201']);
  });
});

describe('references', () => {
  it('lead from a group to its members, before and after them', async () => {
    const results = await send([
      post('/Groups', 'g', group('Ops', 'bulkId:a', 'bulkId:b')),
      post('/Users', 'a', user('ana')),
      post('/Users', 'b', user('bob')),
      post('/Groups', 'h', group('All', 'bulkId:g', 'bulkId:a')),
    ]);
    expect(results.map(({ bulkId, status }) => `${bulkId} ${status}`)).toEqual(['g 201', 'a 201', 'b 201', 'h 201']);
    expect(memberIds(await read(results[0]!)).toSorted()).toEqual(results.slice(1, 3).map(idOf).toSorted());
    expect(memberIds(await read(results[3]!))).toEqual(expect.arrayContaining([idOf(results[0]!), idOf(results[1]!)]));
  });

  it('stand in paths, in managers, in operations and in their filters', async () => {
    const results = await send([
      post('/Users', 'boss', user('boss')),
      post('/Users', 'ana', user('ana', { schemas: [USER, ENT], [ENT]: { manager: { value: 'bulkId:boss' } } })),
      post('/Groups', 'g', group('Ops', 'bulkId:ana')),
      patch('/Groups/bulkId:g', { op: 'add', path: 'members', value: [{ value: 'bulkId:boss' }] }),
      patch('/Groups/bulkId:g', { op: 'remove', path: 'members[value eq "bulkId:ana"]' }),
      { method: 'PUT', path: '/Users/bulkId:boss', data: user('boss', { title: 'Boss' }) },
    ]);
    expect(statuses(results)).toEqual(['201', '201', '201', '200', '200', '200']);
    const [boss, ana, ops] = results as [Result, Result, Result];
    expect((await read(ana))[ENT]).toMatchObject({ manager: { value: idOf(boss) } });
    expect(memberIds(await read(ops))).toEqual([idOf(boss)]);
    expect(await read(boss)).toMatchObject({ title: 'Boss' });
    expect(results[3]!.location).toBe(ops.location);
  });

  it('may run in a circle, and to oneself', async () => {
    const results = await send([
      post('/Groups', 'a', group('A', 'bulkId:b')),
      post('/Groups', 'b', group('B', 'bulkId:c')),
      post('/Groups', 'c', group('C', 'bulkId:a', 'bulkId:u')),
      post('/Users', 'u', user('ana', { schemas: [USER, ENT], [ENT]: { manager: { value: 'bulkId:u' } } })),
    ]);
    expect(statuses(results)).toEqual(['201', '201', '201', '201']);
    const [a, b, c, u] = results as [Result, Result, Result, Result];
    expect(memberIds(await read(a))).toEqual([idOf(b)]);
    expect(memberIds(await read(b))).toEqual([idOf(c)]);
    expect(memberIds(await read(c)).toSorted()).toEqual([idOf(a), idOf(u)].toSorted());
    expect((await read(u))[ENT]).toMatchObject({ manager: { value: idOf(u) } });
    for (const each of results) expect((await read(each)).meta.version).toBe(each.version);
  });

  it('to what could not be created fail too, and what waited for it is taken back', async () => {
    const results = await send([
      post('/Groups', 'a', { schemas: [GROUP], members: [{ value: 'bulkId:b' }] }),
      post('/Groups', 'b', group('B', 'bulkId:a')),
      post('/Groups', 'c', group('C', 'bulkId:nobody')),
      post('/Groups', 'd', group('D', 'bulkId:a')),
      post('/Groups', 'e', group('E')),
    ]);
    expect(statuses(results)).toEqual(['400', '409', '409', '409', '201']);
    const { body } = await client.get('/Groups');
    expect(body.Resources.map(({ displayName }: { displayName: string }) => displayName)).toEqual(['E']);
  });

  it('of a circle that was stopped leave nothing behind', async () => {
    const results = await send(
      [
        post('/Groups', 'a', group('A', 'bulkId:b', 'bulkId:x')),
        post('/Groups', 'b', group('B', 'bulkId:a')),
        post('/Users', 'x', { schemas: [USER] }),
      ],
      { failOnErrors: 1 },
    );
    expect(statuses(results)).toEqual(['409', '400']);
    expect((await client.get('/Groups')).body.totalResults).toBe(0);
  });
});

describe('a bulk request', () => {
  it.each<readonly [string, unknown, number, string | undefined]>([
    ['no object', [], 400, 'invalidSyntax'],
    ['no operations', { schemas: [BULK] }, 400, 'invalidSyntax'],
    ['another message', { schemas: [USER], Operations: [] }, 400, 'invalidSyntax'],
    ['failOnErrors that is no number', { failOnErrors: 'x', Operations: [] }, 400, 'invalidValue'],
    ['failOnErrors below 1', { failOnErrors: 0, Operations: [] }, 400, 'invalidValue'],
    ['1,001 operations', { Operations: Array.from({ length: 1_001 }, () => ({})) }, 413, 'tooMany'],
    ['more than 2 MiB', { Operations: [], filler: 'x'.repeat(2 * 1024 * 1024) }, 413, undefined],
  ])('with %s is refused whole', async (_, body, status, scimType) => {
    const answer = await client.post('/Bulk', body);
    checkAnswer(answer);
    expect(answer).toMatchObject({ status, body: { status: String(status), ...(scimType && { scimType }) } });
  });

  it('may be empty, in any case, and of as many operations as are announced', async () => {
    expect(await send([])).toEqual([]);
    const { body } = await client.get('/ServiceProviderConfig');
    expect(body.bulk).toEqual({ supported: true, maxOperations: 1_000, maxPayloadSize: 2 * 1024 * 1024 });
    const many = Array.from({ length: 1_000 }, () => ({ Method: 'delete', PATH: '/Users/7' }));
    const answer = await client.post('/Bulk', { OPERATIONS: many });
    expect(answer.body.Operations).toHaveLength(1_000);
  });

  it('is a POST, and nothing else', async () => {
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const answer = await client.send(method, '/Bulk');
      expect({ method, status: answer.status, allow: answer.headers.get('allow') }).toEqual({
        method,
        status: 405,
        allow: 'POST',
      });
    }
  });

  it('costs as many requests as it has operations', async () => {
    const path = `/tenants/${client.tenantId}/identity-providers/${client.id}`;
    await world.admin.patch(path, { rateLimit: { perSecond: 1, burst: 20 } });
    const nothing = (length: number) => ({ Operations: Array.from({ length }, () => ({})) });
    expect(await client.post('/Bulk', nothing(15))).toMatchObject({ status: 200 });
    const refused = await client.post('/Bulk', nothing(15));
    expect(refused).toMatchObject({ status: 429 });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('is in the event log as its operations are', async () => {
    await send([post('/Users', 'a', user('ana')), post('/Groups', 'g', group('Ops', 'bulkId:a'))]);
    const events = (await world.events(client)).map(({ type }) => type);
    expect(events.filter((type) => type.startsWith('scim_user') || type.startsWith('scim_group'))).toEqual([
      'scim_user_received',
      'scim_group_received',
      'scim_group_member_added',
    ]);
  });
});
