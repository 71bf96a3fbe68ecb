import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ANA, gather } from '../support/cast.js';
import { checkAnswer } from '../support/invariants.js';
import { aUser, ENT, GROUP, type ScimClient, USER, World } from '../support/scim-client.js';

/** RFC 7644 §3.4.3 and §3.4.2.1: searching by POST, and users and groups at once; what HTTP adds to any list. */

let world: World;
let client: ScimClient;
let strict: ScimClient;
let ids: Map<string, string>;

const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

beforeAll(async () => {
  world = await World.start();
  [client, strict] = await Promise.all([world.connect(), world.connect({ kind: 'generic' })]);
  ids = await gather(client, ['ana', 'bob', 'kim', 'leo', 'old', 'ops', 'empty']);
  await strict.post('/Users', { schemas: [USER], ...ANA });
});

afterAll(() => world.close());

const search = (path: string, body: Record<string, unknown>) =>
  client.post(`${path}/.search`, { schemas: [SEARCH], ...body });
const named = (body: { Resources: { id: string }[] }) =>
  body.Resources.map(({ id }) => [...ids].find(([, known]) => known === id)?.[0] ?? id);

describe('POST /.search', () => {
  it.each<readonly [string, string, Record<string, unknown>]>([
    ['/Users', '', {}],
    ['/Users', 'filter=userName+sw+"a"', { filter: 'userName sw "a"' }],
    ['/Users', 'sortBy=userName&sortOrder=descending', { sortBy: 'userName', sortOrder: 'descending' }],
    ['/Users', 'startIndex=2&count=2', { startIndex: 2, count: 2 }],
    ['/Users', 'startIndex=2&count=2', { startIndex: '2', count: '2' }],
    ['/Users', 'count=0', { count: 0 }],
    ['/Users', 'attributes=userName,name.givenName', { attributes: ['userName', 'name.givenName'] }],
    ['/Users', 'attributes=userName,emails', { attributes: 'userName,emails' }],
    ['/Users', `excludedAttributes=emails,${ENT}`, { excludedAttributes: ['emails', ENT] }],
    ['/Users', 'filter=title+pr&count=1', { FILTER: 'title pr', Count: 1, filter2: 'x', sortBy: null }],
    [
      '/Groups',
      'filter=members+pr&excludedAttributes=members',
      { filter: 'members pr', excludedAttributes: ['members'] },
    ],
    ['', 'filter=displayName+pr', { filter: 'displayName pr' }],
    ['', 'attributes=displayName', { attributes: ['displayName'] }],
  ])('%s finds what GET ?%s does', async (path, query, body) => {
    const found = await search(path, body);
    checkAnswer(found);
    expect(found).toMatchObject({ status: 200 });
    expect(found.body).toEqual((await client.get(`${path}?${query}`)).body);
  });

  it.each<readonly [string, unknown, string]>([
    ['no object', [], 'invalidSyntax'],
    ['another message', { schemas: [USER] }, 'invalidSyntax'],
    ['no filter', { filter: 'userName' }, 'invalidFilter'],
    ['a filter that is no text', { filter: 7 }, 'invalidValue'],
    ['a count that is no number', { count: true }, 'invalidValue'],
    ['half a count', { count: 1.5 }, 'invalidValue'],
    ['an attribute that is no text', { attributes: [1] }, 'invalidValue'],
    ['an unknown order', { sortBy: 'nothing' }, 'invalidPath'],
    ['another order', { sortBy: 'displayName', sortOrder: 'up' }, 'invalidValue'],
    ['a cursor from nowhere', { cursor: 'x' }, 'invalidCursor'],
    ['half a count beside a cursor', { cursor: '', count: 1.5 }, 'invalidCount'],
  ])('is refused for %s', async (_, body, scimType) => {
    for (const path of ['/Users', '/Groups', '']) {
      const answer = await client.post(`${path}/.search`, body);
      checkAnswer(answer);
      expect(answer).toMatchObject({ status: 400, body: { scimType } });
    }
  });

  it('takes no other method', async () => {
    for (const path of ['/Users/.search', '/Groups/.search', '/.search'])
      for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const answer = await client.send(method, path);
        expect({ path, method, status: answer.status }).toEqual({ path, method, status: 405 });
        expect(answer.headers.get('allow')).toBe('POST');
      }
    expect(await client.post('', {})).toMatchObject({ status: 405 });
  });
});

describe('users and groups at once', () => {
  it.each<readonly [string, readonly string[]]>([
    ['', ['ana', 'bob', 'kim', 'leo', 'old', 'ops', 'empty']],
    ['displayName sw "o"', ['ops']],
    ['displayName pr', ['ana', 'kim', 'ops', 'empty']],
    ['userName sw "a"', ['ana']],
    // What a type has not is absent of each of its resources.
    ['not (userName pr)', ['ops', 'empty']],
    ['userName ne "ana@corp.example"', ['bob', 'kim', 'leo', 'old', 'ops', 'empty']],
    ['members pr or title pr', ['ana', 'ops']],
    ['members[value eq "{ana}"]', ['ops']],
    ['groups.value eq "{ops}"', ['ana', 'bob']],
    ['emails[type eq "work"].value eq "ana@corp.example"', ['ana']],
    ['active eq true and members pr', []],
    [`${USER}:displayName pr`, ['ana', 'kim']],
    [`${GROUP}:displayName pr`, ['ops', 'empty']],
    [`${ENT}:department eq "ops" or ${GROUP}:displayName eq "OPS"`, ['ana', 'ops']],
    ['meta.resourceType eq "Group"', ['ops', 'empty']],
    ['id eq "{ops}" or externalId eq "Ana-001"', ['ana', 'ops']],
  ])('%s', async (filter, found) => {
    const said = filter.replace(/\{(\w+)\}/g, (_, name: string) => ids.get(name) ?? '');
    const answer = await client.get(`?${new URLSearchParams({ filter: said }).toString()}`);
    checkAnswer(answer);
    expect(answer.body.totalResults).toBe(found.length);
    expect(named(answer.body).toSorted()).toEqual(found.toSorted());
  });

  it('have one total and one order over all pages', async () => {
    const pages = await Promise.all([1, 3, 5, 7].map((start) => client.get(`?startIndex=${start}&count=2`)));
    expect(pages.flatMap(({ body }) => named(body))).toEqual(['ana', 'bob', 'kim', 'leo', 'old', 'ops', 'empty']);
    expect(pages.map(({ body }) => body.totalResults)).toEqual([7, 7, 7, 7]);
  });

  it('keep id and schemas in every projection, and each shows what its type has', async () => {
    const { body } = await search('', { attributes: ['members.value', 'title'], filter: 'title pr or members pr' });
    expect(body.Resources).toEqual([
      { schemas: [USER], id: ids.get('ana'), title: 'Lead' },
      { schemas: [GROUP], id: ids.get('ops'), members: expect.arrayContaining([{ value: ids.get('ana') }]) },
    ]);
  });

  it.each(['nothing eq "x"', 'urn:nobody:title pr', 'password pr', 'name eq "x"'])('%s is refused', async (filter) => {
    const answer = await client.get(`?${new URLSearchParams({ filter }).toString()}`);
    expect(answer).toMatchObject({ status: 400, body: { scimType: 'invalidFilter' } });
  });

  it('are those of one connection', async () => {
    expect((await strict.get('?filter=not+(id+eq+"x")')).body.totalResults).toBe(1);
  });
});

describe('meta.location', () => {
  it.each(['eq', 'co', 'sw', 'ew'])('%s', async (operator) => {
    const location = `${client.url}/Users/${ids.get('ana')}`;
    const { body } = await client.find('/Users', `meta.location ${operator} "${location}"`);
    expect(named(body)).toEqual(['ana']);
    expect((await client.find('/Groups', `meta.location ${operator} "${location}"`)).body.totalResults).toBe(0);
  });
});

describe('a list', () => {
  it.each(['/Users', '/Groups', '', '/Users?filter=title+pr', '/Users?cursor=&count=2'])(
    '%s is answered 304 until it changes',
    async (path) => {
      const first = await client.get(path);
      const tag = first.headers.get('etag') ?? '';
      expect(tag).toMatch(/^W\/"[\w-]+"$/);
      expect(await client.get(path, { 'if-none-match': tag })).toMatchObject({ status: 304, text: '' });
      expect(await client.get(path, { 'if-none-match': '"other"' })).toMatchObject({ status: 200 });
      const headers = { authorization: `Bearer ${client.token}` };
      const head = await fetch(client.url + path, { method: 'HEAD', headers });
      expect({ status: head.status, tag: head.headers.get('etag') }).toEqual({ status: 200, tag });
    },
  );

  it('has another version once something on it changed', async () => {
    const lonely = await world.connect();
    const { body } = await lonely.post('/Users', aUser('lone'));
    const tag = (await lonely.get('/Users')).headers.get('etag') ?? '';
    await lonely.patch(`/Users/${body.id}`, [{ op: 'replace', path: 'title', value: 'New' }]);
    expect(await lonely.get('/Users', { 'if-none-match': tag })).toMatchObject({ status: 200 });
  });

  it('is compressed where it is large and the client can read that', async () => {
    const crowded = await world.connect();
    for (let n = 0; n < 40; n += 1) await crowded.post('/Users', aUser(`c${n}`, { title: 'x'.repeat(500) }));
    const get = (path: string, encoding: string) => crowded.get(path, { 'accept-encoding': encoding });
    const plain = await get('/Users', 'identity');
    const zipped = await get('/Users', 'br;q=1, GZIP;q=0.8');
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    expect(zipped.headers.get('vary')).toBe('Accept-Encoding');
    expect(zipped.text).toBe(plain.text);
    expect(Number(zipped.headers.get('content-length')) * 5).toBeLessThan(Number(plain.headers.get('content-length')));
    for (const [path, encoding] of [
      ['/Users', 'gzip;q=0'],
      ['/Users', 'br'],
      ['/Users?count=1', 'gzip'],
    ] as const)
      expect((await get(path, encoding)).headers.get('content-encoding')).toBeNull();
  });
});
