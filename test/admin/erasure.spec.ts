import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aUser, GROUP, objectId, type ScimClient, World } from '../support/scim-client.js';
import { seal } from '../support/seal.js';

const BADGES = 'urn:example:params:scim:schemas:extension:badge:2.0:User';
const NOBODY = '0198c2a4-7b1e-7c3d-9a55-3f6d2e1b4c0a';

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterAll(() => world.close());

async function push(client: ScimClient, name: string, more: Record<string, unknown> = {}) {
  const { status, body } = await client.post('/Users', aUser(name, more));
  expect(status).toBe(201);
  return { id: body.id as string, person: (await world.personOf(body.id)).id };
}

function pathOf({ tenantId }: ScimClient, person: string): string {
  return `/tenants/${tenantId}/users/${person}`;
}

/** A schema by which each badge is one person's alone. */
async function addBadges({ tenantId, id }: ScimClient): Promise<void> {
  const attributes = [{ name: 'badge', type: 'string', uniqueness: 'server' }];
  const path = `/tenants/${tenantId}/identity-providers/${id}/schemas/${BADGES}`;
  const added = await world.admin.send('PUT', path, { name: 'Badges', resourceType: 'User', attributes });
  expect(added.status).toBe(201);
}

/** Ana Zyxwvu, who is in a group, is waited for by another, has a namesake, and was handled by an administrator. */
async function aPerson() {
  const tenant = await world.tenant();
  const entra = await world.connect({}, tenant);
  const okta = await world.connect({ kind: 'okta' }, tenant);
  await addBadges(entra);
  const ana = await push(entra, 'zyxwvu', {
    externalId: objectId(1),
    name: { givenName: 'Ana', familyName: 'Zyxwvu' },
    title: 'Zyxwvu of all',
    [BADGES]: { badge: 'of Zyxwvu' },
  });
  const ben = await push(entra, 'ben');
  const group = await entra.post('/Groups', {
    schemas: [GROUP],
    displayName: 'Ops',
    members: [{ value: ana.id }, { value: ben.id }],
  });
  const waiting = await okta.post('/Groups', {
    schemas: [GROUP],
    displayName: 'Wait',
    members: [{ value: objectId(1) }],
  });
  expect(waiting.status).toBe(201);
  const namesake = await push(okta, 'zyxwvu', { displayName: 'Other' });
  await entra.post('/Users', aUser('zyxwvu', { externalId: objectId(2) }));
  await entra.patch(`/Users/${ana.id}`, [{ op: 'replace', path: 'userName', value: 'zyxwvu.ana@corp.example' }]);
  await world.admin.post(`${pathOf(entra, ana.person)}/deactivate`);
  return { entra, okta, ana, ben, group: group.body.id as string, namesake };
}

/** Where in the tenant the words stand still: table and number of rows. */
async function traces(tenantId: string, words: readonly string[]): Promise<Record<string, number>> {
  const tables: { name: string }[] = await world.app.database.query(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'inbound_scim'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
  );
  const found: Record<string, number> = {};
  for (const { name } of tables.filter((table) => !['tenant', 'admin_key'].includes(table.name))) {
    const [{ count }] = await world.app.database.query(
      `SELECT count(*)::int AS count FROM inbound_scim.${name} AS r
        WHERE r.tenant_id = $1 AND EXISTS (SELECT FROM unnest($2::text[]) AS word WHERE strpos(lower(r::text), word) > 0)`,
      [tenantId, words],
    );
    if (count > 0) found[name] = count;
  }
  return found;
}

describe('the export', () => {
  it('hands out all that is kept about a person', async () => {
    const { entra, ana, group } = await aPerson();
    const { status, headers, body } = await world.admin.get(`${pathOf(entra, ana.person)}/export`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('content-disposition')).toBe(`attachment; filename="user-${ana.person}.json"`);
    expect(body).toMatchObject({
      directoryUser: {
        id: ana.person,
        deactivatedByAdministrator: true,
        attributes: { familyName: { value: 'Zyxwvu' } },
      },
      scimUsers: [{ id: ana.id, externalId: objectId(1), resource: { title: 'Zyxwvu of all' } }],
      memberships: [{ groupId: group, displayName: 'Ops', scimUserId: ana.id }],
      pendingMemberships: [{ value: objectId(1) }],
    });
    expect(body.conflicts.map(({ kind }: { kind: string }) => kind).toSorted()).toEqual(['email_taken', 'userName']);
    expect(body.events.map(({ type }: { type: string }) => type)).toEqual(
      expect.arrayContaining([
        'scim_user_received',
        'scim_group_member_added',
        'scim_user_updated',
        'directory_user_deactivated',
        'scim_conflict_detected',
      ]),
    );
    const times = body.events.map(({ occurredAt }: { occurredAt: string }) => occurredAt);
    expect(times).toEqual(times.toSorted());
  });

  it('of nobody, or of another tenant’s person, is not found', async () => {
    const { entra, ana } = await aPerson();
    expect((await world.admin.get(`${pathOf(entra, NOBODY)}/export`)).status).toBe(404);
    expect((await world.admin.get(`${pathOf(await world.connect(), ana.person)}/export`)).status).toBe(404);
  });
});

describe('an erasure', () => {
  it('leaves nothing of the person, and a log that verifies', async () => {
    const { entra, ana, ben, group } = await aPerson();
    await seal(world.app);
    const before = (await world.admin.post(`/tenants/${entra.tenantId}/audit-events/verify`)).body;
    const erased = await world.admin.post(`${pathOf(entra, ana.person)}/erase`, { confirm: 'zyxwvu@corp.example' });
    expect(erased).toMatchObject({ status: 204, text: '' });
    expect((await world.admin.get(pathOf(entra, ana.person))).status).toBe(404);
    expect((await entra.get(`/Users/${ana.id}`)).status).toBe(404);
    expect((await entra.get(`/Groups/${group}`)).body.members).toMatchObject([{ value: ben.id }]);
    await seal(world.app);
    const after = (await world.admin.post(`/tenants/${entra.tenantId}/audit-events/verify`)).body;
    expect(after).toMatchObject({ valid: true, checked: before.checked + 1 });
    const { items } = (await world.admin.get(`/tenants/${entra.tenantId}/audit-events?targetId=${ana.person}`)).body;
    expect(items[0]).toMatchObject({
      type: 'directory_user_erased',
      target: { kind: 'directory_user', id: ana.person },
      changes: [],
    });
    expect(items[0].target.name).toBeUndefined();
  });

  it('is thorough: no word of theirs stands anywhere, and everybody else’s do', async () => {
    const { entra, okta, ana, namesake } = await aPerson();
    await world.admin.post(`/tenants/${entra.tenantId}/users/${namesake.person}/erase`, { confirm: namesake.person });
    expect(await traces(entra.tenantId, ['zyxwvu'])).toMatchObject({
      directory_user: 1,
      scim_user: 1,
      unique_value: 1,
    });
    const mine = ['zyxwvu', objectId(1)];
    await world.admin.post(`${pathOf(entra, ana.person)}/erase`, { confirm: 'ZYXWVU@corp.example' });
    const refused = await world.admin.post(`${pathOf(entra, ana.person)}/erase`, { confirm: 'zyxwvu@corp.example' });
    expect(refused.status).toBe(404);
    expect(await traces(entra.tenantId, mine)).toEqual({});
    expect(await traces(entra.tenantId, ['ben@corp.example'])).toMatchObject({
      directory_user: 1,
      scim_user: 1,
      audit_detail: 1,
    });
    expect((await okta.get('/Users')).body.totalResults).toBe(0);
  });

  it('lets whoever was held for the person’s address be settled yet', async () => {
    const { entra, okta, ana, namesake } = await aPerson();
    await world.admin.post(`${pathOf(entra, ana.person)}/erase`, { confirm: 'zyxwvu@corp.example' });
    const [conflict] = (await world.admin.get(`/tenants/${okta.tenantId}/conflicts?state=open`)).body.items;
    expect(conflict).toMatchObject({ kind: 'email_taken', incoming: { scimUserId: namesake.id }, existing: {} });
    const path = `/tenants/${okta.tenantId}/conflicts/${conflict.id}/resolve`;
    expect((await world.admin.post(path, { resolution: 'link' })).status).toBe(409);
    expect((await world.admin.post(path, { resolution: 'keep_apart' })).status).toBe(200);
    expect((await world.admin.get(pathOf(okta, namesake.person))).body).toMatchObject({
      status: 'active',
      email: 'zyxwvu@corp.example',
    });
  });

  it('makes a newcomer of whoever is pushed again', async () => {
    const { entra, ana } = await aPerson();
    await world.admin.post(`${pathOf(entra, ana.person)}/erase`, { confirm: 'zyxwvu@corp.example' });
    const again = await push(entra, 'zyxwvu.ana', { externalId: objectId(1) });
    expect(again.id).not.toBe(ana.id);
    expect(again.person).not.toBe(ana.person);
    expect((await world.admin.get(pathOf(entra, again.person))).body).toMatchObject({ status: 'active' });
  });

  it('spares the one to whom a record was handed over', async () => {
    const entra = await world.connect();
    const leaver = await push(entra, 'zyxwvu', { externalId: objectId(1) });
    await entra.patch(`/Users/${leaver.id}`, [{ op: 'replace', path: 'active', value: false }]);
    await entra.patch(`/Users/${leaver.id}`, [
      { op: 'replace', path: 'externalId', value: objectId(2) },
      { op: 'replace', path: 'displayName', value: 'Newcomer' },
    ]);
    const newcomer = (await world.personOf(leaver.id)).id;
    expect(newcomer).not.toBe(leaver.person);
    expect((await world.admin.post(`${pathOf(entra, leaver.person)}/erase`, { confirm: leaver.person })).status).toBe(
      204,
    );
    const { items } = (await world.admin.get(`/tenants/${entra.tenantId}/audit-events?targetId=${leaver.id}`)).body;
    const told = items.map(({ type, target }: { type: string; target: { name?: string } }) => [
      type,
      target.name !== undefined,
    ]);
    expect(told).toEqual([
      ['scim_user_handed_over', true],
      ['scim_user_deactivated', false],
      ['scim_user_received', false],
    ]);
    expect((await entra.get(`/Users/${leaver.id}`)).status).toBe(200);
  });

  it.each([
    { name: 'another address', confirm: () => 'ben@corp.example' },
    { name: 'the id of somebody who has an address', confirm: (person: string) => person },
    { name: 'nothing', confirm: () => undefined },
  ])('is refused with $name', async ({ confirm }) => {
    const entra = await world.connect();
    const { person } = await push(entra, 'ana');
    expect(await world.admin.post(`${pathOf(entra, person)}/erase`, { confirm: confirm(person) })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/confirm' }] },
    });
    expect((await world.admin.get(pathOf(entra, person))).status).toBe(200);
  });

  it('is an owner’s decision, of their own tenant', async () => {
    const entra = await world.connect();
    const { person } = await push(entra, 'ana');
    const { body: key } = await world.admin.post('/keys', { name: 'admin', role: 'admin' });
    const confirm = 'ana@corp.example';
    expect((await world.admin.as(key.plaintext).post(`${pathOf(entra, person)}/erase`, { confirm })).status).toBe(403);
    const foreign = await world.connect();
    expect((await world.admin.post(`${pathOf(foreign, person)}/erase`, { confirm })).status).toBe(404);
    expect((await world.admin.get(pathOf(entra, person))).status).toBe(200);
  });

  it.each([1, 2])('races pushes of the same person, and nothing half is left (round %i)', async () => {
    const entra = await world.connect();
    const ana = await push(entra, 'ana', { externalId: objectId(1) });
    const pushes = Array.from({ length: 6 }, (_, n) =>
      n % 2 === 0
        ? entra.patch(`/Users/${ana.id}`, [{ op: 'replace', path: 'title', value: `T${n}` }])
        : entra.post('/Users', aUser('ana', { externalId: objectId(1) })),
    );
    const erased = world.admin.post(`${pathOf(entra, ana.person)}/erase`, { confirm: 'ana@corp.example' });
    const answers = await Promise.all([erased, ...pushes]);
    expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
    expect(answers[0]?.status).toBe(204);
    expect((await entra.get(`/Users/${ana.id}`)).status).toBe(404);
    expect((await world.admin.get(pathOf(entra, ana.person))).status).toBe(404);
  });
});
