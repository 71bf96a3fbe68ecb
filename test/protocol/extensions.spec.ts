import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aUser, ENT, GROUP, objectId, ScimClient, USER, World } from '../support/scim-client.js';
import { startApp, type TestApp } from '../support/test-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

/** Schemas of a tenant's own, as its identity provider meets them (RFC 7643 §3.3, §7). */

const ACME = 'urn:acme:scim:2.0:User';
const TEAM = 'urn:acme:scim:2.0:Group';

const ATTRIBUTES = [
  { name: 'badge' },
  { name: 'level', type: 'integer' },
  { name: 'rate', type: 'decimal' },
  { name: 'vip', type: 'boolean' },
  { name: 'since', type: 'dateTime' },
  { name: 'tags', multiValued: true },
  {
    name: 'site',
    type: 'complex',
    subAttributes: [
      { name: 'code', required: true },
      { name: 'floor', type: 'integer' },
    ],
  },
  {
    name: 'licences',
    type: 'complex',
    multiValued: true,
    subAttributes: [{ name: 'value' }, { name: 'type' }, { name: 'primary', type: 'boolean' }],
  },
  { name: 'grade', canonicalValues: ['junior', 'senior'] },
  { name: 'origin', mutability: 'immutable' },
  { name: 'rank', type: 'integer', mutability: 'readOnly' },
  { name: 'pin', mutability: 'writeOnly' },
  { name: 'notes', returned: 'request' },
];

let database: TestDatabase;
let world: World;
let second: TestApp;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await World.start({ databaseUrl: database.url, publicUrl: 'http://scim.example' });
  second = await startApp({ databaseUrl: database.url, publicUrl: 'http://scim.example' });
});

afterAll(async () => {
  await second.close();
  await world.close();
  await database.drop();
});

const at = ({ url }: TestApp, { token, tenantId, id }: ScimClient) =>
  new ScimClient(`${url}/scim/v2/inbound/${id}`, token, tenantId, id);

async function connect(settings: Parameters<World['connect']>[0] = {}, tenantId?: string): Promise<ScimClient> {
  return at(world.app, await world.connect(settings, tenantId));
}

async function define(
  client: ScimClient,
  attributes: readonly object[] = ATTRIBUTES,
  { urn = ACME, resourceType = 'User' } = {},
): Promise<void> {
  const path = `/tenants/${client.tenantId}/identity-providers/${client.id}/schemas/${encodeURIComponent(urn)}`;
  const answer = await world.admin.send('PUT', path, { name: 'Acme', resourceType, attributes });
  if (answer.status > 201) throw new Error(answer.text);
}

async function remove(client: ScimClient, urn = ACME): Promise<void> {
  const path = `/tenants/${client.tenantId}/identity-providers/${client.id}/schemas/${encodeURIComponent(urn)}`;
  expect((await world.admin.delete(path)).status).toBe(204);
}

const extended = (name: string, values: object) => aUser(name, { [ACME]: values });

async function create(client: ScimClient, name: string, values: object): Promise<string> {
  const answer = await client.post('/Users', extended(name, values));
  expect(answer.status).toBe(201);
  return answer.body.id;
}

/** Whether somebody waits until nobody writes the table. */
async function isAwaited(table: string): Promise<boolean> {
  const locks = 'SELECT FROM pg_locks WHERE NOT granted AND relation = $1::regclass';
  return (await world.app.database.query(locks, [table])).length > 0;
}

describe('discovery', () => {
  it('shows the schema to its own connection, at once, and to nobody else', async () => {
    const own = await connect();
    const other = await connect({}, own.tenantId);
    await define(own, ATTRIBUTES);
    await define(other, [{ name: 'desk' }]);
    const [mine, theirs] = [await own.get(`/Schemas/${ACME}`), await other.get(`/Schemas/${ACME.toUpperCase()}`)];
    const names = (attributes: readonly { name: string }[]) => attributes.map(({ name }) => name);
    expect(names(mine.body.attributes)).toEqual(names(ATTRIBUTES));
    expect(names(theirs.body.attributes)).toEqual(['desk']);
    expect((await own.get('/ResourceTypes/User')).body.schemaExtensions).toEqual([
      { schema: ENT, required: false },
      { schema: ACME, required: false },
    ]);
    const anyone = await fetch(`${own.url}/Schemas/${ACME}`);
    expect(anyone.status).toBe(404);
    await remove(own);
    expect((await own.get(`/Schemas/${ACME}`)).status).toBe(404);
    expect((await own.get('/Schemas')).text).not.toContain('acme');
    expect((await other.get(`/Schemas/${ACME}`)).status).toBe(200);
  });
});

describe('what is pushed', () => {
  const EXACT = {
    badge: 'Ä\u0308-Ω-𝟘-\u200d-"\\/\n\t é e\u0301 ',
    level: 9007199254740991,
    rate: 1234567890123.25,
    vip: false,
    since: '2024-02-29T23:59:59.123456+05:45',
    tags: ['b', 'a', ' ', 'A '],
    site: { floor: -3, code: '{"a":[1]}' },
    licences: [{ value: 'E5', type: 'work', primary: true }, { value: 'e5', type: 'Home' }, { value: 'F1' }],
    grade: 'principal',
    origin: 'HR',
  };

  it.each(['/Users', '/Groups'])('comes back as it was, byte for byte: %s', async (endpoint) => {
    const client = await connect();
    await define(client, ATTRIBUTES, endpoint === '/Users' ? {} : { resourceType: 'Group' });
    const body =
      endpoint === '/Users' ? extended('ana', EXACT) : { schemas: [GROUP], displayName: 'Ops', [ACME]: EXACT };
    const made = await client.post(endpoint, body);
    expect(made.status).toBe(201);
    const read = await client.get(`${endpoint}/${made.body.id}`);
    for (const answer of [made, read]) {
      expect(answer.body[ACME]).toStrictEqual(EXACT);
      expect(answer.body.schemas).toEqual([endpoint === '/Users' ? USER : GROUP, ACME]);
    }
    const put = await client.put(`${endpoint}/${made.body.id}`, read.body);
    expect(put.body[ACME]).toStrictEqual(EXACT);
    expect(put.body.meta.version).toBe(read.body.meta.version);
  });

  it.each([
    ['numbers and booleans as strings', { level: '4', vip: 'True', rate: '0.5' }, { level: 4, vip: true, rate: 0.5 }],
    ['a list of strings as objects', { tags: [{ value: '1' }, { value: '2' }] }, { tags: ['1', '2'] }],
    ['names in any case', { BADGE: '1', site: { CODE: 'x' } }, { badge: '1', site: { code: 'x' } }],
    ['one value for a list', { tags: 'a' }, { tags: ['a'] }],
    ['unassigned values', { badge: '', level: null, tags: [], site: {}, vip: true }, { vip: true }],
    ['what is read-only or never returned', { rank: 1, pin: '1234', badge: 'b' }, { badge: 'b' }],
    ['what nobody defined', { shoe: 44, badge: 'b' }, { badge: 'b' }],
    ['the names of objects', { constructor: 'x', toString: 'y', badge: 'b' }, { badge: 'b' }],
  ])('is put right: %s', async (_, values, kept) => {
    const client = await connect();
    await define(client);
    const answer = await client.post('/Users', extended('ana', values));
    expect({ status: answer.status, values: answer.body[ACME] }).toEqual({ status: 201, values: kept });
  });

  it.each([
    ['a word for an integer', { level: 'four' }, 'invalidValue'],
    ['a fraction for an integer', { level: 1.5 }, 'invalidValue'],
    ['an integer that a double cannot hold', { level: 9007199254740993 }, 'invalidValue'],
    ['a decimal of which digits would be lost', { rate: '0.12345678901234567890' }, 'invalidValue'],
    ['a word for a boolean', { vip: 'maybe' }, 'invalidValue'],
    ['a date without a time', { since: '2024-02-30' }, 'invalidValue'],
    ['several values for one', { badge: ['a', 'b'] }, 'invalidValue'],
    ['an object for a string', { badge: { a: 1 } }, 'invalidValue'],
    ['a string for an object', { site: 'HQ' }, 'invalidValue'],
    ['an object without what it must have', { site: { floor: 1 } }, 'invalidValue'],
  ])('is refused: %s', async (_, values, scimType) => {
    const client = await connect();
    await define(client);
    expect(await client.post('/Users', extended('ana', values))).toMatchObject({ status: 400, body: { scimType } });
  });

  it('must have what the schema requires, where it has the schema at all', async () => {
    const client = await connect();
    await define(client, [
      { name: 'badge', required: true },
      { name: 'level', type: 'integer' },
    ]);
    expect((await client.post('/Users', aUser('ana'))).status).toBe(201);
    const refused = await client.post('/Users', extended('ben', { level: 1 }));
    expect(refused).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
    expect(refused.body.detail).toContain(`${ACME}:badge`);
    const id = await create(client, 'ben', { level: 1, badge: 'b' });
    expect((await client.put(`/Users/${id}`, extended('ben', { level: 2 }))).status).toBe(400);
    expect((await client.patch(`/Users/${id}`, [{ op: 'remove', path: `${ACME}:badge` }])).body.scimType).toBe(
      'mutability',
    );
  });
});

describe('PUT', () => {
  it('keeps what is immutable, ignores what is read-only, clears what is left out', async () => {
    const client = await connect();
    await define(client);
    const id = await create(client, 'ana', { origin: 'HR', badge: 'b', tags: ['x'] });
    const put = (values: object) => client.put(`/Users/${id}`, extended('ana', values));
    for (const values of [{ origin: 'IT' }, { badge: 'b' }])
      expect(await put(values)).toMatchObject({ status: 400, body: { scimType: 'mutability' } });
    expect((await put({ origin: 'HR', rank: 7, pin: '0000' })).body[ACME]).toEqual({ origin: 'HR' });
  });
});

describe('PATCH', () => {
  it.each([
    ['an attribute by its path', [{ op: 'Add', path: `${ACME}:badge`, value: '9' }], { badge: '9' }],
    ['an attribute in any case', [{ op: 'replace', path: `${ACME.toUpperCase()}:BADGE`, value: '9' }], { badge: '9' }],
    ['a name without its URN', [{ op: 'add', path: 'badge', value: '9' }], { badge: '9' }],
    ['a part of an object', [{ op: 'add', path: `${ACME}:site.code`, value: 'HQ' }], { site: { code: 'HQ' } }],
    [
      'a value of several',
      [{ op: 'add', path: `${ACME}:licences[type eq "work"].value`, value: 'E5' }],
      { licences: [{ type: 'work', value: 'E5' }] },
    ],
    ['a list of objects for strings', [{ op: 'Add', path: `${ACME}:tags`, value: [{ value: '1' }] }], { tags: ['1'] }],
    ['the extension as a whole', [{ op: 'replace', value: { [ACME]: { level: '2' } } }], { level: 2 }],
    ['a path as a name', [{ op: 'replace', value: { [`${ACME}:level`]: '2' } }], { level: 2 }],
  ])('sets %s', async (_, operations, shown) => {
    const client = await connect();
    await define(client);
    const { id } = (await client.post('/Users', aUser('ana'))).body;
    const answer = await client.patch(`/Users/${id}`, operations);
    expect({ status: answer.status, values: answer.body[ACME] }).toEqual({ status: 200, values: shown });
  });

  it('removes the extension as a whole', async () => {
    const client = await connect();
    await define(client);
    const id = await create(client, 'ana', { badge: '9' });
    const answer = await client.patch(`/Users/${id}`, [{ op: 'remove', path: ACME }]);
    expect(answer.body[ACME]).toBeUndefined();
    expect(answer.body.schemas).toEqual([USER]);
  });

  it('refuses to remove the extension as a whole where something in it is immutable', async () => {
    const client = await connect();
    await define(client);
    const id = await create(client, 'ana', { badge: '9', origin: 'HR' });
    const answer = await client.patch(`/Users/${id}`, [
      { op: 'replace', path: 'title', value: 'Lead' },
      { op: 'remove', path: ACME },
    ]);
    expect(answer).toMatchObject({ status: 400, body: { scimType: 'mutability' } });
    expect(answer.body.detail).toBe(`Operation 2: ${ACME}:origin is immutable: once set, it stays.`);
    expect((await client.get(`/Users/${id}`)).body).toMatchObject({ [ACME]: { badge: '9', origin: 'HR' } });
  });

  it('refuses what the schema does not allow', async () => {
    const client = await connect({ kind: 'generic', strict: true });
    await define(client);
    const id = await create(client, 'ana', { origin: 'HR' });
    for (const [path, value, scimType] of [
      ['origin', 'IT', 'mutability'],
      ['rank', 1, 'mutability'],
      ['level', 'four', 'invalidValue'],
      ['shoe', 44, 'invalidPath'],
    ] as const)
      expect(await client.patch(`/Users/${id}`, [{ op: 'replace', path: `${ACME}:${path}`, value }])).toMatchObject({
        status: 400,
        body: { scimType },
      });
  });
});

describe('a search', () => {
  const FILTERS = [
    [`${ACME}:badge eq "nine"`, ['ana']],
    ['badge eq "NINE"', ['ana']],
    [`${ACME}:level gt 3`, ['ana']],
    [`${ACME}:level ge 3 and ${ACME}:vip eq true`, ['ben']],
    [`${ACME}:rate lt 0.2`, ['ana']],
    [`${ACME}:since ge "2024-01-01T00:00:00Z"`, ['ben']],
    [`${ACME}:tags eq "red"`, ['ana', 'ben']],
    [`${ACME}:site.code sw "H"`, ['ana']],
    [`${ACME}:licences[type eq "work" and value eq "E5"]`, ['ben']],
    [`not (${ACME}:badge pr)`, ['ben', 'cem']],
    [`${ACME}:site pr`, ['ana']],
  ] as const;
  let client: ScimClient;

  beforeAll(async () => {
    client = await connect();
    await define(client);
    await create(client, 'ana', { badge: 'Nine', level: 4, rate: 0.1, tags: ['red', 'blue'], site: { code: 'HQ' } });
    await create(client, 'ben', {
      level: 3,
      vip: true,
      since: '2024-05-01T00:00:00Z',
      tags: ['Red'],
      licences: [{ type: 'work', value: 'E5' }],
      notes: 'n',
    });
    await client.post('/Users', aUser('cem'));
  });

  it.each(FILTERS)('%s', async (filter, found) => {
    const { status, body } = await client.find('/Users', filter);
    expect(status).toBe(200);
    expect(body.Resources.map(({ displayName }: { displayName: string }) => displayName).sort()).toEqual(found);
  });

  it.each([`${ACME}:level eq "four"`, `${ACME}:shoe eq 44`, `${ACME}:pin eq "1"`, `${ACME}:vip gt true`])(
    'is refused: %s',
    async (filter) => {
      expect(await client.find('/Users', filter)).toMatchObject({ status: 400, body: { scimType: 'invalidFilter' } });
    },
  );

  it('shows an attribute only on request, and a part of an extension', async () => {
    const read = async (query: string) =>
      (await client.get(`/Users?filter=displayName+eq+"ben"${query}`)).body.Resources[0];
    expect((await read(''))[ACME].notes).toBeUndefined();
    expect((await read(`&attributes=${ACME}:notes`))[ACME]).toEqual({ notes: 'n' });
    expect((await read(`&attributes=${ACME}:tags,${ACME}:licences.value`))[ACME]).toEqual({
      tags: ['Red'],
      licences: [{ value: 'E5' }],
    });
    const without = await read(`&excludedAttributes=${ACME}`);
    expect(without[ACME]).toBeUndefined();
    expect(without.schemas).toEqual([USER]);
  });
});

describe('a schema that is removed', () => {
  it('takes its values out of sight, whatever is written meanwhile, and gives them back', async () => {
    const client = await connect();
    await define(client);
    const id = await create(client, 'ana', { badge: '9', site: { code: 'HQ' } });
    await remove(client);
    const shown = await client.get(`/Users/${id}`);
    expect(shown.text).not.toContain('acme');
    expect(shown.body.schemas).toEqual([USER]);
    expect((await client.find('/Users', 'userName eq "ana@corp.example"')).text).not.toContain('acme');
    expect((await client.find('/Users', `${ACME}:badge eq "9"`)).status).toBe(400);
    const quiet = await client.patch(`/Users/${id}`, [{ op: 'replace', path: 'displayName', value: 'ana' }]);
    expect(quiet.body.meta.version).toBe(shown.body.meta.version);
    await client.patch(`/Users/${id}`, [{ op: 'replace', path: `${ACME}:badge`, value: '10' }]);
    await client.patch(`/Users/${id}`, [{ op: 'remove', path: ACME }]);
    const patched = await client.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: 'Lead' }]);
    expect(patched.text).not.toContain('acme');
    const put = await client.put(`/Users/${id}`, extended('ana', { badge: '11' }));
    expect(put.text).not.toContain('acme');
    await define(client);
    expect((await client.get(`/Users/${id}`)).body[ACME]).toEqual({ badge: '9', site: { code: 'HQ' } });
  });

  it('does the same with one attribute that is dropped from it', async () => {
    const client = await connect();
    await define(client);
    const id = await create(client, 'ana', { badge: '9', level: 1 });
    await define(client, [{ name: 'level', type: 'integer' }]);
    expect((await client.get(`/Users/${id}`)).body[ACME]).toEqual({ level: 1 });
    expect((await client.put(`/Users/${id}`, extended('ana', { badge: 'x', level: 2 }))).body[ACME]).toEqual({
      level: 2,
    });
    const gone = await client.put(`/Users/${id}`, aUser('ana'));
    expect(gone.body[ACME]).toBeUndefined();
    expect(gone.body.schemas).toEqual([USER]);
    await define(client);
    expect((await client.get(`/Users/${id}`)).body[ACME]).toEqual({ badge: '9' });
  });

  it('does the same with groups', async () => {
    const client = await connect();
    await define(client, [{ name: 'cost' }], { urn: TEAM, resourceType: 'Group' });
    const { id } = (await client.post('/Groups', { schemas: [GROUP], displayName: 'Ops', [TEAM]: { cost: '1' } })).body;
    await remove(client, TEAM);
    expect((await client.get(`/Groups/${id}`)).text).not.toContain('acme');
    await client.put(`/Groups/${id}`, { schemas: [GROUP], displayName: 'Operations' });
    await define(client, [{ name: 'cost' }], { urn: TEAM, resourceType: 'Group' });
    expect((await client.get(`/Groups/${id}`)).body).toMatchObject({
      displayName: 'Operations',
      [TEAM]: { cost: '1' },
    });
  });
});

describe('a unique attribute', () => {
  const UNIQUE = [
    { name: 'badge', uniqueness: 'server' },
    { name: 'code', uniqueness: 'server', caseExact: true },
    { name: 'keys', multiValued: true, uniqueness: 'server' },
    { name: 'card', type: 'complex', subAttributes: [{ name: 'number', type: 'integer', uniqueness: 'global' }] },
    { name: 'level', type: 'integer' },
  ];
  let client: ScimClient;
  let ana: string;

  beforeAll(async () => {
    client = await connect();
    await define(client, UNIQUE);
    ana = await create(client, 'ana', { badge: 'B1', code: 'c', keys: ['k1', 'k2'], card: { number: 7 } });
  });

  it.each([
    ['badge', { badge: 'b1' }],
    ['code', { code: 'c' }],
    ['keys', { keys: ['k3', 'K2'] }],
    ['card.number', { card: { number: 7 } }],
  ])('%s is refused to another user, and nothing is written', async (name, values) => {
    const taken = await client.post('/Users', extended('ben', values));
    expect(taken).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
    expect(taken.body.detail).toContain(`${ACME}:${name}`);
    expect((await client.find('/Users', 'userName eq "ben@corp.example"')).body.totalResults).toBe(0);
    const { id } = (await client.post('/Users', aUser('cem'))).body;
    const patched = await client.patch(`/Users/${id}`, [{ op: 'add', value: { [ACME]: values } }]);
    expect(patched).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
    expect((await client.put(`/Users/${id}`, extended('cem', values))).status).toBe(409);
    expect((await client.get(`/Users/${id}`)).body[ACME]).toBeUndefined();
    await client.delete(`/Users/${id}`);
  });

  it('may have what differs, in case where case counts', async () => {
    const id = await create(client, 'dia', { badge: 'B2', code: 'C', keys: ['k4'], card: { number: 8 }, level: 1 });
    expect((await client.put(`/Users/${id}`, extended('dia', { badge: 'b2', code: 'C', level: 2 }))).status).toBe(200);
    expect((await client.patch(`/Users/${id}`, [{ op: 'remove', path: `${ACME}:badge` }])).status).toBe(200);
    expect((await client.patch(`/Users/${ana}`, [{ op: 'add', path: `${ACME}:keys`, value: ['k4'] }])).status).toBe(
      200,
    );
  });

  it('is free again when its user is deleted, and asked for again when the user comes back', async () => {
    const key = objectId(1);
    const gone = (await client.post('/Users', aUser('eva', { externalId: key, [ACME]: { badge: 'E' } }))).body.id;
    await client.delete(`/Users/${gone}`);
    const heir = await create(client, 'fay', { badge: 'e' });
    const back = await client.post('/Users', aUser('eva', { externalId: key, [ACME]: { badge: 'E' } }));
    expect(back).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
    await client.patch(`/Users/${heir}`, [{ op: 'replace', path: `${ACME}:badge`, value: 'F' }]);
    const again = await client.post('/Users', aUser('eva', { externalId: key, [ACME]: { badge: 'E' } }));
    expect(again).toMatchObject({ status: 201, body: { id: gone } });
  });

  it('does not stand in the way of a deactivation', async () => {
    const id = await create(client, 'gil', { badge: 'G' });
    const answer = await client.patch(`/Users/${id}`, [
      { op: 'Replace', path: `${ACME}:badge`, value: 'B1' },
      { op: 'Replace', path: 'active', value: 'False' },
    ]);
    expect(answer).toMatchObject({ status: 200, body: { active: false, [ACME]: { badge: 'G' } } });
  });

  it('is another connection’s own affair', async () => {
    const other = await connect({}, client.tenantId);
    await define(other, UNIQUE);
    await create(other, 'hal', { badge: 'B1', keys: ['k1'] });
  });

  it('is won by one of many, on two instances', async () => {
    const pushes = Array.from({ length: 20 }, (_, n) =>
      at(n % 2 ? second : world.app, client).post('/Users', extended(`race${n}`, { keys: [`r${n}`, 'race'] })),
    );
    const statuses = (await Promise.all(pushes)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(19);
  });

  it('of a group is the group’s', async () => {
    await define(client, [{ name: 'cost', uniqueness: 'server' }], { urn: TEAM, resourceType: 'Group' });
    const group = (name: string, cost: string) => ({ schemas: [GROUP], displayName: name, [TEAM]: { cost } });
    const { id } = (await client.post('/Groups', group('Ops', '1'))).body;
    expect(await client.post('/Groups', group('Dev', '1'))).toMatchObject({
      status: 409,
      body: { scimType: 'uniqueness' },
    });
    await client.delete(`/Groups/${id}`);
    expect((await client.post('/Groups', group('Dev', '1'))).status).toBe(201);
  });

  it('becomes one only after a push that is under way has finished', async () => {
    const own = await connect();
    await define(own, [{ name: 'badge' }]);
    await create(own, 'kim', { badge: 'same' });
    const leo = await create(own, 'leo', { badge: 'other' });
    const push = world.app.database.createQueryRunner();
    await push.startTransaction();
    await push.query(
      `UPDATE inbound_scim.scim_user SET resource = jsonb_set(resource, $2::text[], '"same"') WHERE id = $1`,
      [leo, [ACME, 'badge']],
    );
    const path = `/tenants/${own.tenantId}/identity-providers/${own.id}/schemas/${ACME}`;
    const unique = { name: 'Acme', resourceType: 'User', attributes: [{ name: 'badge', uniqueness: 'server' }] };
    let isAnswered = false;
    const put = world.admin.send('PUT', path, unique).finally(() => (isAnswered = true));
    while (!isAnswered && !(await isAwaited('inbound_scim.scim_user')));
    await push.commitTransaction();
    await push.release();
    expect((await put).status).toBe(409);
  });

  it('of a removed schema binds nobody, and binds again when the schema comes back', async () => {
    await remove(client);
    expect((await client.post('/Users', extended('ivo', { badge: 'B1' }))).status).toBe(201);
    await define(client, UNIQUE);
    expect((await client.post('/Users', extended('jan', { badge: 'B1' }))).status).toBe(409);
  });
});

describe('a change of schema beside a push', () => {
  it('is known to another instance with the next push', async () => {
    const client = await connect();
    const there = at(second, client);
    expect((await there.get('/Users')).status).toBe(200);
    await define(client);
    const made = await there.post('/Users', extended('ana', { badge: '9' }));
    expect(made.status).toBe(201);
    expect((await client.get(`/Users/${made.body.id}`)).body[ACME]).toEqual({ badge: '9' });
    await remove(client);
    await there.patch(`/Users/${made.body.id}`, [{ op: 'replace', path: `${ACME}:badge`, value: '10' }]);
    await define(client);
    expect((await client.get(`/Users/${made.body.id}`)).body[ACME]).toEqual({ badge: '9' });
  });

  it('comes to the answers of another instance without a push', async () => {
    const client = await connect();
    const there = at(second, client);
    let answer = await there.get(`/Schemas/${ACME}`);
    await define(client);
    for (let n = 0; n < 5_000 && answer.status === 404; n += 1) answer = await there.get(`/Schemas/${ACME}`);
    expect(answer).toMatchObject({ status: 200, body: { id: ACME } });
  });

  it('holds or does not hold for a push as a whole, and none is lost', async () => {
    const client = await connect();
    await define(client);
    const instances = [client, at(second, client)];
    const pushes = Array.from({ length: 40 }, async (_, n) => {
      if (n % 10 === 5) await define(client, n % 20 === 5 ? [{ name: 'badge' }] : ATTRIBUTES);
      return instances[n % 2]?.post('/Users', extended(`push${n}`, { level: n, badge: `b${n}` }));
    });
    const answers = await Promise.all(pushes);
    expect(answers.map((answer) => answer?.status)).toEqual(answers.map(() => 201));
    await define(client);
    const { body } = await client.get('/Users?count=200');
    for (const { displayName, [ACME]: values } of body.Resources) {
      const n = Number(displayName.slice('push'.length));
      expect(values).toEqual('level' in values ? { level: n, badge: `b${n}` } : { badge: `b${n}` });
    }
    expect(body.totalResults).toBe(40);
  });
});

describe('an attribute of its own', () => {
  it('is a source of what is mirrored', async () => {
    const client = await connect();
    await define(client);
    await world.app.database.query(
      `INSERT INTO inbound_scim.attribute_setting
        (tenant_id, key, category, type, max_length, source, enabled, mirror, required, authority, custom, updated_at)
       VALUES ($1, 'jobTitle', 'professional', 'string', 256, $2, true, true, false, 'identity_provider', false, now())`,
      [client.tenantId, `${ACME}:licences[type eq "work"].value`],
    );
    await world.app.database.query('UPDATE inbound_scim.tenant SET config_version = config_version + 1 WHERE id = $1', [
      client.tenantId,
    ]);
    const id = await create(client, 'ana', { licences: [{ type: 'work', value: 'E5' }] });
    expect((await world.personOf(id)).attributes.jobTitle).toMatchObject({ value: 'E5' });
    await client.patch(`/Users/${id}`, [{ op: 'remove', path: `${ACME}:licences` }]);
    expect((await world.personOf(id)).attributes.jobTitle).toBeUndefined();
  });
});
