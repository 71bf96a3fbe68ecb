import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aUser, type ConnectionSettings, objectId, type ScimClient, World } from '../support/scim-client.js';

/** Leavers, newcomers and names that come back: what a directory does in years, and how one person could end up with another's access. */

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterAll(() => world.close());

async function create(client: ScimClient, name: string, more: Record<string, unknown> = {}): Promise<string> {
  const answer = await client.post('/Users', aUser(name, more));
  expect(answer.status).toBe(201);
  return answer.body.id;
}

const active = (client: ScimClient, id: string, value: boolean) =>
  client.patch(`/Users/${id}`, [{ op: 'Replace', path: 'active', value: value ? 'True' : 'False' }]);
const membersOf = async (client: ScimClient, group: string): Promise<readonly string[]> =>
  ((await client.get(`/Groups/${group}`)).body.members ?? []).map(({ value }: { value: string }) => value);
const groupOf = async (client: ScimClient, ...members: readonly string[]): Promise<string> =>
  (await client.post('/Groups', { displayName: 'Finance', members: members.map((value) => ({ value })) })).body.id;

/** Who left: a person, their record, and the group that gave them access. */
async function leaver(client: ScimClient, externalId?: string) {
  const id = await create(client, 'jdoe', { title: 'Director', ...(externalId !== undefined && { externalId }) });
  return { id, person: (await world.personOf(id)).id, group: await groupOf(client, id) };
}

describe('a recycled name', () => {
  it.each<readonly [string, (client: ScimClient, id: string) => Promise<unknown>]>([
    ['was deleted', (client, id) => client.delete(`/Users/${id}`)],
    ['was disabled', (client, id) => active(client, id, false)],
  ])('of somebody who %s makes somebody new, without their groups, values and history', async (_, leave) => {
    const entra = await world.connect();
    const old = await leaver(entra, objectId(1));
    await leave(entra, old.id);
    const id = await create(entra, 'jdoe', { externalId: objectId(2) });
    expect(id).not.toBe(old.id);
    expect(await world.personOf(id)).toMatchObject({ status: 'active', email: 'jdoe@corp.example' });
    expect((await world.personOf(id)).id).not.toBe(old.person);
    expect((await world.personOf(id)).attributes).not.toHaveProperty('jobTitle');
    expect(await membersOf(entra, old.group)).not.toContain(id);
    expect(await world.person(old.person)).toMatchObject({ status: 'deactivated', email: null });
  });

  it('of somebody who is still there is refused, and both are told to the administrator', async () => {
    const entra = await world.connect();
    const old = await leaver(entra, objectId(1));
    expect((await entra.post('/Users', aUser('jdoe', { externalId: objectId(2) }))).status).toBe(409);
    expect(await world.conflicts(entra)).toMatchObject([{ kind: 'userName', state: 'open' }]);
    expect(await world.person(old.person)).toMatchObject({ status: 'active' });
  });
});

describe('a recycled nickname, where the key is one', () => {
  it('brings nobody back: the leaver’s record and groups stay the leaver’s', async () => {
    const entra = await world.connect();
    const old = await leaver(entra, 'jdoe');
    await entra.delete(`/Users/${old.id}`);
    const id = await create(entra, 'jdoe2', { externalId: 'jdoe' });
    expect(id).not.toBe(old.id);
    expect((await world.personOf(id)).id).not.toBe(old.person);
    expect(await membersOf(entra, old.group)).toEqual([]);
  });

  it('of somebody who is still there is refused', async () => {
    const entra = await world.connect();
    await leaver(entra, 'jdoe');
    expect((await entra.post('/Users', aUser('jdoe2', { externalId: 'jdoe' }))).status).toBe(409);
  });
});

describe('a constant externalId: a mapping that sends one value for everybody', () => {
  it.each<readonly [string, ConnectionSettings, string]>([
    ['a word', {}, 'constant'],
    ['a key that looks lasting', {}, objectId(7)],
    ['a key that is said to be lasting', { externalIdIsLasting: true }, 'constant'],
  ])('%s: folds no company into one person', async (_, settings, externalId) => {
    const entra = await world.connect(settings);
    const answers = [];
    for (let n = 0; n < 20; n += 1) answers.push(await entra.post('/Users', aUser(`person${n}`, { externalId })));
    const made = answers.filter(({ status }) => status === 201).length;
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    // One who came, and at most one who was taken for their new name.
    expect(made).toBeLessThanOrEqual(2);
    expect((await entra.get('/Users?count=0')).body.totalResults).toBe(1);
    expect((await world.conflicts(entra)).some(({ kind }) => kind === 'externalId')).toBe(true);
  });
});

describe('a hand-over by PATCH: a newcomer matched to a leaver’s record', () => {
  it('ends the memberships, and gives the record another person', async () => {
    const entra = await world.connect();
    const old = await leaver(entra, objectId(1));
    await active(entra, old.id, false);
    const handed = await entra.patch(`/Users/${old.id}`, [
      { op: 'Replace', path: 'externalId', value: objectId(2) },
      { op: 'Replace', path: 'active', value: 'True' },
    ]);
    expect(handed.status).toBe(200);
    expect((await world.personOf(old.id)).id).not.toBe(old.person);
    expect(await membersOf(entra, old.group)).toEqual([]);
    expect(await world.person(old.person)).toMatchObject({ status: 'deactivated', email: null });
  });

  it('a first key is none: the person stays', async () => {
    const entra = await world.connect();
    const old = await leaver(entra);
    await entra.patch(`/Users/${old.id}`, [{ op: 'Add', path: 'externalId', value: objectId(2) }]);
    expect((await world.personOf(old.id)).id).toBe(old.person);
    expect(await membersOf(entra, old.group)).toEqual([old.id]);
  });
});

describe('a reserved domain', () => {
  it('gives no address to another connection by POST, PUT, PATCH or revival', async () => {
    const tenant = await world.tenant();
    await world.connect({ domains: ['corp.example'] }, tenant);
    const other = await world.connect({ kind: 'okta' }, tenant);
    const id = await create(other, 'a', {
      externalId: objectId(1),
      emails: [{ type: 'work', value: 'a@else.example' }],
    });
    const expectNone = async () => expect((await world.personOf(id)).email ?? '').not.toContain('corp.example');
    await other.put(`/Users/${id}`, aUser('ceo', { externalId: objectId(1) }));
    await expectNone();
    await other.patch(`/Users/${id}`, [
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'ceo@corp.example' },
    ]);
    await expectNone();
    await other.delete(`/Users/${id}`);
    await create(other, 'ceo', { externalId: objectId(1) });
    await expectNone();
    expect(await world.personOf(id)).toMatchObject({ status: 'held' });
  });
});

describe('a reserved domain with letters that are not ASCII', () => {
  it.each([
    ['bücher.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'bücher.example'],
    ['xn--bcher-kva.example', 'BU\u0308CHER.Example.'],
  ])('%s is reserved in its other spelling too: %s', async (reserved, written) => {
    const tenant = await world.tenant();
    const owner = await world.connect({ domains: [reserved] }, tenant);
    const other = await world.connect({ kind: 'okta' }, tenant);
    const theirs = await create(other, 'theirs', { emails: [{ type: 'work', value: `ceo@${written}` }] });
    expect(await world.personOf(theirs)).toMatchObject({ email: null, status: 'held' });
    const own = await create(owner, 'own', { emails: [{ type: 'work', value: `own@${written}` }] });
    expect(await world.personOf(own)).toMatchObject({ status: 'active', email: `own@${written}` });
  });

  it('is not reserved a second time in its other spelling', async () => {
    const tenant = await world.tenant();
    await world.connect({ domains: ['bücher.example'] }, tenant);
    const { id } = await world.connect({}, tenant);
    const path = `/tenants/${tenant}/identity-providers/${id}`;
    expect((await world.admin.patch(path, { domains: ['xn--bcher-kva.example'] })).status).toBe(409);
    expect((await world.admin.patch(path, { domains: ['buecher.example'] })).status).toBe(200);
  });
});

describe('a shared mailbox', () => {
  it('makes no two people one: the second stays without address, active, and is told of', async () => {
    const entra = await world.connect();
    const desk = { emails: [{ type: 'work', value: 'desk@corp.example', primary: true }] };
    const [first, second] = [await create(entra, 'one', desk), await create(entra, 'two', desk)];
    expect(await world.personOf(first)).toMatchObject({ email: 'desk@corp.example', status: 'active' });
    expect(await world.personOf(second)).toMatchObject({ email: null, status: 'active' });
    expect(await world.conflicts(entra)).toMatchObject([{ kind: 'email', state: 'open' }]);
  });
});

describe('a protected person', () => {
  it('outlives active: false, DELETE, another address and a hand-over', async () => {
    const entra = await world.connect();
    const id = await create(entra, 'breakglass', { externalId: objectId(1) });
    const person = await world.personOf(id);
    await world.admin.patch(`/tenants/${entra.tenantId}/users/${person.id}`, { protected: true });
    const expectKept = async () =>
      expect(await world.person(person.id)).toMatchObject({ status: 'active', email: 'breakglass@corp.example' });
    await active(entra, id, false);
    await expectKept();
    await entra.patch(`/Users/${id}`, [
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'x@corp.example' },
    ]);
    await expectKept();
    await entra.patch(`/Users/${id}`, [{ op: 'Replace', path: 'externalId', value: objectId(2) }]);
    await expectKept();
    await entra.delete(`/Users/${id}`);
    await expectKept();
  });
});

describe('an administrator’s hold', () => {
  it('is lifted by nothing that SCIM does: PATCH, PUT, DELETE and revival, merge', async () => {
    const entra = await world.connect();
    const id = await create(entra, 'suspended', { externalId: objectId(1) });
    const person = (await world.personOf(id)).id;
    const path = `/tenants/${entra.tenantId}/users/${person}`;
    await world.admin.post(`${path}/deactivate`);
    const expectHeld = async () => expect((await world.person(person)).status).toBe('deactivated');
    await active(entra, id, true);
    await expectHeld();
    await entra.put(`/Users/${id}`, aUser('suspended', { externalId: objectId(1), active: true }));
    await expectHeld();
    await entra.delete(`/Users/${id}`);
    expect(await create(entra, 'suspended', { externalId: objectId(1) })).toBe(id);
    await expectHeld();
    await create(entra, 'renamed', { externalId: objectId(1) });
    await expectHeld();
    expect((await world.admin.post(`${path}/reactivate`)).body.status).toBe('active');
  });
});

describe('a pending member', () => {
  it('whom a nickname names is not whoever takes that nickname', async () => {
    const entra = await world.connect();
    const group = await groupOf(entra, 'jdoe');
    const id = await create(entra, 'jdoe', { externalId: 'jdoe' });
    expect(await membersOf(entra, group)).toEqual([]);
    expect((await entra.get(`/Users/${id}`)).body.groups).toBeUndefined();
  });

  it('whom a nickname names that somebody has already is not them, and the group is changed all the same', async () => {
    const entra = await world.connect();
    await create(entra, 'jdoe', { externalId: 'jdoe' });
    const group = await groupOf(entra, 'jdoe');
    expect(await membersOf(entra, group)).toEqual([]);
    const join = [{ op: 'Add', path: 'members', value: [{ value: 'jdoe' }] }];
    expect((await entra.patch(`/Groups/${group}`, join)).status).toBe(204);
    expect((await entra.put(`/Groups/${group}`, { displayName: 'Finance', members: [{ value: 'jdoe' }] })).status).toBe(
      200,
    );
    expect(await membersOf(entra, group)).toEqual([]);
  });

  it('whom a lasting key names is', async () => {
    const entra = await world.connect();
    const group = await groupOf(entra, objectId(1));
    const id = await create(entra, 'jdoe', { externalId: objectId(1) });
    expect(await membersOf(entra, group)).toEqual([id]);
  });

  it('who was taken out before they came stays out', async () => {
    const entra = await world.connect();
    const group = await groupOf(entra, objectId(1));
    await entra.patch(`/Groups/${group}`, [{ op: 'Remove', path: 'members', value: [{ value: objectId(1) }] }]);
    await create(entra, 'jdoe', { externalId: objectId(1) });
    expect(await membersOf(entra, group)).toEqual([]);
  });
});

describe('a deactivation beside an operation that fails', () => {
  it.each<readonly [string, { op: string; path: string; value?: unknown }]>([
    ['a name that is taken', { op: 'Replace', path: 'userName', value: 'taken@corp.example' }],
    ['a value of the wrong type', { op: 'Replace', path: 'name', value: 'text' }],
    ['a path that is none', { op: 'Replace', path: 'emails[type eq', value: 'x' }],
    ['an attribute that is none', { op: 'Replace', path: 'nobody', value: 'x' }],
    ['an attribute that cannot be written', { op: 'Replace', path: 'groups', value: [] }],
  ])('%s: happens all the same', async (_, operation) => {
    const entra = await world.connect();
    await create(entra, 'taken', { externalId: objectId(1) });
    const id = await create(entra, 'leaver', { externalId: objectId(2) });
    const disable = { op: 'Replace', path: 'active', value: 'False' };
    for (const operations of [
      [operation, disable],
      [disable, operation],
    ]) {
      await active(entra, id, true);
      expect((await entra.patch(`/Users/${id}`, operations)).status).toBe(200);
      expect(await world.personOf(id)).toMatchObject({ status: 'deactivated' });
    }
  });
});

describe('two connections that disagree about one person', () => {
  async function linkedTwice() {
    const tenant = await world.tenant();
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const leading = await world.connect({}, tenant);
    const other = await world.connect({ kind: 'okta', trustEmail: { domains: ['corp.example'], until } }, tenant);
    const mine = await create(leading, 'ana');
    const theirs = await create(other, 'ana');
    return { leading, other, mine, theirs, person: (await world.personOf(mine)).id };
  }

  it('the leading one decides, and the other neither lets in nor keeps out', async () => {
    const { leading, other, mine, theirs, person } = await linkedTwice();
    expect((await world.personOf(theirs)).id).toBe(person);
    await active(other, theirs, false);
    expect((await world.person(person)).status).toBe('active');
    await active(leading, mine, false);
    await active(other, theirs, true);
    expect((await world.person(person)).status).toBe('deactivated');
  });

  it('when the leading one has gone, the other decides', async () => {
    const { leading, other, mine, theirs, person } = await linkedTwice();
    await leading.delete(`/Users/${mine}`);
    await active(other, theirs, false);
    expect((await world.person(person)).status).toBe('deactivated');
    await active(other, theirs, true);
    expect((await world.person(person)).status).toBe('active');
  });
});
