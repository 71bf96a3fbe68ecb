import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aUser, ENT, objectId, type ScimClient, World } from '../support/scim-client.js';
import type { Answer, Api } from './api.js';

const NOBODY = '0198c2a4-7b1e-7c3d-9a55-3f6d2e1b4c0a';

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterAll(() => world.close());

/** The directory user of a received user. */
async function personOf(scimUserId: string): Promise<string> {
  return (await world.personOf(scimUserId)).id;
}

async function push(client: ScimClient, name: string, more: Record<string, unknown> = {}) {
  const answer = await client.post('/Users', aUser(name, more));
  expect(answer.status).toBe(201);
  return { id: answer.body.id as string, person: await personOf(answer.body.id) };
}

function usersOf(tenantId: string): string {
  return `/tenants/${tenantId}/users`;
}

async function make(tenantId: string, email: string, more: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await world.admin.post(usersOf(tenantId), { email, ...more });
  expect(status).toBe(201);
  return body.id;
}

function read(tenantId: string, id: string): Promise<Answer> {
  return world.admin.get(`${usersOf(tenantId)}/${id}`);
}

async function keyOf(role: string, tenantId?: string): Promise<Api> {
  const { body } = await world.admin.post('/keys', { name: role, role, ...(tenantId && { tenantId }) });
  return world.admin.as(body.plaintext);
}

async function typesOf(tenantId: string, targetId: string): Promise<string[]> {
  const { body } = await world.admin.get(`/tenants/${tenantId}/audit-events?targetId=${targetId}`);
  return body.items.map(({ type }: { type: string }) => type).toReversed();
}

describe('a person', () => {
  it('is shown with where each field comes from, and everything that was sent', async () => {
    const entra = await world.connect();
    const { id, person } = await push(entra, 'ana', {
      externalId: objectId(1),
      title: 'Lead',
      name: { givenName: 'Ana', familyName: 'Ruiz', honorificPrefix: 'Dr.' },
      phoneNumbers: [
        { type: 'work', value: '+1 555 0100' },
        { type: 'mobile', value: '+1 555 0101' },
      ],
      [ENT]: { department: 'Ops', organization: 'Corp' },
    });
    const { status, body } = await read(entra.tenantId, person);
    expect(status).toBe(200);
    const fromEntra = { provenance: 'identity_provider', identityProviderId: entra.id, updatedAt: expect.any(String) };
    expect(body).toEqual({
      id: person,
      email: 'ana@corp.example',
      status: 'active',
      statusReason: null,
      protected: false,
      attributes: {
        givenName: { value: 'Ana', ...fromEntra },
        familyName: { value: 'Ruiz', ...fromEntra },
        displayName: { value: 'ana', ...fromEntra },
        jobTitle: { value: 'Lead', ...fromEntra },
        department: { value: 'Ops', ...fromEntra },
      },
      missingAttributes: [],
      connections: [
        {
          identityProviderId: entra.id,
          scimUserId: id,
          externalId: objectId(1),
          userName: 'ana@corp.example',
          active: true,
          deleted: false,
          received: expect.any(Array),
          lastReceivedAt: expect.any(String),
        },
      ],
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    expect(body.connections[0].received).toEqual(
      expect.arrayContaining([
        { source: 'title', value: 'Lead', key: 'jobTitle', mirrored: true },
        { source: `${ENT}:department`, value: 'Ops', key: 'department', mirrored: true },
        { source: `${ENT}:organization`, value: 'Corp', key: 'organization', mirrored: false },
        { source: 'phoneNumbers[type eq "work"].value', value: '+1 555 0100', key: 'phoneWork', mirrored: false },
        { source: 'name.honorificPrefix', value: 'Dr.', mirrored: false },
        { source: 'emails[type eq "work"].value', value: 'ana@corp.example', mirrored: false },
        { source: 'emails[type eq "work"].primary', value: true, mirrored: false },
        { source: 'externalId', value: objectId(1), mirrored: false },
      ]),
    );
    expect(body.connections[0].received.filter(({ source }: { source: string }) => source === 'title')).toHaveLength(1);
  });

  it('lacks what the tenant requires and nobody has sent', async () => {
    const entra = await world.connect();
    await world.admin.send('PUT', `/tenants/${entra.tenantId}/attributes/department`, { required: true });
    const { person } = await push(entra, 'ana');
    expect((await read(entra.tenantId, person)).body.missingAttributes).toEqual(['department']);
    await world.admin.patch(`${usersOf(entra.tenantId)}/${person}`, { attributes: { department: 'Ops' } });
    expect((await read(entra.tenantId, person)).body.missingAttributes).toEqual([]);
  });

  it.each([
    { by: 'their id', managerOf: ({ id }: { id: string }) => id },
    { by: 'their lasting externalId, though they come later', managerOf: () => objectId(7) },
  ])('has a manager, known by $by, who is shown as the directory user', async ({ managerOf }) => {
    const entra = await world.connect();
    const early = await push(entra, 'boss');
    const manager = { [ENT]: { manager: { value: managerOf(early) } } };
    const { person } = await push(entra, 'ana', manager);
    const before = (await read(entra.tenantId, person)).body.attributes.manager;
    const late = await push(entra, 'chief', { externalId: objectId(7) });
    const after = (await read(entra.tenantId, person)).body.attributes.manager;
    const isEarly = managerOf(early) === early.id;
    expect(before).toMatchObject(
      isEarly ? { value: early.person, resolved: true } : { value: objectId(7), resolved: false },
    );
    expect(after).toMatchObject({ value: isEarly ? early.person : late.person, resolved: true });
  });

  it.each([
    { name: 'nobody’s id', of: () => NOBODY },
    { name: 'what is no id', of: () => 'ana' },
  ])('is not found under $name', async ({ of }) => {
    const tenant = await world.tenant();
    expect((await read(tenant, of())).status).toBe(404);
  });

  it('of another tenant is not there, whatever is asked', async () => {
    const entra = await world.connect();
    const { person } = await push(entra, 'ana');
    const foreign = await world.tenant();
    const path = `${usersOf(foreign)}/${person}`;
    const answers = await Promise.all([
      world.admin.get(path),
      world.admin.get(`${path}/explain`),
      world.admin.patch(path, { attributes: { jobTitle: 'x' } }),
      world.admin.post(`${path}/deactivate`),
      world.admin.post(`${path}/reactivate`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect((await read(entra.tenantId, person)).body).toMatchObject({ status: 'active' });
  });
});

describe('the list of people', () => {
  it.each([
    { name: 'an address in any case', query: () => 'email=BEN%40corp.example', finds: ['ben'] },
    { name: 'a status', query: () => 'status=deactivated', finds: ['cid', 'ela'] },
    { name: 'an identity provider', query: (okta: string) => `identityProviderId=${okta}`, finds: ['dan', 'ela'] },
    {
      name: 'one that has deleted somebody',
      query: (okta: string) => `identityProviderId=${okta}&status=active`,
      finds: ['dan'],
    },
    { name: 'both', query: (okta: string) => `identityProviderId=${okta}&status=deactivated`, finds: ['ela'] },
    { name: 'how an address begins', query: () => 'q=ben%40c', finds: ['ben'] },
    { name: 'how a userName begins', query: () => 'q=login-d', finds: ['dan'] },
    { name: 'how a given name begins, in any case', query: () => 'q=ÄNNE', finds: ['ana'] },
    { name: 'how a family name begins', query: () => 'q=rui', finds: ['ana'] },
    { name: 'how a display name begins', query: () => 'q=Cid%20the', finds: ['cid'] },
    {
      name: 'a beginning and an identity provider',
      query: (okta: string) => `q=e&identityProviderId=${okta}`,
      finds: ['ela'],
    },
    { name: 'a percent sign, which stands for itself', query: () => 'q=%25', finds: [] },
    { name: 'the middle of a name, which finds nobody', query: () => 'q=uiz', finds: [] },
    { name: 'nobody’s address', query: () => 'email=zoe%40corp.example', finds: [] },
    { name: 'nothing', query: () => '', finds: ['ana', 'ben', 'cid', 'dan', 'ela'] },
  ])('by $name', async ({ query, finds }) => {
    const { tenantId, okta } = await aDirectory();
    const { status, body } = await world.admin.get(`${usersOf(tenantId)}?${query(okta.id)}`);
    expect(status).toBe(200);
    const names = body.items.map(({ email }: { email: string }) => email.split('@')[0]);
    expect(names.toSorted()).toEqual(finds);
  });

  /** Five people of two connections; made once, since nothing here changes them. */
  const aDirectory = once(async () => {
    const tenantId = await world.tenant();
    const entra = await world.connect({}, tenantId);
    const okta = await world.connect({ kind: 'okta' }, tenantId);
    await push(entra, 'ana', { name: { givenName: 'Änne', familyName: 'Ruiz' } });
    await push(entra, 'ben');
    await push(entra, 'cid', { displayName: 'Cid the Great', active: false });
    await push(okta, 'dan', { userName: 'Login-Dan' });
    const ela = await push(okta, 'ela');
    await okta.delete(`/Users/${ela.id}`);
    return { tenantId, okta };
  });

  it.each([
    { name: 'a status that there is not', query: 'status=gone', parameter: 'status' },
    { name: 'what is no address', query: 'email=ana', parameter: 'email' },
    { name: 'what is no id', query: 'identityProviderId=entra', parameter: 'identityProviderId' },
    { name: 'an empty beginning', query: 'q=', parameter: 'q' },
    { name: 'a beginning with NUL', query: 'q=%00', parameter: 'q' },
    { name: 'a limit of 0', query: 'limit=0', parameter: 'limit' },
    { name: 'an unknown condition', query: 'name=ana', parameter: 'name' },
    { name: 'a tampered cursor', query: 'cursor=AAAAAAAAAAAAAAAAAAAAAAAA', parameter: 'cursor' },
  ])('refuses $name', async ({ query, parameter }) => {
    const tenant = await world.tenant();
    const { status, body } = await world.admin.get(`${usersOf(tenant)}?${query}`);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ parameter }]);
  });

  it('refuses the cursor of another list', async () => {
    const tenant = await world.tenant();
    for (const name of ['ana', 'ben']) await make(tenant, `${name}@corp.example`);
    const { nextCursor } = (await world.admin.get(`${usersOf(tenant)}?limit=1`)).body;
    expect((await world.admin.get(`${usersOf(tenant)}?limit=1&cursor=${nextCursor}`)).status).toBe(200);
    expect((await world.admin.get(`${usersOf(tenant)}?limit=1&status=active&cursor=${nextCursor}`)).status).toBe(400);
  });

  it.each(['', 'status=active&', 'q=p&'])(
    'gives each person once, newest first, while others come (%s)',
    async (query) => {
      const entra = await world.connect();
      const filter = `${query}identityProviderId=${entra.id}&`;
      for (let n = 0; n < 7; n += 1) await push(entra, `p${n}`);
      const seen: string[] = [];
      let cursor = '';
      do {
        const { body } = await world.admin.get(`${usersOf(entra.tenantId)}?${filter}limit=3${cursor}`);
        seen.push(...body.items.map(({ email }: { email: string }) => email));
        cursor = body.nextCursor && `&cursor=${body.nextCursor}`;
        await push(entra, `p-late-${seen.length}`);
      } while (cursor);
      expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `p${n}@corp.example`));
    },
  );

  it('of a tenant that there is not is not found', async () => {
    expect((await world.admin.get(usersOf(NOBODY))).status).toBe(404);
  });
});

describe('a person made by an administrator', () => {
  it('has the administrator’s values, and is found by the first push', async () => {
    const entra = await world.connect();
    const made = await world.admin.post(usersOf(entra.tenantId), {
      email: 'Ana@corp.example',
      attributes: { jobTitle: 'Lead', department: 'Ops' },
      protected: false,
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        email: 'Ana@corp.example',
        status: 'active',
        attributes: { jobTitle: { value: 'Lead', provenance: 'administrator' } },
        connections: [],
      },
    });
    const { person } = await push(entra, 'ana', { title: 'Head' });
    expect(person).toBe(made.body.id);
    expect((await read(entra.tenantId, person)).body.attributes).toMatchObject({
      jobTitle: { value: 'Head', provenance: 'identity_provider' },
      department: { value: 'Ops', provenance: 'administrator' },
    });
    expect(await typesOf(entra.tenantId, person)).toEqual(['directory_user_created']);
  });

  it('is refused an address that somebody has, in any case, also when both come at once', async () => {
    const tenant = await world.tenant();
    const answers = await Promise.all(
      ['ana@corp.example', 'ANA@corp.example', 'Ana@Corp.example'].map((email) =>
        world.admin.post(usersOf(tenant), { email }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.errors).toEqual([
      { pointer: '/email', detail: 'Somebody has this address.' },
    ]);
  });

  it.each<{ name: string; body: object; pointer: string }>([
    { name: 'no address', body: {}, pointer: '/email' },
    { name: 'what is no address', body: { email: 'ana' }, pointer: '/email' },
    { name: 'an unknown field', body: { email: 'a@b.example', role: 'x' }, pointer: '/role' },
    { name: 'a word as protection', body: { email: 'a@b.example', protected: 'yes' }, pointer: '/protected' },
    {
      name: 'a field that nobody knows',
      body: { email: 'a@b.example', attributes: { shoe: '41' } },
      pointer: '/attributes/shoe',
    },
    {
      name: 'a field that is not kept',
      body: { email: 'a@b.example', attributes: { city: 'Porto' } },
      pointer: '/attributes/city',
    },
    {
      name: 'a number as a title',
      body: { email: 'a@b.example', attributes: { jobTitle: 1 } },
      pointer: '/attributes/jobTitle',
    },
    {
      name: 'an object as a title',
      body: { email: 'a@b.example', attributes: { jobTitle: {} } },
      pointer: '/attributes/jobTitle',
    },
    {
      name: 'an empty title',
      body: { email: 'a@b.example', attributes: { jobTitle: '' } },
      pointer: '/attributes/jobTitle',
    },
    {
      name: 'a title of 257 characters',
      body: { email: 'a@b.example', attributes: { jobTitle: 'x'.repeat(257) } },
      pointer: '/attributes/jobTitle',
    },
    {
      name: 'a title with NUL',
      body: { email: 'a@b.example', attributes: { jobTitle: 'a\u0000' } },
      pointer: '/attributes/jobTitle',
    },
    {
      name: 'a manager who is no id',
      body: { email: 'a@b.example', attributes: { manager: 'ben' } },
      pointer: '/attributes/manager',
    },
    {
      name: 'a manager who is not here',
      body: { email: 'a@b.example', attributes: { manager: NOBODY } },
      pointer: '/attributes/manager',
    },
    { name: 'a list of fields', body: { email: 'a@b.example', attributes: [] }, pointer: '/attributes' },
    {
      name: 'what every object has',
      body: { email: 'a@b.example', attributes: { toString: 'x' } },
      pointer: '/attributes/toString',
    },
    {
      name: 'a name with a slash',
      body: { email: 'a@b.example', attributes: { 'a/b': 'x' } },
      pointer: '/attributes/a~1b',
    },
  ])('is refused with $name', async ({ body, pointer }) => {
    const tenant = await world.tenant();
    const answer = await world.admin.post(usersOf(tenant), body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
    expect((await world.admin.get(usersOf(tenant))).body.items).toEqual([]);
  });

  it('may be protected by an owner alone', async () => {
    const tenant = await world.tenant();
    const admin = await keyOf('admin');
    const body = { email: 'ana@corp.example', protected: true };
    expect(await admin.post(usersOf(tenant), body)).toMatchObject({
      status: 403,
      body: { errors: [{ pointer: '/protected' }] },
    });
    expect((await world.admin.post(usersOf(tenant), body)).body).toMatchObject({ protected: true });
  });
});

describe('an administrator’s own values', () => {
  it('stand until the next push where identity providers have the last word', async () => {
    const entra = await world.connect();
    const { id, person } = await push(entra, 'ana', { title: 'Lead' });
    const path = `${usersOf(entra.tenantId)}/${person}`;
    const set = await world.admin.patch(path, { attributes: { jobTitle: 'Boss', department: 'Ops' } });
    expect(set.body.attributes).toMatchObject({ jobTitle: { value: 'Boss', provenance: 'administrator' } });
    await entra.patch(`/Users/${id}`, [{ op: 'replace', path: 'displayName', value: 'Ana' }]);
    expect((await read(entra.tenantId, person)).body.attributes).toMatchObject({
      jobTitle: { value: 'Lead', provenance: 'identity_provider' },
      department: { value: 'Ops', provenance: 'administrator' },
    });
  });

  it('stay where administrators have it, and null lets in what was received', async () => {
    const entra = await world.connect();
    await world.admin.send('PUT', `/tenants/${entra.tenantId}/attributes/jobTitle`, { authority: 'administrator' });
    const { id, person } = await push(entra, 'ana', { title: 'Lead' });
    const path = `${usersOf(entra.tenantId)}/${person}`;
    await world.admin.patch(path, { attributes: { jobTitle: 'Boss' } });
    await entra.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: 'Head' }]);
    expect((await read(entra.tenantId, person)).body.attributes.jobTitle).toMatchObject({ value: 'Boss' });
    const cleared = await world.admin.patch(path, { attributes: { jobTitle: null } });
    expect(cleared.body.attributes.jobTitle).toMatchObject({ value: 'Head', provenance: 'identity_provider' });
  });

  it('that change nothing leave no trace', async () => {
    const entra = await world.connect();
    const { person } = await push(entra, 'ana', { title: 'Lead' });
    const path = `${usersOf(entra.tenantId)}/${person}`;
    const set = await world.admin.patch(path, { attributes: { department: 'Ops' } });
    for (const attributes of [{ department: 'Ops' }, { jobTitle: null }, { manager: null }, {}]) {
      expect((await world.admin.patch(path, { attributes })).body).toEqual(set.body);
    }
    expect(await typesOf(entra.tenantId, person)).toEqual(['directory_user_updated']);
  });

  it('name a manager, who is somebody else of the tenant', async () => {
    const tenant = await world.tenant();
    const [ana, boss] = [await make(tenant, 'ana@corp.example'), await make(tenant, 'boss@corp.example')];
    const path = `${usersOf(tenant)}/${ana}`;
    const set = await world.admin.patch(path, { attributes: { manager: boss } });
    expect(set.body.attributes.manager).toMatchObject({ value: boss, provenance: 'administrator', resolved: true });
    const foreign = await make(await world.tenant(), 'eve@corp.example');
    for (const manager of [ana, foreign]) {
      expect(await world.admin.patch(path, { attributes: { manager } })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/attributes/manager' }] },
      });
    }
  });

  it('of two administrators at once are both there', async () => {
    const tenant = await world.tenant();
    const ana = await make(tenant, 'ana@corp.example');
    const keys = ['givenName', 'familyName', 'displayName', 'jobTitle', 'department', 'employeeId'];
    const answers = await Promise.all(
      keys.map((key) => world.admin.patch(`${usersOf(tenant)}/${ana}`, { attributes: { [key]: key } })),
    );
    expect(answers.map(({ status }) => status)).toEqual(keys.map(() => 200));
    expect(Object.keys((await read(tenant, ana)).body.attributes).toSorted()).toEqual(keys.toSorted());
  });

  it('are not an auditor’s to set', async () => {
    const tenant = await world.tenant();
    const ana = await make(tenant, 'ana@corp.example');
    const auditor = await keyOf('auditor');
    expect((await auditor.get(`${usersOf(tenant)}/${ana}`)).status).toBe(200);
    expect((await auditor.patch(`${usersOf(tenant)}/${ana}`, { attributes: {} })).status).toBe(403);
    expect((await auditor.post(`${usersOf(tenant)}/${ana}/deactivate`)).status).toBe(403);
    expect((await auditor.post(usersOf(tenant), { email: 'ben@corp.example' })).status).toBe(403);
  });
});

describe('a deactivation by an administrator', () => {
  it('outranks every push until it is taken back', async () => {
    const entra = await world.connect();
    const { id, person } = await push(entra, 'ana', { externalId: objectId(1) });
    const path = `${usersOf(entra.tenantId)}/${person}`;
    expect((await world.admin.post(`${path}/deactivate`)).body).toMatchObject({
      status: 'deactivated',
      deactivatedBy: 'administrator',
      statusReason: 'An administrator deactivated the person; no identity provider lifts that.',
    });
    for (const value of [false, true]) await entra.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value }]);
    await entra.delete(`/Users/${id}`);
    await push(entra, 'ana', { externalId: objectId(1) });
    expect((await read(entra.tenantId, person)).body).toMatchObject({ deactivatedBy: 'administrator' });
    expect((await world.admin.post(`${path}/reactivate`)).body).toMatchObject({ status: 'active', statusReason: null });
    const types = await typesOf(entra.tenantId, person);
    expect(types).toEqual(['directory_user_deactivated', 'directory_user_reactivated']);
  });

  it('once more is no error, and leaves no trace', async () => {
    const tenant = await world.tenant();
    const ana = await make(tenant, 'ana@corp.example');
    const path = `${usersOf(tenant)}/${ana}`;
    for (const act of ['reactivate', 'deactivate', 'deactivate', 'reactivate', 'reactivate']) {
      expect((await world.admin.post(`${path}/${act}`)).status).toBe(200);
    }
    expect(await typesOf(tenant, ana)).toEqual([
      'directory_user_created',
      'directory_user_deactivated',
      'directory_user_reactivated',
    ]);
  });

  it('taken back, leaves whatever else keeps the person out, and says so', async () => {
    const entra = await world.connect();
    const { id, person } = await push(entra, 'ana');
    const path = `${usersOf(entra.tenantId)}/${person}`;
    await world.admin.post(`${path}/deactivate`);
    await entra.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: false }]);
    expect((await world.admin.post(`${path}/reactivate`)).body).toMatchObject({
      status: 'deactivated',
      deactivatedBy: 'identity_provider',
      statusReason: 'The identity provider "entra" leads for the person, and says that they are not active.',
    });
    const [last] = (await world.admin.get(`/tenants/${entra.tenantId}/audit-events?targetId=${person}`)).body.items;
    expect(last).toMatchObject({ type: 'directory_user_reactivated', warnings: [expect.stringContaining('"entra"')] });
    await entra.delete(`/Users/${id}`);
    expect((await read(entra.tenantId, person)).body.statusReason).toBe('Whoever knew the person has deleted them.');
  });

  it.each([1, 2, 3])('races a push, and neither is lost (round %i)', async () => {
    const entra = await world.connect();
    const { id, person } = await push(entra, 'ana', { active: false });
    const path = `${usersOf(entra.tenantId)}/${person}`;
    const flips = Array.from({ length: 6 }, (_, n) =>
      entra.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: n % 2 === 0 }]),
    );
    const acts = ['deactivate', 'reactivate', 'deactivate'].map((act) => world.admin.post(`${path}/${act}`));
    const answers = await Promise.all([...flips, ...acts]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    await world.admin.post(`${path}/reactivate`);
    const active = (await entra.get(`/Users/${id}`)).body.active;
    expect((await read(entra.tenantId, person)).body.status).toBe(active ? 'active' : 'deactivated');
    await world.admin.post(`${path}/deactivate`);
    expect((await read(entra.tenantId, person)).body).toMatchObject({ deactivatedBy: 'administrator' });
  });

  it('keeps a held person out, and taken back leaves them held', async () => {
    const tenant = await world.tenant();
    const entra = await world.connect({}, tenant);
    const okta = await world.connect({ kind: 'okta' }, tenant);
    await push(entra, 'ana');
    const { person } = await push(okta, 'ana');
    const path = `${usersOf(tenant)}/${person}`;
    expect((await world.admin.post(`${path}/deactivate`)).body).toMatchObject({ status: 'deactivated' });
    expect((await world.admin.post(`${path}/reactivate`)).body).toMatchObject({
      status: 'held',
      statusReason: expect.stringContaining('conflict'),
    });
  });
});

describe('a protected person', () => {
  it('is not deactivated by SCIM, and is once nobody protects them', async () => {
    const entra = await world.connect();
    const { id, person } = await push(entra, 'ana');
    const path = `${usersOf(entra.tenantId)}/${person}`;
    expect((await world.admin.patch(path, { protected: true })).body).toMatchObject({ protected: true });
    await entra.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: false }]);
    expect((await read(entra.tenantId, person)).body).toMatchObject({ status: 'active' });
    expect(await world.conflicts(entra)).toMatchObject([{ kind: 'protected_leaver', state: 'open' }]);
    expect((await world.admin.patch(path, { protected: false })).body).toMatchObject({
      status: 'deactivated',
      deactivatedBy: 'identity_provider',
    });
    expect(await world.conflicts(entra)).toMatchObject([{ kind: 'protected_leaver', state: 'closed' }]);
    expect(await typesOf(entra.tenantId, person)).toEqual([
      'directory_user_updated',
      'directory_user_deactivated',
      'directory_user_updated',
    ]);
  });

  it('keeps their address, whatever is pushed', async () => {
    const entra = await world.connect();
    const { id, person } = await push(entra, 'ana');
    await world.admin.patch(`${usersOf(entra.tenantId)}/${person}`, { protected: true });
    await entra.patch(`/Users/${id}`, [
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'eve@corp.example' },
    ]);
    expect((await read(entra.tenantId, person)).body).toMatchObject({ email: 'ana@corp.example' });
  });

  it('is an owner’s to protect', async () => {
    const entra = await world.connect();
    const { person } = await push(entra, 'ana');
    const admin = await keyOf('admin');
    const path = `${usersOf(entra.tenantId)}/${person}`;
    expect(await admin.patch(path, { protected: true, attributes: { jobTitle: 'x' } })).toMatchObject({
      status: 403,
      body: { errors: [{ pointer: '/protected' }] },
    });
    expect((await read(entra.tenantId, person)).body).toMatchObject({
      protected: false,
      attributes: { displayName: {} },
    });
    expect((await admin.patch(path, { attributes: { jobTitle: 'x' } })).status).toBe(200);
  });
});

describe('why', () => {
  async function explain(tenantId: string, id: string) {
    const { status, body } = await world.admin.get(`${usersOf(tenantId)}/${id}/explain`);
    expect(status).toBe(200);
    return body;
  }

  it('says who set what, by which event', async () => {
    const entra = await world.connect();
    const { id, person } = await push(entra, 'ana', { title: 'Lead' });
    await entra.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: 'Head' }]);
    await world.admin.patch(`${usersOf(entra.tenantId)}/${person}`, { attributes: { department: 'Ops' } });
    const why = await explain(entra.tenantId, person);
    expect(why.attributes.jobTitle).toMatchObject({
      value: 'Head',
      setBy: 'identity_provider',
      identityProviderId: entra.id,
      because: 'It is mirrored from what the identity provider "entra" sent.',
      event: { type: 'scim_user_updated', identityProviderId: entra.id, actor: { kind: 'token', name: 'test' } },
      prevents: [],
    });
    expect(why.attributes.department).toMatchObject({
      value: 'Ops',
      setBy: 'administrator',
      event: { type: 'directory_user_updated', actor: { kind: 'admin_key' } },
    });
    expect(why.attributes.familyName).toMatchObject({ value: null, setBy: null, event: null });
    expect(why.email).toMatchObject({
      value: 'ana@corp.example',
      identityProviderId: entra.id,
      event: { type: 'scim_user_received' },
      prevents: [],
    });
    expect(why.status).toMatchObject({
      value: 'active',
      setBy: 'identity_provider',
      event: { type: 'scim_user_received' },
      holds: [],
      prevents: [],
    });
    expect(why.conflicts).toEqual([]);
  });

  it('says what keeps somebody out, and what stands in the way', async () => {
    const entra = await world.connect();
    const { id, person } = await push(entra, 'ana');
    const path = `${usersOf(entra.tenantId)}/${person}`;
    await entra.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: false }]);
    expect((await explain(entra.tenantId, person)).status).toMatchObject({
      setBy: 'identity_provider',
      identityProviderId: entra.id,
      event: { type: 'scim_user_deactivated' },
      holds: [{ kind: 'identity_provider', identityProviderId: entra.id }],
    });
    await world.admin.post(`${path}/deactivate`);
    expect((await explain(entra.tenantId, person)).status).toMatchObject({
      setBy: 'administrator',
      event: { type: 'directory_user_deactivated', actor: { kind: 'admin_key' } },
      holds: [{ kind: 'administrator' }, { kind: 'identity_provider' }],
      prevents: ['active: true of an identity provider does not lift an administrator’s word.'],
    });
    expect((await explain(entra.tenantId, person)).summary).toMatch(
      new RegExp(
        '^ana@corp.example is deactivated. An administrator deactivated the person; .* says that they are not active. ' +
          'Told by the event directory_user_deactivated .* of the admin key ".+" at 20.+Z. ' +
          'To let the person in, each of these is needed: An administrator lifts it: .* "entra" has to send active: true: .*$',
      ),
    );
    await world.admin.patch(path, { protected: true });
    const why = await explain(entra.tenantId, person);
    expect(why.status.prevents).toContain('active: false of an identity provider is ignored: the person is protected.');
    expect(why.email.prevents).toEqual(['No identity provider changes the address: the person is protected.']);
  });

  it('names the conflict that holds somebody', async () => {
    const tenant = await world.tenant();
    const entra = await world.connect({}, tenant);
    const okta = await world.connect({ kind: 'okta' }, tenant);
    await push(entra, 'ana');
    const { person } = await push(okta, 'ana');
    const why = await explain(tenant, person);
    expect(why.status).toMatchObject({ value: 'held', setBy: 'conflict', holds: [{ kind: 'conflict' }] });
    expect(why.conflicts).toMatchObject([{ kind: 'email_taken', attribute: 'emails' }]);
    expect(why.email).toMatchObject({
      value: null,
      prevents: [`The conflict ${why.conflicts[0].id} about the address is open.`],
    });
  });

  it('says why what was sent does not stand in a field', async () => {
    const entra = await world.connect();
    const path = `/tenants/${entra.tenantId}/attributes`;
    await world.admin.send('PUT', `${path}/department`, { authority: 'administrator' });
    const { person } = await push(entra, 'ana', {
      title: 'x'.repeat(300),
      name: { familyName: 'Ruiz' },
      [ENT]: { department: 'Ops', employeeNumber: '7' },
    });
    await world.admin.send('PUT', `${path}/familyName`, { mirror: false });
    await world.admin.patch(`${usersOf(entra.tenantId)}/${person}`, {
      attributes: { department: 'Legal', employeeId: '8', familyName: 'Diaz' },
    });
    const { attributes } = await explain(entra.tenantId, person);
    expect(attributes.jobTitle.prevents).toEqual([expect.stringContaining('longer than 256 characters')]);
    expect(attributes.department.prevents).toEqual([
      '"entra" sends another value: an administrator’s value stays until an administrator clears it.',
    ]);
    expect(attributes.employeeId.prevents).toEqual([expect.stringContaining('the next change that it pushes')]);
    expect(attributes.familyName.prevents).toEqual([expect.stringContaining('not mirrored')]);
  });

  it('names the change of one identity provider that let the value of another in', async () => {
    const tenant = await world.tenant();
    const entra = await world.connect({}, tenant);
    const okta = await world.connect({ kind: 'okta' }, tenant);
    const until = new Date(Date.now() + 86_400_000).toISOString();
    await world.admin.patch(`/tenants/${tenant}/identity-providers/${okta.id}`, {
      trustEmail: { domains: ['corp.example'], until },
    });
    const { id, person } = await push(entra, 'ana', { title: 'Lead' });
    await push(okta, 'ana', { title: 'Chef' });
    await entra.patch(`/Users/${id}`, [{ op: 'remove', path: 'title' }]);
    const { summary, attributes } = await explain(tenant, person);
    expect(summary).toMatch(/^ana@corp\.example is active\. The identity provider "entra" leads for the person, /);
    expect(attributes.jobTitle).toMatchObject({
      value: 'Chef',
      identityProviderId: okta.id,
      event: { type: 'scim_user_updated', identityProviderId: entra.id },
    });
  });

  it('names the backfill that filled a field for everybody', async () => {
    const entra = await world.connect();
    const { person } = await push(entra, 'ana', { [ENT]: { organization: 'Corp' } });
    const path = `/tenants/${entra.tenantId}/attributes/organization`;
    await world.admin.send('PUT', path, { enabled: true, mirror: true });
    expect((await explain(entra.tenantId, person)).attributes.organization).toMatchObject({
      value: null,
      prevents: [expect.stringContaining('a backfill takes it')],
    });
    expect((await world.admin.post(`${path}/backfill`)).status).toBe(200);
    expect((await explain(entra.tenantId, person)).attributes.organization).toMatchObject({
      value: 'Corp',
      event: { type: 'attribute_backfilled' },
      prevents: [],
    });
  });
});

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
