import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OffboardingService } from '../../src/offboarding/offboarding.service.js';
import { SYSTEM } from '../../src/index.js';
import { aUser, ENT, GROUP, objectId, type ScimClient, World } from '../support/scim-client.js';
import { startApp } from '../support/test-app.js';

const NOBODY = '0198c2a4-7b1e-7c3d-9a55-3f6d2e1b4c0a';

const BADGES = 'urn:example:params:scim:schemas:extension:badge:2.0:User';

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterAll(() => world.close());

function pathOf({ tenantId, id }: ScimClient): string {
  return `/tenants/${tenantId}/identity-providers/${id}`;
}

async function push(client: ScimClient, name: string, more: Record<string, unknown> = {}) {
  const { status, body } = await client.post('/Users', aUser(name, more));
  expect(status).toBe(201);
  return { id: body.id as string, person: (await world.personOf(body.id)).id };
}

async function read({ tenantId }: ScimClient, person: string) {
  return (await world.admin.get(`/tenants/${tenantId}/users/${person}`)).body;
}

/** How many rows each table holds of the connection, where it holds any. */
async function rowsOf({ id }: ScimClient): Promise<Record<string, number>> {
  const tables = [
    'scim_user',
    'scim_group',
    'pending_member',
    'conflict',
    'token',
    'refusal',
    'schema_extension',
    'unique_value',
  ];
  const counted: Record<string, number> = {};
  for (const table of tables) {
    const rows: unknown[] = await world.app.database.query(
      `SELECT 1 FROM inbound_scim.${table} WHERE identity_provider_id = $1`,
      [id],
    );
    if (rows.length > 0) counted[table] = rows.length;
  }
  return counted;
}

/** Two connections of a tenant: one person whom both know, and three whom only the first does, one of them a leaver. */
async function aTenant() {
  const tenant = await world.tenant();
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const entra = await world.connect({}, tenant);
  const okta = await world.connect({ kind: 'okta', trustEmail: { domains: ['corp.example'], until } }, tenant);
  const schema = {
    name: 'Badges',
    resourceType: 'User',
    attributes: [{ name: 'badge', type: 'string', uniqueness: 'server' }],
  };
  expect((await world.admin.send('PUT', `${pathOf(entra)}/schemas/${BADGES}`, schema)).status).toBe(201);
  const worn = { [BADGES]: { badge: '7001' } };
  const both = await push(entra, 'both', { title: 'Lead', [ENT]: { department: 'Ops' }, ...worn });
  expect(await rowsOf(entra)).toMatchObject({ unique_value: 1 });
  const again = await push(okta, 'both', { title: 'Head' });
  expect(again.person).toBe(both.person);
  const only = await push(entra, 'only', { title: 'Lead' });
  const leaver = await push(entra, 'leaver', { active: false });
  const boss = await push(entra, 'boss');
  await world.admin.patch(`/tenants/${tenant}/users/${boss.person}`, { protected: true });
  await entra.post('/Groups', {
    schemas: [GROUP],
    displayName: 'Ops',
    members: [{ value: only.id }, { value: objectId(99) }],
  });
  return { entra, okta, both, only, leaver, boss };
}

describe('the plan', () => {
  it('says what ending a connection would do, and changes nothing', async () => {
    const { entra, okta } = await aTenant();
    const plan = await world.admin.get(`${pathOf(entra)}/offboarding`);
    expect(plan).toMatchObject({
      status: 200,
      body: {
        identityProviderId: entra.id,
        name: 'entra',
        receivedUsers: 4,
        users: 4,
        usersKnownOnlyHere: 3,
        usersToDeactivate: 1,
        groups: 1,
        mirroredValues: { displayName: 4, department: 1, jobTitle: 2 },
        openConflicts: 0,
        liveTokens: 1,
        run: null,
      },
    });
    expect((await world.admin.get(`${pathOf(okta)}/offboarding`)).body).toMatchObject({
      users: 1,
      usersKnownOnlyHere: 0,
      mirroredValues: {},
    });
    expect((await entra.get('/Users')).body.totalResults).toBe(4);
  });

  it('of one that is not here, or is another tenant’s, is not found', async () => {
    const [own, other] = [await world.connect(), await world.connect()];
    for (const id of [NOBODY, other.id]) {
      expect((await world.admin.get(`/tenants/${own.tenantId}/identity-providers/${id}/offboarding`)).status).toBe(404);
    }
  });
});

describe('ending a connection', () => {
  it('keeps people as they are, and removes all it has sent', async () => {
    const { entra, okta, both, only, leaver, boss } = await aTenant();
    const ended = await world.admin.delete(pathOf(entra));
    expect(ended).toMatchObject({
      status: 200,
      body: {
        identityProviderId: entra.id,
        users: 'keep',
        scrub: false,
        state: 'done',
        removedUsers: 4,
        removedGroups: 1,
        scrubbedValues: 0,
      },
    });
    expect(await read(entra, only.person)).toMatchObject({
      email: 'only@corp.example',
      status: 'active',
      attributes: { jobTitle: { value: 'Lead', provenance: 'identity_provider', identityProviderId: entra.id } },
      connections: [],
    });
    expect(await read(entra, leaver.person)).toMatchObject({ status: 'deactivated', deactivatedBy: 'administrator' });
    expect(await read(entra, boss.person)).toMatchObject({ status: 'active', protected: true });
    expect(await read(entra, both.person)).toMatchObject({
      status: 'active',
      attributes: { jobTitle: { value: 'Head', identityProviderId: okta.id }, department: { value: 'Ops' } },
      connections: [{ identityProviderId: okta.id }],
    });
    expect(await rowsOf(entra)).toEqual({});
    expect((await okta.get('/Users')).body.totalResults).toBe(1);
  });

  it('deactivates whom nobody else knows, but nobody who is protected', async () => {
    const { entra, both, only, leaver, boss } = await aTenant();
    const { body } = await world.admin.delete(`${pathOf(entra)}?users=deactivate`);
    expect(body).toMatchObject({ users: 'deactivate', deactivatedUsers: 2 });
    const statuses = await Promise.all([both, only, leaver, boss].map(({ person }) => read(entra, person)));
    expect(statuses.map(({ status }) => status)).toEqual(['active', 'deactivated', 'deactivated', 'active']);
    expect(statuses[1]).toMatchObject({ deactivatedBy: 'administrator', email: 'only@corp.example' });
    const why = (await world.admin.get(`/tenants/${entra.tenantId}/users/${only.person}/explain`)).body;
    expect(why.status).toMatchObject({
      setBy: 'administrator',
      event: { type: 'directory_user_deactivated', actor: { kind: 'admin_key' } },
    });
  });

  it('scrubs the values that it put there, and lets in those of others', async () => {
    const { entra, okta, both, only } = await aTenant();
    await world.admin.patch(`/tenants/${entra.tenantId}/users/${only.person}`, { attributes: { department: 'Legal' } });
    const { body } = await world.admin.delete(`${pathOf(entra)}?scrub=true`);
    expect(body).toMatchObject({ scrub: true, scrubbedValues: 7 });
    expect((await read(entra, only.person)).attributes).toEqual({
      department: { value: 'Legal', provenance: 'administrator', updatedAt: expect.any(String) },
    });
    const { attributes } = await read(entra, both.person);
    expect(attributes).toMatchObject({ jobTitle: { value: 'Head', identityProviderId: okta.id } });
    expect(Object.keys(attributes).toSorted()).toEqual(['displayName', 'jobTitle']);
  });

  it('shuts SCIM at once, and is told in the log', async () => {
    const { entra } = await aTenant();
    const [token] = (await world.admin.get(`${pathOf(entra)}/tokens`)).body.items;
    await world.admin.delete(pathOf(entra));
    expect((await entra.get('/Users')).status).toBe(401);
    expect((await world.admin.get(pathOf(entra))).status).toBe(404);
    expect((await world.admin.delete(pathOf(entra))).status).toBe(404);
    const events = (
      await world.admin.get(`/tenants/${entra.tenantId}/audit-events?identityProviderId=${entra.id}&limit=200`)
    ).body.items;
    const told = events.filter(({ actor }: { actor: { kind: string } }) => actor.kind === 'admin_key').toReversed();
    expect(told.slice(-3)).toMatchObject([
      { type: 'identity_provider_updated', changes: ['enabled'] },
      { type: 'scim_inbound_token_revoked', target: { id: token.id } },
      {
        type: 'identity_provider_offboarded',
        target: { id: entra.id, name: 'entra' },
        changes: [],
        counts: { users: 4, groups: 1, deactivated: 1, scrubbed: 0 },
      },
    ]);
  });

  it('lets nobody in who was held, and holds nobody whom another connection vouches for', async () => {
    const tenant = await world.tenant();
    const [entra, okta] = [await world.connect({}, tenant), await world.connect({ kind: 'okta' }, tenant)];
    await push(entra, 'ana');
    const held = await push(okta, 'ana');
    expect(await read(okta, held.person)).toMatchObject({ status: 'held' });
    await world.admin.delete(pathOf(okta));
    expect(await read(okta, held.person)).toMatchObject({ status: 'deactivated', deactivatedBy: 'administrator' });
    expect(await world.conflicts(okta)).toEqual([]);
  });

  it('leaves people to be found by what comes after it', async () => {
    const { entra, okta, only } = await aTenant();
    await world.admin.delete(pathOf(entra));
    const found = await push(okta, 'only');
    expect(found.person).toBe(only.person);
  });

  it.each([
    { name: 'an unknown fate', query: '?users=erase', parameter: 'users' },
    { name: 'a word for a switch', query: '?scrub=yes', parameter: 'scrub' },
    { name: 'an unknown condition', query: '?force=true', parameter: 'force' },
  ])('is refused with $name', async ({ query, parameter }) => {
    const entra = await world.connect();
    const { status, body } = await world.admin.delete(`${pathOf(entra)}${query}`);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ parameter }]);
    expect((await entra.get('/Users')).status).toBe(200);
  });

  it('is an owner’s decision, of their own tenant', async () => {
    const [entra, foreign] = [await world.connect(), await world.connect()];
    const { body: key } = await world.admin.post('/keys', { name: 'admin', role: 'admin' });
    const admin = world.admin.as(key.plaintext);
    expect((await admin.get(`${pathOf(entra)}/offboarding`)).status).toBe(200);
    expect((await admin.delete(pathOf(entra))).status).toBe(403);
    const mixed = `/tenants/${foreign.tenantId}/identity-providers/${entra.id}`;
    expect((await world.admin.delete(mixed)).status).toBe(404);
    expect((await entra.get('/Users')).status).toBe(200);
  });

  it('is carried out once where two ask for it at once, and a push of the moment leaves nothing behind', async () => {
    const entra = await world.connect();
    for (let n = 0; n < 5; n += 1) await push(entra, `p${n}`);
    const pushes = Array.from({ length: 10 }, (_, n) => entra.post('/Users', aUser(`late${n}`)));
    const endings = [1, 2].map(() => world.admin.delete(pathOf(entra)));
    const answers = await Promise.all([...endings, ...pushes]);
    const statuses = answers.slice(0, 2).map(({ status }) => status);
    expect(statuses.every((status) => status === 200 || status === 404)).toBe(true);
    expect(statuses).toContain(200);
    expect(answers.slice(2).every(({ status }) => status === 201 || status === 401)).toBe(true);
    expect(await rowsOf(entra)).toEqual({});
    const events = (await world.events(entra)).filter(({ type }) => type === 'identity_provider_offboarded');
    expect(events).toHaveLength(1);
  });
});

describe('an ending that was broken off', () => {
  /** As it is after a crash in the middle: begun, shut, and nothing more. */
  async function begun(client: ScimClient, ending: { users: 'keep' | 'deactivate'; scrub: boolean }): Promise<void> {
    const service = world.app.app.get(OffboardingService, { strict: false });
    await world.app.database.query(HINDER);
    try {
      await expect(service.end(SYSTEM, client.tenantId, client.id, ending)).rejects.toThrow('hindered');
    } finally {
      await world.app.database.query(LET);
    }
  }

  const HINDER = `
    CREATE FUNCTION inbound_scim.hinder() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'hindered'; END $$;
    GRANT EXECUTE ON FUNCTION inbound_scim.hinder() TO inbound_scim_app;
    CREATE TRIGGER hinder BEFORE DELETE ON inbound_scim.scim_group FOR EACH ROW EXECUTE FUNCTION inbound_scim.hinder()`;
  const LET = `DROP TRIGGER hinder ON inbound_scim.scim_group; DROP FUNCTION inbound_scim.hinder()`;

  it('stays shut, is shown, and is ended by asking once more', async () => {
    const { entra, only } = await aTenant();
    await begun(entra, { users: 'deactivate', scrub: false });
    expect((await entra.get('/Users')).status).toBe(401);
    const { run } = (await world.admin.get(`${pathOf(entra)}/offboarding`)).body;
    expect(run).toMatchObject({ state: 'running', users: 'deactivate', removedUsers: 4, removedGroups: 0 });
    expect(await world.admin.delete(`${pathOf(entra)}?users=deactivate`)).toMatchObject({
      status: 200,
      body: { id: run.id, state: 'done', removedUsers: 4, removedGroups: 1 },
    });
    expect(await read(entra, only.person)).toMatchObject({ status: 'deactivated' });
    expect(await rowsOf(entra)).toEqual({});
  });

  it('can be neither changed, nor ended in another way', async () => {
    const { entra } = await aTenant();
    await begun(entra, { users: 'keep', scrub: true });
    expect((await world.admin.patch(pathOf(entra), { enabled: true })).status).toBe(409);
    expect((await world.admin.post(`${pathOf(entra)}/tokens`, { name: 'back door' })).status).toBe(409);
    expect(await world.admin.delete(`${pathOf(entra)}?users=deactivate`)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('users=keep&scrub=true') },
    });
    expect((await world.admin.delete(`${pathOf(entra)}?scrub=true`)).status).toBe(200);
  });

  it('is ended by the next instance that starts', async () => {
    const { entra } = await aTenant();
    await begun(entra, { users: 'keep', scrub: false });
    const databaseUrl = String((world.app.database.options as { url: string }).url);
    const next = await startApp({ databaseUrl, publicUrl: world.app.url });
    while ((await world.admin.get(pathOf(entra))).status !== 404);
    await next.close();
    expect(await rowsOf(entra)).toEqual({});
    const [event] = (await world.events(entra)).filter(({ type }) => type === 'identity_provider_offboarded');
    expect(event).toMatchObject({ actor: { kind: 'system' } });
  });
});
