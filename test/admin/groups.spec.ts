import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aUser, GROUP, objectId, type ScimClient, World } from '../support/scim-client.js';

const NOBODY = '0198c2a4-7b1e-7c3d-9a55-3f6d2e1b4c0a';

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterAll(() => world.close());

async function aMember(client: ScimClient, name: string): Promise<string> {
  return (await client.post('/Users', aUser(name))).body.id;
}

async function aGroup(client: ScimClient, displayName: string, members: readonly string[] = [], more = {}) {
  const body = { schemas: [GROUP], displayName, members: members.map((value) => ({ value })), ...more };
  const answer = await client.post('/Groups', body);
  expect(answer.status).toBe(201);
  return answer.body.id as string;
}

function groupsOf({ tenantId }: ScimClient): string {
  return `/tenants/${tenantId}/groups`;
}

async function membersOf(client: ScimClient, group: string, query = '') {
  const { status, body } = await world.admin.get(`${groupsOf(client)}/${group}/members${query}`);
  expect(status).toBe(200);
  return body.items;
}

/** All pages of a list. */
async function walk(path: string, limit: number): Promise<{ id: string }[]> {
  const items: { id: string }[] = [];
  for (let cursor = ''; cursor !== null;) {
    const { body } = await world.admin.get(`${path}limit=${limit}${cursor && `&cursor=${cursor}`}`);
    items.push(...body.items);
    cursor = body.nextCursor;
  }
  return items;
}

describe('groups', () => {
  it('are listed newest first, of every identity provider, and read one by one', async () => {
    const tenant = await world.tenant();
    const entra = await world.connect({}, tenant);
    const okta = await world.connect({ kind: 'okta' }, tenant);
    const ids = [
      await aGroup(entra, 'Ops', [], { externalId: objectId(1) }),
      await aGroup(okta, 'Ops'),
      await aGroup(entra, 'Legal'),
    ];
    expect((await walk(`${groupsOf(entra)}?`, 2)).map(({ id }) => id)).toEqual(ids.toReversed());
    expect((await world.admin.get(`${groupsOf(entra)}/${ids[0]}`)).body).toEqual({
      id: ids[0],
      identityProviderId: entra.id,
      externalId: objectId(1),
      displayName: 'Ops',
      protected: false,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
  });

  it.each([
    { name: 'the list of a tenant that there is not', path: () => `/tenants/${NOBODY}/groups` },
    { name: 'nobody’s group', path: (own: string) => `${own}/${NOBODY}` },
    { name: 'the members of nobody’s group', path: (own: string) => `${own}/${NOBODY}/members` },
    { name: 'another tenant’s group', path: (own: string, foreign: string) => `${own}/${foreign}` },
    { name: 'another tenant’s members', path: (own: string, foreign: string) => `${own}/${foreign}/members` },
    {
      name: 'another tenant’s pending',
      path: (own: string, foreign: string) => `${own}/${foreign}/members?pending=true`,
    },
  ])('$name are not there', async ({ path }) => {
    const [own, other] = [await world.connect(), await world.connect()];
    const foreign = await aGroup(other, 'Ops');
    expect((await world.admin.get(path(groupsOf(own), foreign))).status).toBe(404);
  });
});

describe('members', () => {
  it('are whom the group itself names, with whom they are here', async () => {
    const entra = await world.connect();
    const [ana, ben] = [await aMember(entra, 'ana'), await aMember(entra, 'ben')];
    const inner = await aGroup(entra, 'Inner', [ben]);
    const outer = await aGroup(entra, 'Outer', [ana, inner]);
    const items = await membersOf(entra, outer);
    expect(items).toHaveLength(2);
    expect(items).toEqual(
      expect.arrayContaining([
        {
          kind: 'User',
          id: ana,
          externalId: null,
          displayName: 'ana',
          directoryUserId: (await world.personOf(ana)).id,
          direct: true,
        },
        { kind: 'Group', id: inner, externalId: null, displayName: 'Inner', directoryUserId: null, direct: true },
      ]),
    );
  });

  it('effective ones are the users of all groups in it, each once, in a circle too', async () => {
    const entra = await world.connect();
    const [ana, ben, cid] = [await aMember(entra, 'ana'), await aMember(entra, 'ben'), await aMember(entra, 'cid')];
    const c = await aGroup(entra, 'C', [cid, ana]);
    const b = await aGroup(entra, 'B', [ben, c]);
    const a = await aGroup(entra, 'A', [ana, b]);
    await entra.patch(`/Groups/${c}`, [{ op: 'add', path: 'members', value: [{ value: a }, { value: c }] }]);
    for (const group of [a, b, c]) {
      const items = await membersOf(entra, group, '?effective=true');
      expect(items.map(({ id }: { id: string }) => id)).toEqual([ana, ben, cid].toSorted());
      const direct = items.filter((item: { direct: boolean }) => item.direct).map(({ id }: { id: string }) => id);
      expect(direct).toEqual({ [a]: [ana], [b]: [ben], [c]: [ana, cid].toSorted() }[group]);
    }
  });

  it.each(['', 'effective=true&'])('come in pages, each once, in a stable order (%s)', async (query) => {
    const entra = await world.connect();
    const users = await Promise.all(Array.from({ length: 11 }, (_, n) => aMember(entra, `p${n}`)));
    const inner = await aGroup(entra, 'Inner', users.slice(4));
    const outer = await aGroup(entra, 'Outer', [...users.slice(0, 6), inner]);
    const items = await walk(`${groupsOf(entra)}/${outer}/members?${query}`, 3);
    const expected = query === '' ? [...users.slice(0, 6), inner] : users;
    expect(items.map(({ id }) => id)).toEqual(expected.toSorted());
  });

  it('who were deleted are shown in none', async () => {
    const entra = await world.connect();
    const ana = await aMember(entra, 'ana');
    const group = await aGroup(entra, 'Ops', [ana]);
    await entra.delete(`/Users/${ana}`);
    expect(await membersOf(entra, group)).toEqual([]);
    expect(await membersOf(entra, group, '?effective=true')).toEqual([]);
  });

  it('who have not come are listed as pending, until they do', async () => {
    const entra = await world.connect();
    const group = await aGroup(entra, 'Ops', [objectId(1), objectId(2), objectId(3)]);
    const pending = await walk(`${groupsOf(entra)}/${group}/members?pending=true&`, 2);
    expect(pending).toHaveLength(3);
    expect(pending).toEqual(
      expect.arrayContaining([1, 2, 3].map((n) => ({ value: objectId(n), since: expect.any(String) }))),
    );
    expect(await membersOf(entra, group)).toEqual([]);
    await entra.post('/Users', aUser('ana', { externalId: objectId(2) }));
    expect(await membersOf(entra, group, '?pending=true')).toHaveLength(2);
    expect(await membersOf(entra, group)).toMatchObject([{ displayName: 'ana' }]);
  });

  it.each([
    { query: 'effective=true&pending=true', parameter: 'pending' },
    { query: 'effective=yes', parameter: 'effective' },
    { query: 'pending=1', parameter: 'pending' },
    { query: 'limit=1000', parameter: 'limit' },
    { query: 'cursor=AAAAAAAAAAAAAAAAAAAAAAAA', parameter: 'cursor' },
  ])('are refused for ?$query', async ({ query, parameter }) => {
    const entra = await world.connect();
    const group = await aGroup(entra, 'Ops');
    const { status, body } = await world.admin.get(`${groupsOf(entra)}/${group}/members?${query}`);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ parameter }]);
  });
});

describe('a protected group', () => {
  it('keeps its externalId, until it is protected no longer', async () => {
    const entra = await world.connect();
    const group = await aGroup(entra, 'Ops', [], { externalId: objectId(1) });
    const path = `${groupsOf(entra)}/${group}`;
    expect((await world.admin.patch(path, { protected: true })).body).toMatchObject({ id: group, protected: true });
    const replaced = [{ op: 'replace', path: 'externalId', value: objectId(2) }];
    expect((await entra.patch(`/Groups/${group}`, replaced)).status).toBe(409);
    expect(await world.conflicts(entra)).toMatchObject([{ kind: 'protected_group', state: 'open' }]);
    await world.admin.patch(path, { protected: false });
    expect(await world.conflicts(entra)).toMatchObject([{ kind: 'protected_group', state: 'closed' }]);
    expect((await entra.patch(`/Groups/${group}`, replaced)).status).toBeLessThan(300);
  });

  it('is told once each way, and leaves the version alone', async () => {
    const entra = await world.connect();
    const group = await aGroup(entra, 'Ops');
    const before = (await entra.get(`/Groups/${group}`)).body.meta;
    for (const isProtected of [true, true, false, false]) {
      await world.admin.patch(`${groupsOf(entra)}/${group}`, { protected: isProtected });
    }
    const { items } = (await world.admin.get(`/tenants/${entra.tenantId}/audit-events?targetId=${group}`)).body;
    expect(items.map(({ type }: { type: string }) => type)).toEqual([
      'scim_group_protection_changed',
      'scim_group_protection_changed',
      'scim_group_received',
    ]);
    expect((await entra.get(`/Groups/${group}`)).body.meta).toEqual(before);
  });

  it.each([1, 2, 3])('is not overtaken by a push that began before (round %i)', async () => {
    const entra = await world.connect();
    const group = await aGroup(entra, 'Ops', [], { externalId: objectId(1) });
    const path = `${groupsOf(entra)}/${group}`;
    const pushes = Array.from({ length: 6 }, (_, n) =>
      entra.patch(`/Groups/${group}`, [{ op: 'replace', path: 'externalId', value: objectId(10 + n) }]),
    );
    const [key] = await Promise.all([
      world.admin.patch(path, { protected: true }).then(async () => (await world.admin.get(path)).body.externalId),
      ...pushes,
    ]);
    expect((await world.admin.get(path)).body.externalId).toBe(key);
  });

  it('is an owner’s to protect', async () => {
    const entra = await world.connect();
    const group = await aGroup(entra, 'Ops');
    const { body: key } = await world.admin.post('/keys', { name: 'admin', role: 'admin' });
    const admin = world.admin.as(key.plaintext);
    const path = `${groupsOf(entra)}/${group}`;
    expect((await admin.patch(path, { protected: true })).status).toBe(403);
    expect((await world.admin.get(path)).body).toMatchObject({ protected: false });
    const foreign = await world.connect();
    expect((await world.admin.patch(`${groupsOf(foreign)}/${group}`, { protected: true })).status).toBe(404);
  });

  it.each([
    { name: 'a word', body: { protected: 'yes' }, pointer: '/protected' },
    { name: 'nothing', body: {}, pointer: '/protected' },
    { name: 'another field', body: { protected: true, displayName: 'x' }, pointer: '/displayName' },
  ])('is refused $name', async ({ body, pointer }) => {
    const entra = await world.connect();
    const group = await aGroup(entra, 'Ops');
    const answer = await world.admin.patch(`${groupsOf(entra)}/${group}`, body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });
});
