import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/test-app.js';
import { AdminKeysService } from '../../src/index.js';
import { Api } from './api.js';

const NOBODY = '0198c2a4-7b1e-7c3d-9a55-3f6d2e1b4c0a';

let app: TestApp;
let owner: Api;
/** Two tenants with an identity provider each, and a key of each role; `own` is the owner of tenant a alone. */
const ids: Record<string, string> = {};
const keys: Record<string, string> = {};

beforeAll(async () => {
  app = await startApp();
  owner = new Api(app.url, app.adminKey);
  for (const tenant of ['a', 'b']) {
    ids[tenant] = (await owner.post('/tenants', { subdomain: `door-${tenant}`, name: tenant })).body.id;
    const provider = { name: 'Entra', kind: 'entra' };
    ids[`${tenant}Idp`] = (await owner.post(`/tenants/${ids[tenant]}/identity-providers`, provider)).body.id;
  }
  for (const role of ['admin', 'auditor'])
    keys[role] = (await owner.post('/keys', { name: role, role })).body.plaintext;
  keys['owner'] = app.adminKey;
  const scoped = { role: 'owner', tenantId: ids['a'] };
  keys['own'] = (await owner.post('/keys', { name: 'owner of a', ...scoped })).body.plaintext;
  keys['ownAuditor'] = (await owner.post('/keys', { name: 'auditor of a', ...scoped, role: 'auditor' })).body.plaintext;
});

afterAll(() => app.close());

/** `{a}`, `{aIdp}` and so on stand for the ids. */
const at = (path: string): string => path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? NOBODY);

interface Route {
  readonly route: string;
  readonly body?: unknown;
  /** Who is let in, whatever the answer then is. */
  readonly roles: readonly string[];
}

const ALL = ['owner', 'admin', 'auditor'];
const TOKENS = '/tenants/{a}/identity-providers/{aIdp}/tokens';

const ROUTES: readonly Route[] = [
  { route: 'GET /me', roles: ALL },
  { route: 'GET /tenants', roles: ALL },
  { route: 'POST /tenants', body: {}, roles: ['owner'] },
  { route: 'GET /tenants/{a}', roles: ALL },
  { route: 'PATCH /tenants/{a}', body: {}, roles: ['owner'] },
  { route: 'DELETE /tenants/{nobody}', roles: ['owner'] },
  { route: 'GET /tenants/{a}/identity-providers', roles: ALL },
  { route: 'POST /tenants/{a}/identity-providers', body: {}, roles: ['owner', 'admin'] },
  { route: 'GET /tenants/{a}/identity-providers/{aIdp}', roles: ALL },
  { route: 'PATCH /tenants/{a}/identity-providers/{aIdp}', body: {}, roles: ['owner', 'admin'] },
  { route: 'PATCH /tenants/{a}/identity-providers/{aIdp}', body: { domains: [] }, roles: ['owner'] },
  { route: 'PATCH /tenants/{a}/identity-providers/{aIdp}', body: { trustEmail: null }, roles: ['owner'] },
  { route: `GET ${TOKENS}`, roles: ALL },
  { route: `POST ${TOKENS}`, body: {}, roles: ['owner'] },
  { route: `DELETE ${TOKENS}/{nobody}`, roles: ['owner'] },
  { route: 'GET /tenants/{a}/identity-providers/{aIdp}/refusals', roles: ALL },
  { route: 'GET /tenants/{a}/audit-events', roles: ALL },
  { route: 'GET /keys', roles: ['owner'] },
  { route: 'POST /keys', body: {}, roles: ['owner'] },
  { route: 'DELETE /keys/{nobody}', roles: ['owner'] },
];

const CASES = ROUTES.flatMap((route) => ALL.map((role) => ({ ...route, role, allowed: route.roles.includes(role) })));
const FOREIGN = ROUTES.filter(({ route }) => route.includes('{a}')).map(({ route, body }) => ({
  route: route.replace('{aIdp}', '{bIdp}').replace('{a}', '{b}'),
  body,
}));

async function ask(api: Api, route: string, body?: unknown) {
  const [method = '', path = ''] = route.split(' ');
  return api.send(method, at(path), body);
}

describe('the admin door', () => {
  it.each(CASES)('$route as $role: $allowed', async ({ route, body, role, allowed }) => {
    const answer = await ask(owner.as(keys[role]), route, body);
    expect(answer.status === 403).toBe(!allowed);
    expect(answer.status).not.toBe(401);
    if (answer.status >= 400) expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it.each(ROUTES)('$route without a key: 401', async ({ route, body }) => {
    const answer = await ask(owner.as(undefined), route, body);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="admin"');
  });

  it.each(FOREIGN)('hides $route from the owner of another tenant', async ({ route, body }) => {
    const answer = await ask(owner.as(keys['own']), route, body);
    expect(answer.status).toBe(404);
    expect(answer.body.detail).toBe('There is no such tenant.');
  });

  it('does not let one identity provider be read through another tenant', async () => {
    for (const below of ['', '/tokens', '/refusals']) {
      const answer = await owner.get(at(`/tenants/{a}/identity-providers/{bIdp}${below}`));
      expect(answer.status).toBe(404);
    }
  });

  it('shows the owner of one tenant that one', async () => {
    const own = owner.as(keys['own']);
    expect((await own.get('/tenants')).body.items.map(({ id }: { id: string }) => id)).toEqual([ids['a']]);
    expect((await own.post('/tenants', { subdomain: 'third', name: 'x' })).status).toBe(403);
    expect((await own.get(`/tenants/${ids['a']?.toUpperCase()}`)).status).toBe(200);
    expect((await own.get('/me')).body).toMatchObject({ name: 'owner of a', role: 'owner', tenantId: ids['a'] });
  });

  it('answers every bad key alike', async () => {
    const bad = ['x', `${keys['admin']}x`, `iscim_admin_${'0'.repeat(49)}`];
    const answers = await Promise.all(bad.map((key) => owner.as(key).get('/me')));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });
});

const MALFORMED = [
  { name: 'no JSON', send: 'POST /tenants', body: '{"name":', status: 400 },
  { name: 'a list', send: 'POST /tenants', body: [], status: 400, pointer: '' },
  { name: 'no body', send: 'POST /tenants', body: undefined, status: 400, pointer: '' },
  { name: 'an unknown path', send: 'GET /nothing', status: 404 },
  { name: 'a bad escape', send: 'GET /tenants/%E0%A4%A', status: 400 },
  { name: 'an id that is no UUID', send: 'GET /tenants/1', status: 404 },
  { name: 'a method that is not there', send: 'PUT /tenants/{a}', status: 405, allow: 'GET, HEAD, PATCH, DELETE' },
  { name: 'the end of a user', send: 'DELETE /tenants/{a}/users/{aIdp}', status: 405 },
  { name: 'an unknown parameter', send: 'GET /tenants?page=2', status: 400, parameter: 'page' },
  { name: 'a limit of 0', send: 'GET /tenants?limit=0', status: 400, parameter: 'limit' },
  { name: 'a limit of 201', send: 'GET /tenants?limit=201', status: 400, parameter: 'limit' },
  { name: 'a limit that is no number', send: 'GET /tenants?limit=many', status: 400, parameter: 'limit' },
  { name: 'a limit with a fraction', send: 'GET /tenants?limit=1.5', status: 400, parameter: 'limit' },
  { name: 'a cursor nobody gave out', send: 'GET /tenants?cursor=AAAA', status: 400, parameter: 'cursor' },
  { name: 'an empty cursor', send: 'GET /tenants?cursor=', status: 400, parameter: 'cursor' },
  { name: 'two cursors', send: 'GET /tenants?cursor=a&cursor=b', status: 400, parameter: 'cursor' },
  { name: 'a prototype', send: 'POST /tenants', body: '{"__proto__":{"name":"x"},"subdomain":"x"}', status: 400 },
];

describe('a request that is not in order', () => {
  it.each(MALFORMED)('$name: $status', async ({ send, body, status, pointer, parameter, allow }) => {
    const answer = await ask(owner, send, body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    expect(answer.body).toMatchObject({ type: 'about:blank', status });
    if (pointer !== undefined) expect(answer.body.errors[0].pointer).toBe(pointer);
    if (parameter) expect(answer.body.errors[0].parameter).toBe(parameter);
    if (allow) expect(answer.headers.get('allow')).toBe(allow);
  });

  it('tells whoever has no key only that, whatever they send', async () => {
    expect((await owner.as(undefined).post('/tenants', '{"name":')).status).toBe(401);
  });
});

describe('paging', () => {
  const tokens = (query: string) => owner.get(`${at(TOKENS)}${query}`);

  beforeAll(async () => {
    for (const name of ['1', '2', '3', '4', '5']) await owner.post(at(TOKENS), { name });
  });

  it('goes through a list once, whatever the size of a page', async () => {
    for (const limit of [1, 2, 4, 5, 6]) {
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body } = await tokens(`?limit=${limit}${cursor && `&cursor=${cursor}`}`);
        seen.push(...body.items.map(({ name }: { name: string }) => name));
        cursor = body.nextCursor;
      }
      expect(seen).toEqual(['5', '4', '3', '2', '1']);
    }
  });

  it.each([
    { name: 'its first character', change: (cursor: string) => (cursor.startsWith('A') ? 'B' : 'A') + cursor.slice(1) },
    {
      name: 'its position',
      change: (cursor: string) => cursor.slice(0, 30) + (cursor[30] === 'A' ? 'B' : 'A') + cursor.slice(31),
    },
    { name: 'its length', change: (cursor: string) => cursor.slice(0, -4) },
    { name: 'characters that decoding skips', change: (cursor: string) => `${cursor}!` },
  ])('refuses a cursor that was changed in $name', async ({ change }) => {
    const { body } = await tokens('?limit=2');
    const answer = await tokens(`?limit=2&cursor=${encodeURIComponent(change(body.nextCursor))}`);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].parameter).toBe('cursor');
  });

  it('refuses the cursor of another list', async () => {
    const { body } = await tokens('?limit=2');
    expect(
      (await owner.get(at(`/tenants/{b}/identity-providers/{bIdp}/tokens?cursor=${body.nextCursor}`))).status,
    ).toBe(400);
    expect((await owner.get(`/tenants?cursor=${body.nextCursor}`)).status).toBe(400);
  });
});

describe('an admin key', () => {
  it('is shown once', async () => {
    const minted = await owner.post('/keys', { name: 'once', role: 'auditor' });
    expect(minted.status).toBe(201);
    expect(minted.body.plaintext).toMatch(/^iscim_admin_[0-9A-Za-z]{49}$/);
    const list = await owner.get('/keys');
    expect(list.text).not.toContain(minted.body.plaintext);
    expect(list.body.items[0]).toMatchObject({ name: 'once', role: 'auditor', tenantId: null, state: 'live' });
  });

  it('ends when it is revoked, and revoking it again is no error', async () => {
    const { id, plaintext } = (await owner.post('/keys', { name: 'leaver', role: 'admin' })).body;
    expect((await owner.as(plaintext).get('/me')).status).toBe(200);
    expect((await owner.delete(`/keys/${id}`)).status).toBe(204);
    expect((await owner.as(plaintext).get('/me')).status).toBe(401);
    expect((await owner.delete(`/keys/${id}`)).status).toBe(204);
  });

  it('stays while it is the last owner of all tenants', async () => {
    const mine = (await owner.get('/me')).body.keyId;
    expect((await owner.delete(`/keys/${mine}`)).status).toBe(409);
    const other = (await owner.post('/keys', { name: 'second owner', role: 'owner' })).body;
    expect((await owner.delete(`/keys/${other.id}`)).status).toBe(204);
  });

  it.each([
    { name: 'an unknown role', body: { name: 'x', role: 'root' }, pointer: '/role' },
    { name: 'no name', body: { role: 'admin' }, pointer: '/name' },
    {
      name: 'an end in the past',
      body: { name: 'x', role: 'admin', expiresAt: '2020-01-01T00:00:00Z' },
      pointer: '/expiresAt',
    },
    { name: 'an end that is no moment', body: { name: 'x', role: 'admin', expiresAt: 'soon' }, pointer: '/expiresAt' },
    { name: 'a tenant nobody has', body: { name: 'x', role: 'admin', tenantId: NOBODY }, pointer: '/tenantId' },
    { name: 'an unknown field', body: { name: 'x', role: 'admin', scope: 'all' }, pointer: '/scope' },
  ])('is not made with $name', async ({ body, pointer }) => {
    const answer = await owner.post('/keys', body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].pointer).toBe(pointer);
  });

  it('of one tenant makes and sees keys of that tenant alone', async () => {
    const own = owner.as(keys['own']);
    expect((await own.post('/keys', { name: 'mine', role: 'admin' })).body.tenantId).toBe(ids['a']);
    expect((await own.post('/keys', { name: 'x', role: 'admin', tenantId: ids['b'] })).status).toBe(400);
    const seen = (await own.get('/keys')).body.items;
    expect(new Set(seen.map(({ tenantId }: { tenantId: string }) => tenantId))).toEqual(new Set([ids['a']]));
    const [foreign] = (await owner.get('/keys')).body.items.filter(({ tenantId }: { tenantId: string }) => !tenantId);
    expect((await own.delete(`/keys/${foreign.id}`)).status).toBe(404);
  });

  it('is in the event log, of its tenant or of the service', async () => {
    const service = await owner.get(
      '/tenants/00000000-0000-0000-0000-000000000000/audit-events?type=admin_key_created&limit=200',
    );
    const names = service.body.items.map(({ target }: { target: { name: string } }) => target.name);
    expect(names).toEqual(expect.arrayContaining(['admin', 'auditor', 'first start']));
    expect(names).not.toContain('owner of a');
    const tenant = await owner.get(at('/tenants/{a}/audit-events?type=admin_key_created'));
    expect(tenant.text).toContain('owner of a');
    expect(tenant.text).not.toContain('plaintext');
  });
});

describe('the first key', () => {
  const install = (given?: string) => app.app.get(AdminKeysService).installFirst(given);
  const GIVEN = 'a-key-that-the-operator-made';

  it('is not installed where there is one', async () => {
    expect(await install()).toBeUndefined();
    expect(await install(GIVEN)).toBeUndefined();
    expect((await owner.as(GIVEN).get('/me')).status).toBe(401);
  });

  it('is installed once by those who start at once', async () => {
    await app.database.query('DELETE FROM inbound_scim.admin_key');
    const installed = await Promise.all(Array.from({ length: 5 }, () => install()));
    expect(installed.filter((one) => one?.plaintext)).toHaveLength(1);
    const key = installed.find((one) => one)?.plaintext;
    expect((await owner.as(key).get('/me')).body).toMatchObject({ role: 'owner', tenantId: null });
  });

  it('may be given, and is not told back', async () => {
    await app.database.query('DELETE FROM inbound_scim.admin_key');
    expect(await install(GIVEN)).toEqual({});
    const own = owner.as(GIVEN);
    expect((await own.get('/me')).status).toBe(200);
    expect((await own.get('/keys')).body.items[0].prefix).toBe('a-ke');
  });

  it.each(['short', 'a key with blanks in it, of good length', 'x'.repeat(257)])('is not %s', async (given) => {
    await expect(install(given)).rejects.toThrow('24 to 256 characters');
  });
});
