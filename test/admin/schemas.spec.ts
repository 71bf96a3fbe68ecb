import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aUser, type ScimClient, World } from '../support/scim-client.js';
import { MAX_ATTRIBUTES } from '../../src/tenants/check-attributes.js';
import { MAX_SCHEMA_EXTENSIONS } from '../../src/tenants/other-schemas.js';
import type { Answer } from './api.js';

/** The schemas of a tenant's own: what an administrator may define, and what stored values stand against. */

const ACME = 'urn:acme:scim:2.0:User';
const BADGE = { name: 'badge', type: 'string' };

let world: World;
let client: ScimClient;

beforeAll(async () => {
  world = await World.start();
  client = await world.connect();
});

afterAll(() => world.close());

const pathOf = ({ tenantId, id }: ScimClient) => `/tenants/${tenantId}/identity-providers/${id}/schemas`;

function put(body: object | string, urn = ACME, to = client): Promise<Answer> {
  return world.admin.send('PUT', `${pathOf(to)}/${encodeURIComponent(urn)}`, body);
}

function schema(attributes: readonly object[], more: object = {}) {
  return { name: 'Acme', resourceType: 'User', attributes, ...more };
}

const pointersOf = ({ body }: Answer): readonly string[] =>
  (body.errors ?? []).map(({ pointer, parameter }: { pointer?: string; parameter?: string }) => pointer ?? parameter);

describe('a schema', () => {
  it('is added, read, listed, changed, removed and shown again', async () => {
    const own = await world.connect();
    const path = `${pathOf(own)}/${encodeURIComponent(ACME)}`;
    const added = await put(schema([BADGE], { description: 'Of Acme.' }), ACME, own);
    expect(added.status).toBe(201);
    expect(added.body).toEqual({
      id: ACME,
      name: 'Acme',
      description: 'Of Acme.',
      resourceType: 'User',
      attributes: [
        {
          name: 'badge',
          type: 'string',
          multiValued: false,
          description: '',
          required: false,
          caseExact: false,
          mutability: 'readWrite',
          returned: 'default',
          uniqueness: 'none',
        },
      ],
      updatedAt: expect.any(String),
    });
    expect((await world.admin.get(path)).body).toEqual(added.body);
    expect((await world.admin.get(path.toUpperCase().replace(pathOf(own).toUpperCase(), pathOf(own)))).status).toBe(
      200,
    );
    expect((await world.admin.get(pathOf(own))).body.items).toEqual([added.body]);
    const changed = await put(schema([BADGE, { name: 'level', type: 'integer' }]), ACME, own);
    expect(changed.status).toBe(200);
    expect((await world.admin.delete(path)).status).toBe(204);
    expect((await world.admin.get(path)).status).toBe(404);
    expect((await world.admin.delete(path)).status).toBe(404);
    expect((await world.admin.get(pathOf(own))).body.items).toEqual([]);
    expect((await put(schema([BADGE]), ACME, own)).status).toBe(201);
  });

  it('is told of in the event log, once for each change', async () => {
    const own = await world.connect();
    await put(schema([BADGE]), ACME, own);
    await put(schema([BADGE]), ACME, own);
    await put(schema([{ ...BADGE, caseExact: true }], { name: 'Acme Ltd' }), ACME, own);
    await world.admin.delete(`${pathOf(own)}/${encodeURIComponent(ACME)}`);
    const events = (await world.events(own)).filter(({ target }) => target.kind === 'schema_extension');
    expect(events.map(({ type, target, changes }) => ({ type, target, changes }))).toMatchObject([
      {
        type: 'schema_extension_updated',
        target: { id: ACME },
        changes: ['name', 'description', 'resourceType', 'badge'],
      },
      { type: 'schema_extension_updated', target: { id: ACME, name: 'Acme Ltd' }, changes: ['name', 'badge'] },
      { type: 'schema_extension_removed', target: { id: ACME } },
    ]);
  });

  it('keeps the spelling that its values have', async () => {
    const own = await world.connect();
    await put(schema([BADGE]), ACME, own);
    const again = await put(schema([{ name: 'BADGE', type: 'string' }]), ACME.toUpperCase(), own);
    expect(again.body).toMatchObject({ id: ACME, attributes: [{ name: 'badge' }] });
  });

  it('is one connection’s own, and nobody else’s business', async () => {
    const stranger = await world.connect();
    const foreign = `/tenants/${stranger.tenantId}/identity-providers/${client.id}/schemas`;
    expect((await world.admin.send('PUT', `${foreign}/${ACME}`, schema([BADGE]))).status).toBe(404);
    expect((await world.admin.get(foreign)).status).toBe(404);
    expect((await world.admin.send('POST', pathOf(client), schema([BADGE]))).status).toBe(405);
  });

  it('is read by an auditor and changed by an admin', async () => {
    const keyOf = async (role: string) =>
      world.admin.as((await world.admin.post('/keys', { name: role, role })).body.plaintext);
    const [auditor, admin] = [await keyOf('auditor'), await keyOf('admin')];
    const path = `${pathOf(client)}/urn:acme:roles`;
    expect((await auditor.send('PUT', path, schema([BADGE]))).status).toBe(403);
    expect((await admin.send('PUT', path, schema([BADGE]))).status).toBe(201);
    expect((await auditor.get(path)).status).toBe(200);
    expect((await auditor.delete(path)).status).toBe(403);
    expect((await admin.delete(path)).status).toBe(204);
  });
});

describe('the URN of a schema', () => {
  it.each([
    ['urn:acme:scim:2.0:User'],
    ['URN:Acme:x'],
    ['urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66'],
    ['urn:ietf:params:scim:schemas:extension:acme:2.0:User'],
    [`urn:acme:${'x'.repeat(246)}`],
  ])('may be %s', async (urn) => {
    const own = await world.connect();
    const answer = await put(schema([BADGE]), urn, own);
    expect(answer.status).toBe(201);
    expect(answer.body.id).toBe(`urn${urn.slice(3)}`);
  });

  it.each([
    ['acme'],
    ['https://acme.example/User'],
    ['urn:acme'],
    ['urn:acme:'],
    ['urn:acme:x:'],
    ['urn:acme:a b'],
    ['urn:acme:a[b]'],
    ['urn:acme:a,b'],
    ['urn:acme:"x"'],
    ['urn:scim:schemas:extension:enterprise:1.0'],
    ['urn:ietf:params:scim:schemas:core:2.0:User'],
    ['URN:IETF:params:scim:api:messages:2.0:Error'],
    ['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
    ['urn:ietf:params:scim:schemas:extension:Enterprise'],
    [`urn:acme:${'x'.repeat(247)}`],
  ])('may not be %s', async (urn) => {
    const answer = await put(schema([BADGE]), urn);
    expect({ status: answer.status, at: pointersOf(answer) }).toEqual({ status: 400, at: ['urn'] });
  });

  it('cannot also mean an attribute of another schema', async () => {
    const own = await world.connect();
    await put(schema([BADGE]), ACME, own);
    expect((await put(schema([{ name: 'x' }]), `${ACME}:badge`, own)).status).toBe(409);
    expect((await put(schema([{ name: 'x' }]), `${ACME}:other`, own)).status).toBe(201);
    expect((await put(schema([{ name: 'x' }], { resourceType: 'Group' }), `${ACME}:badge`, own)).status).toBe(201);
  });

  it('is one of fifty at most', async () => {
    const own = await world.connect();
    for (let n = 0; n < MAX_SCHEMA_EXTENSIONS; n += 1)
      expect((await put(schema([BADGE]), `urn:acme:s${n}`, own)).status).toBe(201);
    expect((await put(schema([BADGE]), 'urn:acme:more', own)).status).toBe(409);
    const pages = await world.admin.get(`${pathOf(own)}?limit=30`);
    expect(pages.body.items).toHaveLength(30);
    const rest = await world.admin.get(`${pathOf(own)}?limit=30&cursor=${pages.body.nextCursor}`);
    expect(rest.body.items).toHaveLength(20);
    expect(rest.body.nextCursor).toBeNull();
    await world.admin.delete(`${pathOf(own)}/urn:acme:s0`);
    expect((await put(schema([BADGE]), 'urn:acme:more', own)).status).toBe(201);
  });
});

const SUB = [{ name: 'value' }];

describe('a definition', () => {
  it.each([
    { name: 'no name', body: schema([BADGE], { name: undefined }), at: ['/name'] },
    { name: 'another id', body: schema([BADGE], { id: 'urn:acme:other' }), at: ['/id'] },
    { name: 'an unknown field', body: schema([BADGE], { meta: {} }), at: ['/meta'] },
    { name: 'another resource type', body: schema([BADGE], { resourceType: 'Role' }), at: ['/resourceType'] },
    { name: 'no attributes', body: schema([]), at: ['/attributes'] },
    {
      name: 'an attribute that is a word',
      body: { ...schema([]), attributes: ['badge'] },
      at: ['/attributes', '/attributes/0'],
    },
    { name: 'an attribute without a name', body: schema([{ type: 'string' }]), at: ['/attributes/0/name'] },
    { name: 'an unknown characteristic', body: schema([{ ...BADGE, size: 3 }]), at: ['/attributes/0/size'] },
    { name: 'an unknown type', body: schema([{ name: 'x', type: 'text' }]), at: ['/attributes/0/type'] },
    {
      name: 'an unknown mutability',
      body: schema([{ name: 'x', mutability: 'rw' }]),
      at: ['/attributes/0/mutability'],
    },
    { name: 'an unknown returned', body: schema([{ name: 'x', returned: 'yes' }]), at: ['/attributes/0/returned'] },
    { name: 'an unknown uniqueness', body: schema([{ name: 'x', uniqueness: 'a' }]), at: ['/attributes/0/uniqueness'] },
    { name: 'a flag that is a word', body: schema([{ name: 'x', required: 'true' }]), at: ['/attributes/0/required'] },
    { name: 'null for a flag', body: schema([{ name: 'x', multiValued: null }]), at: ['/attributes/0/multiValued'] },
    { name: 'a name that begins with a digit', body: schema([{ name: '1st' }]), at: ['/attributes/0/name'] },
    { name: 'a name with a dot', body: schema([{ name: 'a.b' }]), at: ['/attributes/0/name'] },
    { name: 'a name with a colon', body: schema([{ name: 'a:b' }]), at: ['/attributes/0/name'] },
    { name: 'a name beyond ASCII', body: schema([{ name: 'größe' }]), at: ['/attributes/0/name'] },
    { name: 'a name of 101 letters', body: schema([{ name: 'n'.repeat(101) }]), at: ['/attributes/0/name'] },
    { name: 'the name of a core attribute', body: schema([BADGE, { name: 'USERNAME' }]), at: ['/attributes/1/name'] },
    { name: 'the name of a common attribute', body: schema([{ name: 'meta' }]), at: ['/attributes/0/name'] },
    {
      name: 'a core attribute of the Group',
      body: schema([{ name: 'members' }], { resourceType: 'Group' }),
      at: ['/attributes/0/name'],
    },
    ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueof'].map((name) => ({
      name: `the name ${name}`,
      body: `{"name":"x","resourceType":"User","attributes":[{"name":"${name}"}]}`,
      at: ['/attributes/0/name'],
    })),
    {
      name: 'the name constructor below an attribute',
      body: schema([{ name: 'a', type: 'complex', subAttributes: [{ name: 'constructor' }] }]),
      at: ['/attributes/0/subAttributes/0/name'],
    },
    { name: 'a name twice, in another case', body: schema([BADGE, { name: 'Badge' }]), at: ['/attributes/1/name'] },
    {
      name: 'a sub-attribute twice',
      body: schema([{ name: 'a', type: 'complex', subAttributes: [{ name: 'b' }, { name: 'B' }] }]),
      at: ['/attributes/0/subAttributes/1/name'],
    },
    {
      name: 'a complex attribute without sub-attributes',
      body: schema([{ name: 'x', type: 'complex' }]),
      at: ['/attributes/0/subAttributes'],
    },
    {
      name: 'a simple attribute with sub-attributes',
      body: schema([{ ...BADGE, subAttributes: SUB }]),
      at: ['/attributes/0/subAttributes'],
    },
    {
      name: 'a complex sub-attribute',
      body: schema([{ name: 'a', type: 'complex', subAttributes: [{ name: 'b', type: 'complex' }] }]),
      at: ['/attributes/0/subAttributes/0/type', '/attributes/0/subAttributes/0/subAttributes'],
    },
    {
      name: 'a third level',
      body: schema([{ name: 'a', type: 'complex', subAttributes: [{ name: 'b', subAttributes: SUB }] }]),
      at: ['/attributes/0/subAttributes/0/subAttributes'],
    },
    {
      name: 'referenceTypes of a string',
      body: schema([{ ...BADGE, referenceTypes: ['User'] }]),
      at: ['/attributes/0/referenceTypes'],
    },
    {
      name: 'canonicalValues of a boolean',
      body: schema([{ name: 'x', type: 'boolean', canonicalValues: ['a'] }]),
      at: ['/attributes/0/canonicalValues'],
    },
    {
      name: 'what can only be written and is returned',
      body: schema([{ name: 'x', mutability: 'writeOnly', returned: 'default' }]),
      at: ['/attributes/0/returned'],
    },
    {
      name: 'a unique value that is not kept',
      body: schema([{ name: 'x', returned: 'never', uniqueness: 'server' }]),
      at: ['/attributes/0/uniqueness'],
    },
    {
      name: 'a unique complex attribute',
      body: schema([{ name: 'x', type: 'complex', subAttributes: SUB, uniqueness: 'server' }]),
      at: ['/attributes/0/uniqueness'],
    },
  ])('is refused for $name', async ({ body, at }) => {
    const answer = await put(body);
    expect({ status: answer.status, at: pointersOf(answer) }).toEqual({ status: 400, at });
  });

  it('may have 200 attributes, sub-attributes included, and no more', async () => {
    const own = await world.connect();
    const many = Array.from({ length: MAX_ATTRIBUTES - 2 }, (_, n) => ({ name: `a${n}` }));
    const complex = { name: 'c', type: 'complex', subAttributes: [{ name: 'value' }] };
    expect((await put(schema([...many, complex]), ACME, own)).status).toBe(201);
    const answer = await put(schema([...many, complex, BADGE]), ACME, own);
    expect({ status: answer.status, at: pointersOf(answer) }).toEqual({ status: 400, at: ['/attributes'] });
  });

  it.each([
    ['a reference is told apart by case', { type: 'reference', referenceTypes: ['User'] }, { caseExact: true }],
    ['a binary value is told apart by case', { type: 'binary' }, { caseExact: true }],
    ['what can only be written is never returned', { mutability: 'writeOnly' }, { returned: 'never' }],
    ['$ref may be a sub-attribute', { type: 'complex', subAttributes: [{ name: '$ref' }] }, { type: 'complex' }],
  ])('has the default of its kind: %s', async (_, given, completed) => {
    const own = await world.connect();
    const answer = await put(schema([{ name: 'x', ...given }]), ACME, own);
    expect(answer.body.attributes).toMatchObject([completed]);
  });
});

describe('a schema with values', () => {
  const LEVELS = {
    name: 'levels',
    type: 'complex',
    multiValued: true,
    subAttributes: [{ name: 'value', type: 'integer' }, { name: 'area' }],
  };
  const BOSS = { name: 'boss', type: 'complex', subAttributes: [{ name: 'id' }, { name: 'since', type: 'dateTime' }] };
  let own: ScimClient;

  const textOf = async (id: string) =>
    (await world.app.database.query('SELECT resource::text AS text FROM inbound_scim.scim_user WHERE id = $1', [id]))[0]
      .text;

  async function populated(values: object) {
    own = await world.connect();
    await put(schema([BADGE, LEVELS, BOSS]), ACME, own);
    return (await own.post('/Users', aUser('ana', { [ACME]: values }))).body.id as string;
  }

  it.each([
    ['another type', [{ ...BADGE, type: 'integer' }, LEVELS, BOSS], '/attributes/0'],
    ['several values for one', [{ ...BADGE, multiValued: true }, LEVELS, BOSS], '/attributes/0'],
    [
      'another type of a sub-attribute',
      [BADGE, { ...LEVELS, subAttributes: [{ name: 'value' }] }, BOSS],
      '/attributes/1',
    ],
    ['one value for several', [BADGE, { ...LEVELS, multiValued: false }, BOSS], '/attributes/1'],
    [
      'an attribute without a sub-attribute that has values',
      [BADGE, LEVELS, { ...BOSS, subAttributes: [{ name: 'since' }] }],
      '/attributes/2',
    ],
  ])('cannot have %s', async (_, attributes, pointer) => {
    const id = await populated({ badge: '9', levels: [{ area: 'x' }, { value: 3 }], boss: { id: 'b' } });
    const before = await textOf(id);
    const answer = await put(schema(attributes), ACME, own);
    expect(answer.status).toBe(409);
    expect(new Set(pointersOf(answer))).toEqual(new Set([pointer]));
    expect(await textOf(id)).toBe(before);
  });

  it('cannot move to another resource type', async () => {
    await populated({ badge: '9' });
    const moved = schema([BADGE], { resourceType: 'Group' });
    expect(pointersOf(await put(moved, ACME, own))).toEqual(['/resourceType']);
    const empty = await world.connect();
    await put(schema([BADGE]), ACME, empty);
    expect((await put(moved, ACME, empty)).status).toBe(200);
  });

  it('can change in what no value stands against', async () => {
    await populated({ badge: '9' });
    const attributes = [
      BADGE,
      { name: 'levels', type: 'string' },
      { ...BOSS, subAttributes: [{ name: 'id', type: 'integer' }] },
    ];
    expect((await put(schema(attributes), ACME, own)).status).toBe(200);
  });

  it('asks the values of a dropped attribute when it comes back', async () => {
    await populated({ badge: '9' });
    expect((await put(schema([LEVELS]), ACME, own)).status).toBe(200);
    expect((await put(schema([LEVELS, { ...BADGE, type: 'integer' }]), ACME, own)).status).toBe(409);
    expect((await put(schema([LEVELS, BADGE]), ACME, own)).status).toBe(200);
  });

  it('asks them of a schema that was removed, and of users who were deleted', async () => {
    const id = await populated({ badge: '9' });
    await own.delete(`/Users/${id}`);
    await world.admin.delete(`${pathOf(own)}/${ACME}`);
    expect((await put(schema([{ ...BADGE, type: 'integer' }]), ACME, own)).status).toBe(409);
    expect((await put(schema([BADGE]), ACME, own)).status).toBe(201);
  });

  it('gets a unique attribute only if each value is there once', async () => {
    await populated({ badge: '9' });
    const ben = (await own.post('/Users', aUser('ben', { [ACME]: { badge: '9' } }))).body.id;
    const unique = schema([{ ...BADGE, uniqueness: 'server' }, LEVELS, BOSS]);
    const refused = await put(unique, ACME, own);
    expect({ status: refused.status, at: pointersOf(refused) }).toEqual({ status: 409, at: ['/attributes/0'] });
    await own.patch(`/Users/${ben}`, [{ op: 'replace', path: `${ACME}:badge`, value: '10' }]);
    expect((await put(unique, ACME, own)).status).toBe(200);
    expect((await own.post('/Users', aUser('cem', { [ACME]: { badge: '9' } }))).status).toBe(409);
    await put(schema([BADGE, LEVELS, BOSS]), ACME, own);
    expect((await own.post('/Users', aUser('cem', { [ACME]: { badge: '9' } }))).status).toBe(201);
  });
});
