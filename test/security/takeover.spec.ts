import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aUser, objectId, type ScimClient, World } from '../support/scim-client.js';

/**
 * Ways by which somebody who holds one token of one connection has become somebody else in other products. Each is tried as it was done there;
 * beside it stands what must still work.
 */

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterAll(() => world.close());

const emailOf = (value: string) => ({ emails: [{ type: 'work', value, primary: true }] });

/** A person an administrator made, of whom no identity provider has spoken. */
async function localPerson(tenantId: string, email: string, more: Record<string, unknown> = {}): Promise<string> {
  const { body } = await world.admin.post(`/tenants/${tenantId}/users`, { email, ...more });
  return body.id;
}

async function pushed(client: ScimClient, name: string, more: Record<string, unknown> = {}) {
  const answer = await client.post('/Users', aUser(name, more));
  expect(answer.status).toBe(201);
  return { ...(await world.personOf(answer.body.id)), scimId: answer.body.id as string };
}

/** Somebody is who they were: their address, their status, their protection; and nobody received was linked to them. */
async function expectUntouched(id: string, email: string): Promise<void> {
  expect(await world.person(id)).toMatchObject({ email, status: 'active', held: false });
  const linked = await world.app.database.query(
    'SELECT id FROM inbound_scim.scim_user WHERE directory_user_id = $1 AND deleted_at IS NULL',
    [id],
  );
  expect(linked).toEqual([]);
}

describe('authentik GHSA-9m7q-6qg6-888h: a source that names a user it never made', () => {
  it.each<readonly [string, Record<string, unknown>]>([
    ['by email', { userName: 'x1', ...emailOf('admin@corp.example') }],
    ['by userName', { userName: 'admin@corp.example', emails: [] }],
    ['by email in other letters', { userName: 'x2', ...emailOf('ADMIN@Corp.Example') }],
    [
      'by an email that is not the primary one',
      { userName: 'x3', emails: [{ type: 'home', value: 'admin@corp.example' }] },
    ],
    ['by what looks like the email', { userName: 'x4', ...emailOf('аdmin@corp.example') }],
  ])('%s: gets somebody new, never the local administrator, even as the only connection', async (_, resource) => {
    const client = await world.connect();
    const local = await localPerson(client.tenantId, 'admin@corp.example', { protected: true });
    const person = await pushed(client, 'attacker', resource);
    expect(person.id).not.toBe(local);
    expect(person.email).not.toBe('admin@corp.example');
    await expectUntouched(local, 'admin@corp.example');
  });

  it.each<readonly [string, (client: ScimClient, id: string, local: string) => Promise<unknown>]>([
    [
      'PATCH of the email',
      (client, id) => client.patch(`/Users/${id}`, [{ op: 'replace', value: emailOf('admin@corp.example') }]),
    ],
    ['PUT of the email', (client, id) => client.put(`/Users/${id}`, aUser('late', emailOf('admin@corp.example')))],
    [
      'PATCH of the userName',
      (client, id) =>
        client.patch(`/Users/${id}`, [
          { op: 'replace', path: 'userName', value: 'admin@corp.example' },
          { op: 'remove', path: 'emails' },
        ]),
    ],
    [
      'PATCH of the id',
      (client, id, local) => client.patch(`/Users/${id}`, [{ op: 'replace', path: 'id', value: local }]),
    ],
    [
      'PATCH of the externalId',
      (client, id, local) => client.patch(`/Users/${id}`, [{ op: 'replace', path: 'externalId', value: local }]),
    ],
  ])('afterwards, by %s: stays who they were made as', async (_, take) => {
    const client = await world.connect();
    const local = await localPerson(client.tenantId, 'admin@corp.example', { protected: true });
    const { id, scimId } = await pushed(client, 'late');
    await take(client, scimId, local);
    expect((await world.personOf(scimId)).id).toBe(id);
    expect((await world.personOf(scimId)).email).not.toBe('admin@corp.example');
    await expectUntouched(local, 'admin@corp.example');
  });

  it('by the name of a group: gets one of its own, and joins nobody to the other', async () => {
    const tenant = await world.tenant();
    const [entra, other] = [await world.connect({}, tenant), await world.connect({}, tenant)];
    const victim = await pushed(entra, 'chief');
    const admins = await entra.post('/Groups', { displayName: 'Admins', members: [{ value: victim.scimId }] });
    const thief = await pushed(other, 'thief');
    const named = await other.post('/Groups', { displayName: 'Admins', members: [{ value: thief.scimId }] });
    expect(named.status).toBe(201);
    expect(named.body.id).not.toBe(admins.body.id);
    expect((await other.get(`/Groups/${admins.body.id}`)).status).toBe(404);
    const { body } = await entra.get(`/Groups/${admins.body.id}`);
    expect(body.members.map(({ value }: { value: string }) => value)).toEqual([victim.scimId]);
  });

  it('by the id of another connection’s user: is a member of nothing', async () => {
    const tenant = await world.tenant();
    const [entra, other] = [await world.connect({}, tenant), await world.connect({}, tenant)];
    const victim = await pushed(entra, 'member');
    const { body } = await other.post('/Groups', { displayName: 'Mine', members: [{ value: victim.scimId }] });
    expect((await other.get(`/Groups/${body.id}`)).body.members).toBeUndefined();
    expect((await entra.get(`/Users/${victim.scimId}`)).body.groups).toBeUndefined();
  });

  it('and deletes what it has linked: the person stays, with their id and their address', async () => {
    const client = await world.connect();
    const local = await localPerson(client.tenantId, 'bo@corp.example');
    const { scimId } = await pushed(client, 'bo');
    expect((await client.delete(`/Users/${scimId}`)).status).toBe(204);
    expect(await world.person(local)).toMatchObject({ id: local, email: 'bo@corp.example', status: 'deactivated' });
  });

  it('links somebody whom nobody protects, for the only connection the tenant ever had: that is what it is for', async () => {
    const client = await world.connect();
    const local = await localPerson(client.tenantId, 'ana@corp.example');
    expect((await pushed(client, 'ana')).id).toBe(local);
  });
});

describe('Grafana CVE-2025-41115: a numeric externalId taken for an internal id', () => {
  it.each(['1', '0', '-1', '1.0', '007', '00000000-0000-0000-0000-000000000001'])(
    'externalId %s is a key of the client’s, and of nobody here',
    async (externalId) => {
      const client = await world.connect();
      const local = await localPerson(client.tenantId, 'first@corp.example', { protected: true });
      const person = await pushed(client, 'numbered', { externalId });
      expect(person.id).not.toBe(local);
      await expectUntouched(local, 'first@corp.example');
    },
  );

  it('nor is the id of a person, of a user, or of another connection’s user', async () => {
    const tenant = await world.tenant();
    const [entra, okta] = [await world.connect({}, tenant), await world.connect({ kind: 'okta' }, tenant)];
    const victim = await pushed(entra, 'victim', { externalId: objectId(1) });
    for (const [n, externalId] of [victim.id, victim.scimId, objectId(1)].entries()) {
      const person = await pushed(okta, `thief${n}`, { externalId });
      expect(person.id).not.toBe(victim.id);
      const { body } = await okta.post('/Groups', { displayName: `G${n}`, members: [{ value: victim.scimId }] });
      // At most the thief, whose own key it is.
      expect(JSON.stringify(body.members ?? [])).not.toContain(victim.scimId);
    }
    expect(await world.person(victim.id)).toMatchObject({ email: 'victim@corp.example', status: 'active' });
  });

  it('a number is a text on a tolerant connection, and refused on a strict one', async () => {
    const [tolerant, strict] = [await world.connect(), await world.connect({ kind: 'generic' })];
    expect((await tolerant.post('/Users', aUser('n', { externalId: 1 }))).body.externalId).toBe('1');
    expect(await strict.post('/Users', aUser('n', { externalId: 1 }))).toMatchObject({
      status: 400,
      body: { scimType: 'invalidValue' },
    });
  });
});

describe('an or that escapes: a condition of the client’s that would widen the tenant’s', () => {
  it.each([
    'userName eq "nobody" or id pr',
    'userName eq "nobody") or (id pr',
    'not (userName eq "nobody")',
    'emails[type eq "work" or value pr]',
    'userName eq "x\\" or \\"1\\" eq \\"1"',
    'meta.created gt "2000-01-01T00:00:00Z" or active eq false',
  ])('%s: shows nobody of another connection', async (filter) => {
    const tenant = await world.tenant();
    const [mine, neighbour, foreign] = [
      await world.connect({}, tenant),
      await world.connect({ kind: 'okta' }, tenant),
      await world.connect(),
    ];
    for (const other of [neighbour, foreign]) await pushed(other, 'hidden');
    const answers = [await mine.find('/Users', filter), await mine.post('/Users/.search', { filter })];
    for (const { text, body } of answers) {
      expect(text).not.toContain('hidden');
      expect(body.totalResults ?? 0).toBe(0);
    }
    expect((await neighbour.find('/Users', 'userName eq "nobody" or id pr')).body.totalResults).toBe(1);
  });
});

describe('the last administrator, adopted by email', () => {
  it('is never deactivated, renamed or deleted through a record that a connection gave their address', async () => {
    const client = await world.connect();
    const local = await localPerson(client.tenantId, 'root@corp.example', { protected: true });
    const { scimId } = await pushed(client, 'root');
    await client.patch(`/Users/${scimId}`, [{ op: 'Replace', path: 'active', value: 'False' }]);
    await client.patch(`/Users/${scimId}`, [{ op: 'Replace', path: 'displayName', value: 'Mine' }]);
    await client.delete(`/Users/${scimId}`);
    await expectUntouched(local, 'root@corp.example');
    expect(await world.conflicts(client)).toMatchObject([{ incoming: { scimUserId: scimId } }]);
  });

  it('is kept active when they were linked before they were protected', async () => {
    const client = await world.connect();
    const { id, scimId } = await pushed(client, 'owner');
    await world.admin.patch(`/tenants/${client.tenantId}/users/${id}`, { protected: true });
    await client.patch(`/Users/${scimId}`, [{ op: 'Replace', path: 'active', value: 'False' }]);
    await client.patch(`/Users/${scimId}`, [{ op: 'Replace', value: emailOf('other@corp.example') }]);
    await client.delete(`/Users/${scimId}`);
    expect(await world.person(id)).toMatchObject({ status: 'active', email: 'owner@corp.example' });
  });

  it('cannot be adopted by a second connection, though the first is trusted', async () => {
    const tenant = await world.tenant();
    await world.connect({ domains: ['corp.example'] }, tenant);
    const second = await world.connect({ kind: 'okta' }, tenant);
    const local = await localPerson(tenant, 'boss@corp.example');
    expect(await pushed(second, 'boss')).toMatchObject({ status: 'held', email: null });
    await expectUntouched(local, 'boss@corp.example');
  });
});

describe('a group of the same name: privileges that go by group', () => {
  it('a protected group keeps its key, so that another object of its name brings nobody in', async () => {
    const client = await world.connect();
    const intruder = await pushed(client, 'intruder');
    const { body: group } = await client.post('/Groups', { displayName: 'Admins', externalId: objectId(1) });
    await world.admin.patch(`/tenants/${client.tenantId}/groups/${group.id}`, { protected: true });
    expect((await client.post('/Groups', { displayName: 'ADMINS', externalId: objectId(2) })).status).toBe(409);
    expect(
      (
        await client.put(`/Groups/${group.id}`, {
          displayName: 'Admins',
          externalId: objectId(2),
          members: [{ value: intruder.scimId }],
        })
      ).status,
    ).toBe(409);
    expect((await client.get(`/Groups/${group.id}`)).body).toMatchObject({ externalId: objectId(1) });
    expect((await client.get(`/Groups/${group.id}`)).body.members).toBeUndefined();
  });
});
