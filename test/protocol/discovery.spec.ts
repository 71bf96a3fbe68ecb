import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { send } from '../admin/api.js';
import { checkAnswer } from '../support/invariants.js';
import { ENT, GROUP, objectId, type ScimClient, USER, World } from '../support/scim-client.js';

/** RFC 7644 §4 and RFC 7643 §5 to §8: what a client learns of the service by itself, and that it is true. */

let world: World;
let client: ScimClient;

beforeAll(async () => {
  world = await World.start();
  client = await world.connect();
});

afterAll(() => world.close());

const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const PATHS = ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas', '/ResourceTypes/User', `/Schemas/${USER}`];
const anybody = (path: string, base = client.url) => send(base + path);

interface Attribute {
  readonly name: string;
  readonly type: string;
  readonly subAttributes?: readonly Attribute[];
}

const CHARACTERISTICS = [
  'name',
  'type',
  'multiValued',
  'description',
  'required',
  'caseExact',
  'mutability',
  'returned',
  'uniqueness',
];

describe('/Schemas', () => {
  it('lists User, Enterprise User and Group, every attribute with every characteristic', async () => {
    const { body } = await client.get('/Schemas');
    expect(body).toMatchObject({ schemas: [LIST], totalResults: 3, startIndex: 1, itemsPerPage: 3 });
    expect(body.Resources.map(({ id }: { id: string }) => id).toSorted()).toEqual([USER, ENT, GROUP].toSorted());
    for (const attribute of body.Resources.flatMap(({ attributes }: { attributes: Attribute[] }) =>
      everyOne(attributes),
    )) {
      expect(Object.keys(attribute)).toEqual(expect.arrayContaining(CHARACTERISTICS));
      expect('subAttributes' in attribute).toBe(attribute.type === 'complex');
      expect('referenceTypes' in attribute).toBe(attribute.type === 'reference');
    }
  });

  it.each([
    [USER, 'userName', { required: true, uniqueness: 'server', caseExact: false, type: 'string' }],
    [USER, 'password', { mutability: 'writeOnly', returned: 'never' }],
    [USER, 'groups', { mutability: 'readOnly', multiValued: true }],
    [USER, 'active', { type: 'boolean', required: false }],
    [GROUP, 'displayName', { required: true, uniqueness: 'server' }],
    [GROUP, 'members', { multiValued: true, type: 'complex' }],
    [ENT, 'manager', { type: 'complex', multiValued: false }],
  ])('%s describes %s as the service treats it', async (urn, name, characteristics) => {
    const { body } = await client.get(`/Schemas/${urn}`);
    expect(body.attributes.find((each: Attribute) => each.name === name)).toMatchObject(characteristics);
  });

  it('answers one by its URN, in any case, as the list has it', async () => {
    const { body: list } = await client.get('/Schemas');
    for (const schema of list.Resources) {
      expect((await client.get(`/Schemas/${schema.id}`)).body).toEqual(schema);
      expect((await client.get(`/Schemas/${encodeURIComponent(schema.id.toUpperCase())}`)).body).toEqual(schema);
      expect(schema).toMatchObject({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
        meta: { resourceType: 'Schema', location: `${client.url}/Schemas/${schema.id}` },
      });
    }
  });
});

describe('/ResourceTypes', () => {
  it('lists User and Group with where they are and what extends them', async () => {
    const { body } = await client.get('/ResourceTypes');
    expect(body).toMatchObject({
      totalResults: 2,
      Resources: [
        { id: 'User', endpoint: '/Users', schema: USER, schemaExtensions: [{ schema: ENT, required: false }] },
        { id: 'Group', endpoint: '/Groups', schema: GROUP },
      ],
    });
    for (const type of body.Resources) {
      expect((await client.get(`/ResourceTypes/${type.name}`)).body).toEqual(type);
      expect((await client.get(`/ResourceTypes/${type.name.toLowerCase()}`)).body).toEqual(type);
      expect((await client.get(`${type.endpoint}?count=0`)).status).toBe(200);
      expect((await client.get(`/Schemas/${type.schema}`)).status).toBe(200);
    }
  });
});

describe('/ServiceProviderConfig', () => {
  it('has every member, supported or not', async () => {
    const { body } = await client.get('/ServiceProviderConfig');
    expect(body).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      patch: { supported: true },
      bulk: {
        supported: expect.any(Boolean),
        maxOperations: expect.any(Number),
        maxPayloadSize: expect.any(Number),
      },
      filter: { supported: true, maxResults: expect.any(Number) },
      changePassword: { supported: false },
      sort: { supported: expect.any(Boolean) },
      etag: { supported: true },
      authenticationSchemes: [{ type: 'oauthbearertoken', name: expect.any(String), description: expect.any(String) }],
      meta: { resourceType: 'ServiceProviderConfig', location: `${client.url}/ServiceProviderConfig` },
    });
  });

  it('says the page that there is', async () => {
    const { filter, pagination } = (await client.get('/ServiceProviderConfig')).body;
    expect([filter.maxResults, pagination.maxPageSize, pagination.defaultPageSize]).toEqual([200, 200, 100]);
  });
});

describe.each(PATHS)('%s', (path) => {
  it('is there without a token, the same for every identity provider, existing or not', async () => {
    const mine = await anybody(path);
    const nobodys = await anybody(path, client.url.replace(client.id, objectId(4)));
    expect(mine.status).toBe(200);
    expect(nobodys.status).toBe(200);
    expect(nobodys.text.replaceAll(objectId(4), client.id)).toBe(mine.text);
    expect((await client.get(path)).body).toEqual(mine.body);
    checkAnswer(mine);
  });

  it('is 401 with a bad token, and with another connection’s', async () => {
    const other = await world.connect();
    for (const token of ['nobody', other.token]) {
      const refused = await send(client.url + path, { headers: { authorization: `Bearer ${token}` } });
      expect(refused.status).toBe(401);
      checkAnswer(refused);
    }
  });

  it('is 403 for a filter, and ignores every other parameter', async () => {
    for (const query of ['filter=id+eq+%22x%22', 'filter=', 'filter']) {
      const refused = await client.get(`${path}?${query}`);
      expect(refused.status).toBe(403);
      checkAnswer(refused);
    }
    const { text } = await client.get(path);
    for (const query of ['startIndex=2&count=1', 'attributes=name', 'sortBy=x', 'aadOptscim062020', 'count=x'])
      expect((await client.get(`${path}?${query}`)).text).toBe(text);
  });

  it('is for nobody else’s cache', async () => {
    const { headers } = await client.get(path);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('vary')).toBe('Authorization');
  });
});

it.each([
  '/Schemas/urn:nobody',
  '/Schemas/User',
  '/ResourceTypes/Users',
  '/ResourceTypes/__proto__',
  '/ServiceProviderConfig/1',
])('%s is 404', async (path) => {
  const answer = await client.get(path);
  expect(answer.status).toBe(404);
  checkAnswer(answer);
});

function everyOne(attributes: readonly Attribute[]): readonly Attribute[] {
  return attributes.flatMap((attribute) => [attribute, ...everyOne(attribute.subAttributes ?? [])]);
}
