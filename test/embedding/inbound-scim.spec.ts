import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InboundScim } from '../../src/index.js';
import { aUser, objectId, type ScimClient, World } from '../support/scim-client.js';

let world: World;
let scim: InboundScim;
let entra: ScimClient;

beforeAll(async () => {
  world = await World.start();
  scim = world.app.app.get(InboundScim);
  entra = await world.connect();
});

afterAll(() => world.close());

async function pushed(name: string, number: number, connection = entra) {
  const { body } = await connection.post('/Users', aUser(name, { externalId: objectId(number) }));
  return body;
}

describe('a sign-in', () => {
  it('finds the person by the key of the identity provider, by address and by id', async () => {
    await pushed('ana', 1);
    const ana = await scim.users.findByExternalId(entra.tenantId, entra.id, objectId(1));
    expect(ana).toMatchObject({ email: 'ana@corp.example', status: 'active', hostRef: null });
    expect(await scim.users.findByEmail(entra.tenantId, 'ANA@corp.example')).toEqual(ana);
    expect(await scim.users.find(entra.tenantId, ana?.id ?? '')).toEqual(ana);
  });

  it('finds nobody for another tenant, another identity provider, or an unknown key', async () => {
    await pushed('eve', 2);
    const other = await world.connect();
    const sameTenant = await world.connect({ kind: 'okta' }, entra.tenantId);
    expect(await scim.users.findByExternalId(other.tenantId, other.id, objectId(2))).toBeUndefined();
    expect(await scim.users.findByExternalId(other.tenantId, entra.id, objectId(2))).toBeUndefined();
    expect(await scim.users.findByExternalId(entra.tenantId, sameTenant.id, objectId(2))).toBeUndefined();
    expect(await scim.users.findByEmail(other.tenantId, 'eve@corp.example')).toBeUndefined();
    expect(await scim.users.findByEmail(entra.tenantId, 'no address')).toBeUndefined();
    expect(await scim.users.find(entra.tenantId, 'no id')).toBeUndefined();
  });

  it('finds the same person after a deletion and a return', async () => {
    const { id } = await pushed('kim', 3);
    const before = await scim.users.findByExternalId(entra.tenantId, entra.id, objectId(3));
    await entra.delete(`/Users/${id}`);
    const gone = await scim.users.findByExternalId(entra.tenantId, entra.id, objectId(3));
    expect(gone).toMatchObject({ id: before?.id, status: 'deactivated' });
    await pushed('kim', 3);
    const back = await scim.users.findByExternalId(entra.tenantId, entra.id, objectId(3));
    expect(back).toMatchObject({ id: before?.id, status: 'active' });
  });
});

describe('people of the application', () => {
  it('are here before any push, and are who is pushed', async () => {
    const only = await world.connect();
    const made = await scim.users.create(only.tenantId, {
      email: 'lee@corp.example',
      hostRef: 'member-7',
      attributes: { jobTitle: 'Pilot' },
    });
    expect(made).toMatchObject({
      hostRef: 'member-7',
      attributes: { jobTitle: { value: 'Pilot', provenance: 'host' } },
    });
    await pushed('lee', 4, only);
    const lee = await scim.users.findByHostRef(only.tenantId, 'member-7');
    expect(lee).toMatchObject({ id: made.id, connections: [{ externalId: objectId(4) }] });
  });

  it('have a reference that nobody else of the tenant has', async () => {
    const one = await scim.users.create(entra.tenantId, { email: 'one@corp.example', hostRef: 'one' });
    const two = await scim.users.create(entra.tenantId, { email: 'two@corp.example' });
    const taken = { status: 409, message: 'Another directory user has this reference.' };
    await expect(scim.users.setHostRef(entra.tenantId, two.id, 'one')).rejects.toMatchObject(taken);
    await expect(
      scim.users.create(entra.tenantId, { email: 'three@corp.example', hostRef: 'one' }),
    ).rejects.toMatchObject(taken);
    expect(await scim.users.findByEmail(entra.tenantId, 'three@corp.example')).toBeUndefined();
    await scim.users.setHostRef(entra.tenantId, one.id, null);
    await scim.users.setHostRef(entra.tenantId, two.id, 'one');
    expect(await scim.users.findByHostRef(entra.tenantId, 'one')).toMatchObject({ id: two.id });
    await expect(scim.users.setHostRef(entra.tenantId, randomUUID(), 'x')).rejects.toMatchObject({ status: 404 });
    await expect(scim.users.setHostRef(entra.tenantId, one.id, '')).rejects.toMatchObject({ status: 400 });
  });

  it('are kept out and let in by the application, and the event log says so', async () => {
    const { id } = await scim.users.create(entra.tenantId, { email: 'max@corp.example' });
    await scim.users.deactivate(entra.tenantId, id);
    expect(await scim.users.find(entra.tenantId, id)).toMatchObject({ status: 'deactivated' });
    await scim.users.reactivate(entra.tenantId, id);
    expect(await scim.users.find(entra.tenantId, id)).toMatchObject({ status: 'active' });
    const { body } = await world.admin.get(`/tenants/${entra.tenantId}/audit-events?targetId=${id}`);
    const actors = body.items.map(({ actor }: { actor: object }) => actor);
    expect(new Set(actors.map((actor: object) => JSON.stringify(actor)))).toEqual(
      new Set([JSON.stringify({ kind: 'host', name: 'application' })]),
    );
  });
});

describe('tenants of the application', () => {
  it('are made once under its own ids, with connections and tokens', async () => {
    const [id, idp] = [randomUUID(), randomUUID()];
    const ensure = () => scim.tenants.ensure({ id, name: 'Own' });
    const [tenant, again] = await Promise.all([ensure(), ensure()]);
    expect(tenant).toMatchObject({ id, name: 'Own', subdomain: id });
    expect(again).toEqual(tenant);
    const connection = { id: idp, name: 'Entra', kind: 'entra' } as const;
    const { scimBaseUrl } = await scim.tenants.ensureIdentityProvider(id, connection);
    expect(await scim.tenants.ensureIdentityProvider(id, connection)).toMatchObject({ id: idp, scimBaseUrl });
    const token = await scim.tenants.mintToken(id, idp, { name: 'Entra production' });
    const headers = { authorization: `Bearer ${token.plaintext}` };
    expect((await fetch(`${scimBaseUrl}Users`, { headers })).status).toBe(200);
    await scim.tenants.revokeToken(id, idp, token.id);
    expect((await fetch(`${scimBaseUrl}Users`, { headers })).status).toBe(401);
  });

  it('cannot share a subdomain, nor have a connection before they are here', async () => {
    const subdomain = 'shared';
    await scim.tenants.ensure({ id: randomUUID(), name: 'One', subdomain });
    const other = { id: randomUUID(), name: 'Other', subdomain };
    await expect(scim.tenants.ensure(other)).rejects.toMatchObject({ status: 409 });
    await expect(scim.tenants.ensure({ id: 'acme', name: 'Acme' })).rejects.toMatchObject({ status: 400 });
    const connection = { id: randomUUID(), name: 'Entra', kind: 'entra' } as const;
    await expect(scim.tenants.ensureIdentityProvider(other.id, connection)).rejects.toMatchObject({ status: 404 });
  });
});

describe('members of a group', () => {
  it('are listed with their directory users, a page at a time', async () => {
    const [ada, bo] = [await pushed('ada', 5), await pushed('bo', 6)];
    const members = [ada, bo].map(({ id }) => ({ value: id }));
    await entra.post('/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Crew',
      members,
    });
    const group = (await scim.groups.list(entra.tenantId)).items.find(({ displayName }) => displayName === 'Crew');
    const first = await scim.groups.members(entra.tenantId, group?.id ?? '', { limit: 1 });
    const second = await scim.groups.members(entra.tenantId, group?.id ?? '', { limit: 1, after: first.next });
    const people = [...first.items, ...second.items].map(({ directoryUserId }) => directoryUserId);
    const found = await Promise.all(
      [5, 6].map((n) => scim.users.findByExternalId(entra.tenantId, entra.id, objectId(n))),
    );
    expect(new Set(people)).toEqual(new Set(found.map((person) => person?.id)));
    expect(second.next).toBeUndefined();
  });
});
