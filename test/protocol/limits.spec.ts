import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aUser, ENT, PATCH, type ScimClient, USER, World } from '../support/scim-client.js';

/** Every limit of the service with its name, from both sides: what is just allowed, and what is just too much. */

let world: World;
let client: ScimClient;
let id: string;

beforeAll(async () => {
  world = await World.start();
  client = await world.connect();
  id = (await client.post('/Users', aUser('ana'))).body.id;
});

afterAll(() => world.close());

const KIB = 1024;
const text = (bytes: number) => 'x'.repeat(bytes);
const titles = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ op: 'replace', path: 'title', value: `T${n}` }));
const find = (filter: string) => client.find('/Users', filter);
const refusal = (status: number, scimType?: string) => ({
  status,
  body: {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    ...(scimType && { scimType }),
  },
});

describe.each<[string, () => Promise<unknown>, number, () => Promise<unknown>, ReturnType<typeof refusal>]>([
  [
    'a body of 2 MiB',
    () => client.send('POST', '/Users', padded(JSON.stringify(aUser('padded')), 2 * KIB * KIB)),
    201,
    () => client.send('POST', '/Users', padded(JSON.stringify(aUser('padded')), 2 * KIB * KIB + 1)),
    refusal(413),
  ],
  [
    '1,000 operations',
    () => client.patch(`/Users/${id}`, titles(1_000)),
    200,
    () => client.patch(`/Users/${id}`, titles(1_001)),
    refusal(413, 'tooMany'),
  ],
  [
    'a filter of 8 KiB',
    () => find(`title eq "${text(8 * KIB - 11)}"`),
    200,
    () => find(`title eq "${text(8 * KIB)}"`),
    refusal(400, 'invalidFilter'),
  ],
  [
    '200 terms of a filter',
    () => find(Array.from({ length: 100 }, () => 'title pr').join(' or ')),
    200,
    () => find(Array.from({ length: 201 }, () => 'title pr').join(' or ')),
    refusal(400, 'invalidFilter'),
  ],
  [
    '32 levels of a filter',
    () => find(`${'('.repeat(30)}title pr${')'.repeat(30)}`),
    200,
    () => find(`${'('.repeat(33)}title pr${')'.repeat(33)}`),
    refusal(400, 'invalidFilter'),
  ],
  [
    'a path of 1 KiB',
    () =>
      client.patch(`/Users/${id}`, [{ op: 'add', path: `emails[type eq "${text(900)}"].value`, value: 'x@y.example' }]),
    200,
    () =>
      client.patch(`/Users/${id}`, [
        { op: 'add', path: `emails[type eq "${text(1_024)}"].value`, value: 'x@y.example' },
      ]),
    refusal(400, 'invalidPath'),
  ],
  [
    'an attribute value of 64 KiB',
    () => client.post('/Users', aUser('valued', { title: text(64 * KIB) })),
    201,
    () => client.post('/Users', aUser('valued2', { title: text(64 * KIB + 1) })),
    refusal(400, 'invalidValue'),
  ],
  [
    'a resource of 256 KiB',
    () => client.post('/Users', aUser('heavy', large(3))),
    201,
    () => client.post('/Users', aUser('heavy2', large(5))),
    refusal(400, 'invalidValue'),
  ],
])('%s', (_, accepted, status, refused, expected) => {
  it('is allowed', async () => expect(await accepted()).toMatchObject({ status }));
  it('and no more', async () => expect(await refused()).toMatchObject(expected));
});

function padded(json: string, bytes: number): string {
  return json.padEnd(bytes, ' ');
}

function large(values: number): Record<string, unknown> {
  const names = ['title', 'nickName', 'profileUrl', 'userType', 'locale'].slice(0, values);
  return Object.fromEntries(names.map((name) => [name, text(60 * KIB)]));
}

describe('a page', () => {
  it('is 100 where nothing is asked for, and 200 at most, without lying about the total', async () => {
    const crowded = await world.connect();
    for (let start = 0; start < 205; start += 41)
      await Promise.all(Array.from({ length: 41 }, (_, n) => crowded.post('/Users', aUser(`c${start + n}`))));
    expect((await crowded.get('/Users')).body).toMatchObject({ totalResults: 205, itemsPerPage: 100, startIndex: 1 });
    expect((await crowded.get('/Users?count=100000')).body).toMatchObject({ totalResults: 205, itemsPerPage: 200 });
    expect((await crowded.get('/Users?count=0')).body).toMatchObject({
      totalResults: 205,
      itemsPerPage: 0,
      Resources: [],
    });
    expect((await crowded.get('/Users?startIndex=204&count=200')).body).toMatchObject({
      itemsPerPage: 2,
      startIndex: 204,
    });
    expect(await crowded.get('/Users?count=ten')).toMatchObject(refusal(400, 'invalidValue'));
  });
});

describe('bad input', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'invalidSyntax'],
    ['no JSON', '{"userName": "x', 'invalidSyntax'],
    ['a list', '[]', 'invalidSyntax'],
    ['null', 'null', 'invalidSyntax'],
    ['a string', '"x"', 'invalidSyntax'],
    ['bytes that are no UTF-8', Uint8Array.from([0x7b, 0xff, 0xfe, 0x7d]), 'invalidSyntax'],
    ['a NUL byte', '{"userName":"a\\u0000b"}', 'invalidValue'],
    ['half a surrogate', '{"userName":"a\\ud800b"}', 'invalidValue'],
    ['lists a thousand deep', `{"userName":"deep","emails":${'['.repeat(1_000)}${']'.repeat(1_000)}}`, 'invalidSyntax'],
    ['a number for a name', '{"userName":{"a":1}}', 'invalidValue'],
    ['a string for a complex value', '{"userName":"x","name":"Ana"}', 'invalidValue'],
    ['no userName', '{"displayName":"x"}', 'invalidValue'],
    ['a blank nobody', '{"userName":""}', 'invalidValue'],
    ['maybe active', '{"userName":"x","active":"maybe"}', 'invalidValue'],
  ])('%s is a SCIM error that says what is wrong', async (_, body, scimType) => {
    const answer = await client.send('POST', '/Users', body);
    expect(answer).toMatchObject(refusal(400, scimType));
    expect(answer.headers.get('content-type')).toBe('application/scim+json');
    expect(answer.headers.get('x-request-id')).toBeTruthy();
    expect(answer.body.detail.length).toBeGreaterThan(10);
  });

  it.each(['not-a-uuid', '%00', '..%2F..', "'--", '6f2b0a3e-8f1d-4c57-9f0c-2d1d2b7f6a1', '%F0%9F%98%80'])(
    'an id that is none is 404: %s',
    async (bad) => {
      for (const path of [`/Users/${bad}`, `/Groups/${bad}`])
        expect(await client.get(path)).toMatchObject(refusal(404));
      expect(await client.patch(`/Users/${bad}`, titles(1))).toMatchObject(refusal(404));
      expect(await client.delete(`/Users/${bad}`)).toMatchObject(refusal(404));
    },
  );

  it.each([
    'foo bar',
    'userName',
    'userName eq',
    'userName xx "x"',
    'nope eq "x"',
    'password eq "x"',
    'active gt true',
    '"x" eq userName',
    'userName eq "x" and',
    '(userName eq "x"',
    'emails[type eq "work"',
  ])('a filter with no meaning is invalidFilter: %s', async (filter) =>
    expect(await find(filter)).toMatchObject(refusal(400, 'invalidFilter')),
  );

  it('a client’s or cannot leave the connection', async () => {
    const other = await world.connect({}, client.tenantId);
    await other.post('/Users', aUser('theirs'));
    expect((await find('userName eq "theirs@corp.example" or id pr or active eq true')).text).not.toContain('theirs');
  });

  it('names of JavaScript’s own are unknown attributes, without effect on anybody', async () => {
    const body = `{"schemas":["${USER}"],"userName":"proto","__proto__":{"x":1},"constructor":{"prototype":{"x":1}},"${ENT}":{"__proto__":{"x":1}}}`;
    const made = await client.send('POST', '/Users', body);
    expect(made.status).toBe(201);
    const patched = await client.send(
      'PATCH',
      `/Users/${made.body.id}`,
      `{"schemas":["${PATCH}"],"Operations":[{"op":"add","value":{"__proto__":{"x":1},"name.__proto__.x":1}}]}`,
    );
    expect(patched.status).toBe(200);
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('x');
    expect(patched.text).not.toContain('proto__');
  });
});

describe('requests a second', () => {
  it('are limited for each connection, with the seconds to wait; a long member list costs more', async () => {
    const limited = await world.connect();
    const path = `/tenants/${limited.tenantId}/identity-providers/${limited.id}`;
    await world.admin.patch(path, { rateLimit: { perSecond: 1, burst: 20 } });
    const value = Array.from({ length: 1_500 }, (_, n) => ({ value: `m${n}` }));
    expect((await limited.post('/Groups', { displayName: 'Long', members: value })).status).toBe(201);
    const answers = await Promise.all(Array.from({ length: 10 }, () => limited.get('/Users?count=0')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(4);
    expect(refused[0]).toMatchObject(refusal(429));
    expect(refused[0]?.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect((await client.get('/Users?count=0')).status).toBe(200);
  });
});

describe('a database that keeps a request waiting', () => {
  it('is 503 with the seconds to wait, and nothing of what is inside', async () => {
    const runner = world.app.database.createQueryRunner();
    await runner.startTransaction();
    await runner.query('LOCK TABLE inbound_scim.scim_group IN ACCESS EXCLUSIVE MODE');
    const answer = await client.get('/Groups');
    await runner.rollbackTransaction();
    await runner.release();
    expect(answer).toMatchObject(refusal(503));
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(answer.text).not.toMatch(/SELECT|node_modules|statement/i);
    expect((await client.get('/Groups')).status).toBe(200);
  });
});
