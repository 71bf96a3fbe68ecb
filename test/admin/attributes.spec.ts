import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENT, World } from '../support/scim-client.js';
import { type Answer, send } from './api.js';

let world: World;
let tenant: string;

beforeAll(async () => {
  world = await World.start();
  tenant = await world.tenant();
});

afterAll(() => world.close());

function put(key: string, body: unknown, ifMatch?: string): Promise<Answer> {
  return change('PUT', key, ifMatch, body);
}

function change(method: string, key: string, ifMatch?: string, body?: unknown): Promise<Answer> {
  return send(`${world.app.url}/admin/v1/tenants/${tenant}/attributes/${key}`, {
    method,
    headers: {
      authorization: `Bearer ${world.app.adminKey}`,
      'content-type': 'application/json',
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    },
    body: JSON.stringify(body),
  });
}

async function read(key: string): Promise<Answer> {
  return world.admin.get(`/tenants/${tenant}/attributes/${key}`);
}

async function changesOf(key: string): Promise<unknown> {
  const { body } = await world.admin.get(
    `/tenants/${tenant}/audit-events?targetId=${key}&type=attribute_config_updated`,
  );
  return body.items.map(({ changes }: { changes: string[] }) => changes).toReversed();
}

const OWN = { category: 'professional', type: 'string', maxLength: 20 };

describe('the attributes of a tenant', () => {
  it('are the whole catalogue, in one page', async () => {
    const other = await world.tenant();
    const { status, body } = await world.admin.get(`/tenants/${other}/attributes`);
    expect([status, body.nextCursor, body.items.length]).toEqual([200, null, 22]);
    expect(body.items).toContainEqual({
      key: 'department',
      category: 'professional',
      type: 'string',
      maxLength: 256,
      source: `${ENT}:department`,
      enabled: true,
      mirror: true,
      required: false,
      authority: 'identity_provider',
      custom: false,
      updatedAt: null,
    });
  });

  it('are changed field by field; what is left out stays', async () => {
    const first = await put('costCenter', { enabled: true });
    expect(first).toMatchObject({ status: 200, body: { key: 'costCenter', enabled: true, mirror: false } });
    const second = await put('costCenter', { mirror: true, required: true, source: 'userType' });
    expect(second.body).toMatchObject({ enabled: true, mirror: true, required: true, source: 'userType' });
    expect((await read('costCenter')).body).toEqual(second.body);
    const { body } = await world.admin.get(`/tenants/${tenant}/attributes`);
    expect(body.items).toContainEqual(second.body);
    expect(await changesOf('costCenter')).toEqual([['enabled'], ['mirror', 'required', 'source']]);
  });

  it('lose their source by null', async () => {
    expect((await put('division', { source: null })).body.source).toBeNull();
  });

  it('a change that changes nothing leaves no trace', async () => {
    const before = await put('organization', { enabled: true });
    const again = await put('organization', { enabled: true, type: 'string', category: 'professional' });
    expect(again.body).toEqual(before.body);
    expect(again.headers.get('etag')).toBe(before.headers.get('etag'));
    expect(await changesOf('organization')).toEqual([['enabled']]);
  });
});

describe('a key of the tenant’s own', () => {
  it('is made, changed, listed behind the catalogue, and removed', async () => {
    expect(await put('badge', OWN)).toMatchObject({
      status: 200,
      body: { ...OWN, key: 'badge', source: null, enabled: true, mirror: false, required: false, custom: true },
    });
    expect((await put('badge', { source: 'nickName', category: 'contact' })).body).toMatchObject({
      category: 'contact',
    });
    const { body } = await world.admin.get(`/tenants/${tenant}/attributes`);
    expect(body.items.at(-1)).toMatchObject({ key: 'badge', source: 'nickName' });
    expect((await world.admin.delete(`/tenants/${tenant}/attributes/badge`)).status).toBe(204);
    expect((await read('badge')).status).toBe(404);
    expect((await world.admin.delete(`/tenants/${tenant}/attributes/badge`)).status).toBe(404);
    expect(await changesOf('badge')).toEqual([['category', 'type', 'maxLength'], ['source', 'category'], ['removed']]);
  });

  it('is one of 100 at most', async () => {
    tenant = await world.tenant();
    for (let n = 1; n <= 100; n += 1) expect((await put(`own${n}`, OWN)).status).toBe(200);
    expect((await put('own101', OWN)).status).toBe(409);
    expect((await put('own100', { maxLength: 30 })).status).toBe(200);
  });

  it('has 1 to 64 letters and digits', async () => {
    tenant = await world.tenant();
    for (const key of ['x', `k${'9'.repeat(63)}`]) expect((await put(key, OWN)).status).toBe(200);
  });

  it.each([
    'Badge',
    '9lives',
    'bad-ge',
    'bad.ge',
    'bädge',
    '__proto__',
    'constructor',
    'toString',
    'valueOf',
    'hasOwnProperty',
    'email',
    'status',
    'id',
    'active',
    `k${'9'.repeat(64)}`,
    'a%00',
  ])('cannot be called %s', async (key) => {
    expect(await put(key, OWN)).toMatchObject({ status: 400, body: { errors: [{ parameter: 'key' }] } });
    expect((await read(key)).status).toBe(404);
    for (const act of ['backfill', 'scrub'])
      expect((await world.admin.post(`/tenants/${tenant}/attributes/${key}/${act}`)).status).toBe(404);
    expect((await world.admin.delete(`/tenants/${tenant}/attributes/${key}`)).status).toBe(404);
    const preview = await world.admin.post(`/tenants/${tenant}/attributes/preview`, {
      key: decodeURIComponent(key),
      ...OWN,
    });
    expect(preview).toMatchObject({ status: 400, body: { errors: [{ pointer: '/key' }] } });
  });

  it('needs a category, a type and a length', async () => {
    const { status, body } = await put('fresh', { enabled: true });
    expect(status).toBe(400);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/category',
      '/type',
      '/maxLength',
    ]);
  });

  it('of the catalogue is not removed', async () => {
    expect((await world.admin.delete(`/tenants/${tenant}/attributes/department`)).status).toBe(409);
  });
});

const WRONG = [
  { name: 'an attribute that nobody knows', body: { source: 'shoeSize' }, pointer: '/source', says: 'shoeSize' },
  {
    name: 'an extension that nobody knows',
    body: { source: 'urn:acme:User:badge' },
    pointer: '/source',
    says: 'urn:acme',
  },
  { name: 'what is never shown', body: { source: 'password' }, pointer: '/source', says: 'never shown' },
  { name: 'what is never received', body: { source: 'groups.value' }, pointer: '/source', says: 'not received' },
  { name: 'the id', body: { source: 'id' }, pointer: '/source', says: 'not received' },
  { name: 'a schema alone', body: { source: ENT }, pointer: '/source', says: 'schema' },
  { name: 'a complex attribute', body: { source: 'name' }, pointer: '/source', says: 'complex' },
  { name: 'a boolean for a text', body: { source: 'active' }, pointer: '/source', says: 'boolean' },
  { name: 'a boolean in an element', body: { source: 'emails.primary' }, pointer: '/source', says: 'boolean' },
  { name: 'a bracket left open', body: { source: 'emails[type eq "work"' }, pointer: '/source', says: ']' },
  { name: 'a filter on one value', body: { source: 'name[formatted eq "x"]' }, pointer: '/source', says: 'name' },
  { name: 'a path of 1,025 characters', body: { source: 'a'.repeat(1025) }, pointer: '/source', says: '1024' },
  { name: 'a source of nothing', body: { source: '' }, pointer: '/source', says: 'source' },
  { name: 'a source with NUL', body: { source: 'a\u0000' }, pointer: '/source', says: 'source' },
  { name: 'another type', body: { type: 'boolean' }, pointer: '/type', says: 'string' },
  { name: 'another category', body: { category: 'contact' }, pointer: '/category', says: 'profile' },
  { name: 'an unknown category', body: { category: 'secret' }, pointer: '/category', says: 'category' },
  { name: 'an unknown type', body: { type: 'date' }, pointer: '/type', says: 'type' },
  { name: 'an unknown authority', body: { authority: 'host' }, pointer: '/authority', says: 'authority' },
  { name: 'no length', body: { maxLength: 0 }, pointer: '/maxLength', says: '1' },
  { name: 'a length of 65,537', body: { maxLength: 65_537 }, pointer: '/maxLength', says: '65536' },
  { name: 'half a character', body: { maxLength: 1.5 }, pointer: '/maxLength', says: 'integer' },
  { name: 'null for a boolean', body: { enabled: null }, pointer: '/enabled', says: 'boolean' },
  { name: 'a word for a boolean', body: { mirror: 'yes' }, pointer: '/mirror', says: 'boolean' },
  { name: 'an unknown field', body: { custom: true }, pointer: '/custom', says: 'custom' },
];

const RIGHT = [
  { source: 'userName' },
  { source: 'externalId' },
  { source: 'NAME.middlename' },
  { source: 'emails' },
  { source: 'emails[type eq work].value' },
  { source: 'urn:ietf:params:scim:schemas:core:2.0:User:nickName' },
  { source: 'x509Certificates.value' },
  { maxLength: 1 },
  { maxLength: 65_536 },
];

describe('a setting', () => {
  it.each(WRONG)('is refused for $name, tried or put', async ({ body, pointer, says }) => {
    for (const answer of [
      await put('description', body),
      await world.admin.post(`/tenants/${tenant}/attributes/preview`, { key: 'description', ...body }),
    ]) {
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
      expect(answer.body.detail).toContain(says);
    }
    expect((await read('description')).body.updatedAt).toBeNull();
  });

  it.each(RIGHT)('takes %o', async (body) => {
    expect(await put('locale', body)).toMatchObject({ status: 200, body });
  });

  it('of type boolean is filled from a boolean alone', async () => {
    expect((await put('isHere', { ...OWN, type: 'boolean', source: 'active' })).status).toBe(200);
    expect((await put('isHere', { source: 'title' })).status).toBe(400);
  });
});

describe('the ETag of a setting', () => {
  it('holds a change to what was read', async () => {
    const first = (await read('timezone')).headers.get('etag')!;
    const put1 = await put('timezone', { enabled: true }, first);
    expect(put1.status).toBe(200);
    const second = put1.headers.get('etag')!;
    expect(second).not.toBe(first);
    expect((await read('timezone')).headers.get('etag')).toBe(second);
    expect(await put('timezone', { mirror: true }, first)).toMatchObject({ status: 412 });
    expect((await read('timezone')).body).toMatchObject({ enabled: true, mirror: false });
    expect((await put('timezone', { mirror: true }, `"other", ${second}`)).status).toBe(200);
    expect((await put('timezone', { mirror: false }, '*')).status).toBe(200);
  });

  it('is not that of an earlier key of the same name', async () => {
    const earlier = (await put('again', OWN)).headers.get('etag')!;
    expect((await change('DELETE', 'again', '"other"')).status).toBe(412);
    expect((await change('DELETE', 'again', earlier)).status).toBe(204);
    expect((await put('again', OWN, '*')).status).toBe(412);
    expect((await put('again', OWN)).status).toBe(200);
    expect((await put('again', { enabled: false }, earlier)).status).toBe(412);
  });

  it('lets one of two administrators win', async () => {
    const etag = (await read('userType')).headers.get('etag')!;
    const answers = await Promise.all(
      [true, false].map((required) => put('userType', { enabled: true, required }, etag)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });
});

describe('who may', () => {
  const DOORS = [
    ['GET', '', 200],
    ['GET', '/department', 200],
    ['PUT', '/department', 403],
    ['DELETE', '/department', 403],
    ['POST', '/preview', 403],
    ['POST', '/department/backfill', 403],
    ['POST', '/department/scrub', 403],
  ] as const;

  it.each(DOORS)('%s %s answers an auditor %i', async (method, path, status) => {
    const { body: key } = await world.admin.post('/keys', { name: 'auditor', role: 'auditor' });
    const auditor = world.admin.as(key.plaintext);
    expect(
      (await auditor.send(method, `/tenants/${tenant}/attributes${path}`, method === 'GET' ? undefined : {})).status,
    ).toBe(status);
  });

  it.each(DOORS)('%s %s is 404 in a tenant that is another’s, or nobody’s', async (method, path, _) => {
    const body = method === 'GET' ? undefined : path === '/preview' ? { key: 'department' } : {};
    const { body: key } = await world.admin.post('/keys', { name: 'own', role: 'admin', tenantId: tenant });
    const foreign = `/tenants/${await world.tenant()}/attributes${path}`;
    expect((await world.admin.as(key.plaintext).send(method, foreign, body)).status).toBe(404);
    const nobodys = `/tenants/0198c2a4-7b1e-7c3d-9a55-3f6d2e1b4c0a/attributes${path}`;
    expect((await world.admin.send(method, nobodys, body)).status).toBe(404);
  });

  it.each([
    ['PATCH', '', 'GET, HEAD'],
    ['POST', '/department', 'GET, HEAD, PUT, DELETE'],
    ['PUT', '/department/scrub', 'POST'],
  ])('%s %s is no method of it', async (method, path, allow) => {
    const { status, headers } = await world.admin.send(method, `/tenants/${tenant}/attributes${path}`, {});
    expect([status, headers.get('allow')]).toEqual([405, allow]);
  });
});
