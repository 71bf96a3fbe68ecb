import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkAnswer } from '../support/invariants.js';
import { RawConnection, type RawRequest } from '../support/raw-request.js';
import { aUser, objectId, PATCH, type ScimClient, World } from '../support/scim-client.js';

/** What every SCIM route has in common, whatever it is about: headers, media types, paths, bodies. */

let world: World;
let client: ScimClient;
let id: string;
let group: string;
let wire: RawConnection;

beforeAll(async () => {
  world = await World.start();
  client = await world.connect();
  id = (await client.post('/Users', aUser('ana'))).body.id;
  group = (await client.post('/Groups', { displayName: 'Ops', members: [{ value: id }] })).body.id;
});

afterAll(() => world.close());

beforeEach(() => {
  wire = new RawConnection(client.url);
});

afterEach(() => wire.close());

/** Sent as it is, with the token and nothing else. */
async function ask(path: string, { headers, ...rest }: RawRequest = {}) {
  const authorization = `Bearer ${client.token}`;
  const answer = await wire.send(at(path), { ...rest, headers: { authorization, ...headers } });
  if (answer.status !== 304) checkAnswer(answer);
  return answer;
}

const at = (path: string) => path.replace('{id}', id).replace('{group}', group);
const named = (name: string) => JSON.stringify(aUser(name));
const MIB = 1024 * 1024;

describe('an answer', () => {
  it.each([undefined, '*/*', 'text/html', 'application/json', 'application/scim+json;q=0', 'image/png, */*;q=0.1', ''])(
    'is application/scim+json, whatever is accepted: %s',
    async (accept) => {
      const request = accept === undefined ? {} : { headers: { accept } };
      expect((await ask('/Users', request)).status).toBe(200);
      expect((await ask('/Nothing', request)).status).toBe(404);
    },
  );

  it('needs no User-Agent, and an empty one does no harm', async () => {
    expect((await ask('/Users')).status).toBe(200);
    expect((await ask('/Users', { headers: { 'user-agent': '' } })).status).toBe(200);
  });

  it('is not kept by caches, nor guessed at', async () => {
    const { headers } = await ask('/Users/{id}');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it.each([
    ['a-Request.id_7', true],
    ['x'.repeat(128), true],
    ['x'.repeat(129), false],
    ['two words', false],
    ['a"b', false],
    ['<script>', false],
    ['', false],
  ])('carries the request id that was sent where it is a plain word: %s', async (sent, isTaken) => {
    const { headers } = await ask('/Users', { headers: { 'x-request-id': sent } });
    if (isTaken) expect(headers.get('x-request-id')).toBe(sent);
    else expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('carries the id under which the event log knows the request', async () => {
    const { headers, body } = await ask('/Users', { method: 'POST', body: named('traced') });
    const events = await world.admin.get(`/tenants/${client.tenantId}/audit-events?targetId=${body.id}`);
    expect(events.body.items).toMatchObject([{ requestId: headers.get('x-request-id') }]);
  });
});

describe('HEAD', () => {
  it.each(['/Users', '/Users/{id}', '/Groups/{group}', '/Schemas', '/ServiceProviderConfig'])(
    'of %s has the headers of GET and no body',
    async (path) => {
      const [head, get] = [await ask(path, { method: 'HEAD' }), await ask(path)];
      expect([head.status, head.text]).toEqual([200, '']);
      for (const name of ['content-type', 'content-length', 'etag', 'content-location'])
        expect(head.headers.get(name)).toBe(get.headers.get(name));
    },
  );

  it('of nobody is 404 without a body', async () => {
    expect(await ask(`/Users/${objectId(1)}`, { method: 'HEAD' })).toMatchObject({ status: 404, text: '' });
  });
});

describe('a path', () => {
  it.each([
    '//Users/{id}',
    '/Users/{id}/',
    '/Users//{id}//',
    '/users/{id}',
    '/Users/{id}?',
    '/Users/{id}?&',
    '/Users/{id}?aadOptscim062020',
    '/Users/{id}?unheard=of&unheard=of',
  ])('is understood as it is joined: %s', async (path) => {
    expect((await ask(path)).body.id).toBe(id);
  });

  it('with the identity provider’s id in capitals is the same', async () => {
    const capitals = new RawConnection(client.url.replace(client.id, client.id.toUpperCase()));
    const answer = await capitals.send(`/Users/${id.toUpperCase()}`, {
      headers: { authorization: `Bearer ${client.token}` },
    });
    expect(answer.body).toMatchObject({ id, meta: { location: `${client.url}/Users/${id}` } });
    capitals.close();
  });

  it.each([
    ['GET', '/Foo'],
    ['POST', '/Foo/{id}'],
    ['GET', '/Users/{id}/emails'],
    ['DELETE', '/Groups/{group}/members/{id}'],
    ['PATCH', '/Userss'],
    ['GET', '/.well-known/x'],
    ['GET', '/Users/..%2f..%2fUsers'],
  ])('that nothing answers is a SCIM 404: %s %s', async (method, path) => {
    expect(await ask(path, { method })).toMatchObject({ status: 404, body: { status: '404' } });
  });

  it.each(['/Users/%', '/Users/%zz', '/Users/%c3%28', '/Schemas/%E0%A4%A'])(
    'that is badly encoded is a SCIM error: %s',
    async (path) => {
      expect([400, 404]).toContain((await ask(path)).status);
    },
  );

  it.each([
    ['/Users', 'GET, HEAD, POST', ['PUT', 'PATCH', 'DELETE', 'OPTIONS']],
    ['/Groups', 'GET, HEAD, POST', ['PUT', 'PATCH', 'DELETE']],
    ['/Users/{id}', 'GET, HEAD, PUT, PATCH, DELETE', ['POST', 'OPTIONS']],
    ['/Groups/{group}', 'GET, HEAD, PUT, PATCH, DELETE', ['POST']],
    ['/Schemas', 'GET, HEAD', ['POST', 'PUT', 'PATCH', 'DELETE']],
    ['/ResourceTypes/User', 'GET, HEAD', ['POST', 'DELETE']],
    ['/ServiceProviderConfig', 'GET, HEAD', ['POST', 'PUT']],
  ])('says which methods it has: %s %s', async (path, allow, methods) => {
    for (const method of methods) {
      const answer = await ask(path, { method });
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe(allow);
    }
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('/Me is 501 for %s: a token is no person', async (method) => {
    expect(await ask('/Me', { method })).toMatchObject({ status: 501, body: { status: '501' } });
  });
});

describe('who has no valid token', () => {
  const nobodys: RawRequest['headers'] = { authorization: 'Bearer nobody' };

  it.each<[string, string, RawRequest]>([
    ['a page', '/Users', {}],
    ['somebody', '/Users/{id}', {}],
    ['nobody', `/Users/${objectId(1)}`, {}],
    ['no id', '/Users/not-an-id', {}],
    ['another method', '/Users', { method: 'DELETE' }],
    ['/Me', '/Me', {}],
    ['a list that is filtered wrongly', '/Users?filter=x', {}],
    ['discovery', '/Schemas', {}],
    ['no JSON', '/Users', { method: 'POST', body: '{' }],
    ['no media type of ours', '/Users', { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } }],
    ['too large a body', '/Users', { method: 'POST', body: Buffer.alloc(3 * MIB, 'x') }],
  ])('is told so before anything else of the request is looked at: %s', async (_, path, { headers, ...rest }) => {
    const refused = await ask(path, { ...rest, headers: { ...headers, ...nobodys } });
    const plain = await ask('/Users', { headers: nobodys });
    expect([refused.status, refused.text]).toEqual([401, plain.text]);
    expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer\b/);
    expect(refused.headers.get('allow')).toBeNull();
  });
});

describe('a request body', () => {
  it.each([
    undefined,
    'application/scim+json',
    'application/json',
    'APPLICATION/SCIM+JSON; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/scim+json; charset=iso-8859-1',
    'application/vnd.acme.v2+json; profile="x;y"',
  ])('is read as %s', async (type) => {
    const userName = `type-${String(type)}`;
    const answer = await ask('/Users', {
      method: 'POST',
      headers: type === undefined ? {} : { 'content-type': type },
      body: JSON.stringify({ userName }),
    });
    expect(answer).toMatchObject({ status: 201, body: { userName } });
  });

  it.each([
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    '+json',
  ])('is refused as %s', async (type) => {
    const answer = await ask('/Users', { method: 'POST', headers: { 'content-type': type }, body: named('typed') });
    expect(answer.status).toBe(415);
  });

  it('may be compressed, in chunks, and begin with a byte order mark', async () => {
    const compressed = { method: 'POST', headers: { 'content-encoding': 'gzip' }, body: gzipSync(named('gzip')) };
    expect((await ask('/Users', compressed)).status).toBe(201);
    const chunks = [...Buffer.from(`\uFEFF${named('chunks')}`)].map((byte) => Uint8Array.of(byte));
    expect((await ask('/Users', { method: 'POST', body: chunks })).status).toBe(201);
    expect((await ask('/Users', { ...compressed, headers: { 'content-encoding': 'br' } })).status).toBe(415);
    expect(await ask('/Users', { ...compressed, body: 'no gzip' })).toMatchObject({
      status: 400,
      body: { scimType: 'invalidSyntax' },
    });
  });

  it.each<[string, RawRequest]>([
    ['with its length', { body: Buffer.alloc(3 * MIB, 'x') }],
    ['in chunks', { body: Array.from({ length: 48 }, () => Buffer.alloc(MIB / 16, 'x')) }],
    ['compressed', { body: gzipSync(Buffer.alloc(64 * MIB, ' ')), headers: { 'content-encoding': 'gzip' } }],
  ])('that is too large is 413, and the connection goes on: %s', async (_, request) => {
    for (const [method, path] of [
      ['POST', '/Users'],
      ['PATCH', '/Users/{id}'],
      ['PUT', '/Groups/{group}'],
    ] as const)
      expect(await ask(path, { ...request, method })).toMatchObject({ status: 413, body: { status: '413' } });
    expect((await ask('/Users/{id}')).body.id).toBe(id);
    expect(wire.wasKept).toBe(true);
  });

  it.each([
    ['POST', '/Users'],
    ['PUT', '/Users/{id}'],
    ['PATCH', '/Users/{id}'],
    ['POST', '/Groups'],
    ['PUT', '/Groups/{group}'],
    ['PATCH', '/Groups/{group}'],
  ])('that is no object is refused: %s %s', async (method, path) => {
    for (const body of [
      undefined,
      '',
      ' ',
      '{',
      '[]',
      'null',
      '1',
      '"x"',
      '{"a":1}}',
      "{'a':1}",
      Buffer.from([0xc3, 0x28]),
    ])
      expect(await ask(path, { method, ...(body !== undefined && { body }) })).toMatchObject({
        status: 400,
        body: { scimType: 'invalidSyntax' },
      });
  });

  it.each([
    ['a NUL byte', '\\u0000'],
    ['half a pair', '\\ud83d'],
    ['the other half', '\\udc69x'],
  ])('with %s in it is refused wherever it stands', async (_, half) => {
    for (const body of [
      `{"userName":"a${half}"}`,
      `{"userName":"a","name":{"givenName":"${half}"}}`,
      `{"userName":"a","emails":[{"value":"b${half}"}]}`,
      `{"userName":"a","vendor${half}":1}`,
      `{"userName":"a","vendor":[["${half}"]]}`,
    ])
      expect(await ask('/Users', { method: 'POST', body })).toMatchObject({
        status: 400,
        body: { scimType: 'invalidValue' },
      });
    const operations = `{"schemas":["${PATCH}"],"Operations":[{"op":"add","path":"title","value":"${half}"}]}`;
    expect(await ask('/Users/{id}', { method: 'PATCH', body: operations })).toMatchObject({ status: 400 });
  });

  it('is nested 32 levels deep at most', async () => {
    const nested = (levels: number) => `{"userName":"deep","x":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    expect((await ask('/Users', { method: 'POST', body: nested(31) })).status).toBe(201);
    for (const levels of [32, 100_000])
      expect(await ask('/Users', { method: 'POST', body: nested(levels) })).toMatchObject({
        status: 400,
        body: { scimType: 'invalidSyntax' },
      });
  });
});

describe('a query', () => {
  it.each([
    'filter=title%20eq%20%22x%00%22',
    'filter=userName+eq+%22%00%22',
    'filter=externalId+eq+%22%00%22',
    'filter=id+eq+%22%00%22',
    'filter=emails.value+co+%22%00%22',
    'filter=emails%5Btype+eq+%22%00%22%5D',
    'filter=groups.display+eq+%22%00%22',
    'filter=title+eq+%22%5Cu0000%22',
    'filter=title+eq+%22%5Cud83d%22',
    'filter=userName+eq+%22%5Cud83d%22',
    'filter=title+eq+%22%ED%A0%BD%22',
    'filter=%00',
    'filter=%FF%FE',
    'filter=%',
    'attributes=%00,%FF',
    'excludedAttributes=%5B%5B',
    'filter=userName+eq+%22a%22&filter=userName+eq+%22b%22',
    'filter%5Ba%5D=b',
    '__proto__=1&constructor=1',
  ])('of whatever kind is answered or refused, never a failure: %s', async (query) => {
    for (const path of ['/Users', '/Groups']) expect([200, 400]).toContain((await ask(`${path}?${query}`)).status);
  });

  it.each(['count=%00', 'count=1.5', 'count=x', 'startIndex=1e3', 'startIndex=%20x', 'count=1;2'])(
    'of numbers that are none is refused: %s',
    async (query) => {
      expect(await ask(`/Users?${query}`)).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
    },
  );
});
