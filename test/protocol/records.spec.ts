import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aUser, type ConnectionSettings, objectId, type ScimClient, World } from '../support/scim-client.js';

/** Which record a push is, and who may have which address: the main rows over HTTP. */

const DAY_MS = 24 * 60 * 60 * 1000;

let world: World;
let now = new Date('2026-03-01T08:00:00Z');

beforeAll(async () => {
  world = await World.start({ clock: () => now });
});

afterAll(() => world.close());

async function create(client: ScimClient, name: string, more: Record<string, unknown> = {}) {
  const answer = await client.post('/Users', aUser(name, more));
  expect(answer.status).toBe(201);
  return answer.body;
}

const disable = (client: ScimClient, id: string) =>
  client.patch(`/Users/${id}`, [{ op: 'Replace', path: 'active', value: 'False' }]);
const enable = (client: ScimClient, id: string) =>
  client.patch(`/Users/${id}`, [{ op: 'Replace', path: 'active', value: 'True' }]);

describe('POST of a userName that is taken', () => {
  it('is a conflict with both parties where the keys differ, counted up when it is tried again', async () => {
    const entra = await world.connect();
    const holder = await create(entra, 'ana', { externalId: objectId(1) });
    for (const userName of ['ana@corp.example', 'ANA@corp.example'])
      expect(await entra.post('/Users', aUser('ana', { userName, externalId: objectId(2) }))).toMatchObject({
        status: 409,
        body: { scimType: 'uniqueness' },
      });
    expect(await world.conflicts(entra)).toMatchObject([
      {
        kind: 'userName',
        state: 'open',
        occurrences: 2,
        incoming: { externalId: objectId(2) },
        existing: { scimUserId: holder.id, externalId: objectId(1) },
      },
    ]);
  });

  it('is a plain 409 for the very same pair: a create that was sent again', async () => {
    const entra = await world.connect();
    await create(entra, 'ana', { externalId: objectId(1) });
    expect((await entra.post('/Users', aUser('ana', { externalId: objectId(1) }))).status).toBe(409);
    expect(await world.conflicts(entra)).toEqual([]);
  });

  it('closes the conflict when its cause is gone', async () => {
    const entra = await world.connect();
    const { id } = await create(entra, 'ana', { externalId: objectId(1) });
    await entra.post('/Users', aUser('ana', { externalId: objectId(2) }));
    await entra.patch(`/Users/${id}`, [{ op: 'Replace', path: 'userName', value: 'ana.old@corp.example' }]);
    expect(await world.conflicts(entra)).toMatchObject([{ state: 'closed' }]);
    expect((await world.events(entra)).map(({ type }) => type)).toContain('scim_conflict_closed');
  });

  it('retires an inactive leaver with another lasting key, who keeps who they were', async () => {
    const entra = await world.connect();
    const leaver = await create(entra, 'ana', { externalId: objectId(1) });
    const old = await world.personOf(leaver.id);
    await disable(entra, leaver.id);
    const newcomer = await create(entra, 'ana', { externalId: objectId(2) });
    const person = await world.personOf(newcomer.id);
    expect(newcomer.id).not.toBe(leaver.id);
    expect(person).toMatchObject({ email: 'ana@corp.example', status: 'active' });
    expect(person.id).not.toBe(old.id);
    expect(await world.person(old.id)).toMatchObject({ email: null, status: 'deactivated' });
    expect((await entra.get(`/Users/${leaver.id}`)).status).toBe(404);
  });

  it.each([
    ['the leaver is still active', { externalId: objectId(2) }, false],
    ['the newcomer has no lasting key', { externalId: 'ana' }, true],
    ['the newcomer has no key', {}, true],
  ])('does not where %s', async (_, more, isDisabled) => {
    const entra = await world.connect();
    const { id } = await create(entra, 'ana', { externalId: objectId(1) });
    if (isDisabled) await disable(entra, id);
    expect((await entra.post('/Users', aUser('ana', more))).status).toBe(409);
    expect((await entra.get(`/Users/${id}`)).status).toBe(200);
  });

  it('does not on a strict connection', async () => {
    const strict = await world.connect({ kind: 'generic' });
    const { id } = await create(strict, 'ana', { externalId: objectId(1) });
    await strict.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: false }]);
    expect((await strict.post('/Users', aUser('ana', { externalId: objectId(2) }))).status).toBe(409);
  });
});

describe('POST of an externalId that is taken', () => {
  it('is the same person renamed, for Entra and a lasting key: same id, once a day', async () => {
    const entra = await world.connect();
    const { id } = await create(entra, 'ana', { externalId: objectId(1), title: 'Lead' });
    const person = await world.personOf(id);
    const merged = await entra.post('/Users', aUser('anna', { externalId: objectId(1) }));
    expect(merged).toMatchObject({ status: 201, body: { id, userName: 'anna@corp.example' } });
    expect(merged.body.title).toBeUndefined();
    expect(await world.personOf(id)).toMatchObject({ id: person.id, email: 'anna@corp.example' });
    expect((await world.events(entra)).map(({ type }) => type)).toContain('scim_user_merged');
    expect((await entra.post('/Users', aUser('annb', { externalId: objectId(1) }))).status).toBe(409);
    now = new Date(now.getTime() + DAY_MS + 1);
    expect((await entra.post('/Users', aUser('annb', { externalId: objectId(1) }))).body).toMatchObject({ id });
  });

  it.each([
    ['a key that may be given to another', 'entra' as const, 'ana'],
    ['Okta, which knows whom it has pushed', 'okta' as const, objectId(1)],
  ])('is a conflict for %s', async (_, kind, externalId) => {
    const client = await world.connect({ kind });
    await create(client, 'ana', { externalId });
    expect(await client.post('/Users', aUser('anna', { externalId }))).toMatchObject({
      status: 409,
      body: { scimType: 'uniqueness' },
    });
    expect(await world.conflicts(client)).toMatchObject([{ kind: 'externalId', state: 'open' }]);
  });
});

describe('DELETE and POST again', () => {
  it('revives who had the lasting key: same id, same person, same groups', async () => {
    const entra = await world.connect();
    const { id } = await create(entra, 'ana', { externalId: objectId(1) });
    const { body: group } = await entra.post('/Groups', { displayName: 'Ops', members: [{ value: id }] });
    const person = await world.personOf(id);
    expect((await entra.delete(`/Users/${id}`)).status).toBe(204);
    expect(await world.person(person.id)).toMatchObject({ status: 'deactivated', email: 'ana@corp.example' });
    expect((await entra.get(`/Groups/${group.id}`)).body.members).toBeUndefined();
    expect(await create(entra, 'ana.back', { externalId: objectId(1) })).toMatchObject({ id });
    expect(await world.personOf(id)).toMatchObject({ id: person.id, status: 'active', email: 'ana.back@corp.example' });
    expect((await entra.get(`/Groups/${group.id}`)).body.members).toMatchObject([{ value: id }]);
  });

  it('brings no memberships back after thirty days', async () => {
    const entra = await world.connect();
    const { id } = await create(entra, 'ana', { externalId: objectId(1) });
    const { body: group } = await entra.post('/Groups', { displayName: 'Ops', members: [{ value: id }] });
    await entra.delete(`/Users/${id}`);
    now = new Date(now.getTime() + 31 * DAY_MS);
    expect(await create(entra, 'ana', { externalId: objectId(1) })).toMatchObject({ id });
    expect((await entra.get(`/Groups/${group.id}`)).body.members).toBeUndefined();
  });

  it('makes somebody new where the key is not lasting; the address goes over, the person does not', async () => {
    const entra = await world.connect();
    const first = await create(entra, 'ana', { externalId: 'ana' });
    const old = await world.personOf(first.id);
    await entra.delete(`/Users/${first.id}`);
    const second = await create(entra, 'ana', { externalId: 'ana' });
    expect(second.id).not.toBe(first.id);
    const person = await world.personOf(second.id);
    expect(person.id).not.toBe(old.id);
    expect(person.email).toBe('ana@corp.example');
    expect((await world.person(old.id)).email).toBeNull();
  });
});

describe('the claim of an address', () => {
  it('links a person who was made before the only connection the tenant ever had', async () => {
    const entra = await world.connect();
    const waiting = objectId(900);
    await world.app.database.query(
      `INSERT INTO inbound_scim.directory_user (tenant_id, id, email, email_key, status, created_at, updated_at)
        VALUES ($1, $2, 'ana@corp.example', 'ana@corp.example', 'active', now(), now())`,
      [entra.tenantId, waiting],
    );
    const { id } = await create(entra, 'ana');
    expect((await world.personOf(id)).id).toBe(waiting);
  });

  it('leaves a colleague with a shared mailbox without it, active', async () => {
    const entra = await world.connect();
    await create(entra, 'ana', { emails: [{ type: 'work', value: 'desk@corp.example' }] });
    const { id } = await create(entra, 'bob', { emails: [{ type: 'work', value: 'Desk@corp.example' }] });
    expect(await world.personOf(id)).toMatchObject({ email: null, status: 'active' });
    expect(await world.conflicts(entra)).toMatchObject([{ kind: 'email', state: 'open' }]);
  });

  it('holds who claims an address of another identity provider, and lets the push through', async () => {
    const tenant = await world.tenant();
    const entra = await world.connect({}, tenant);
    const okta = await world.connect({ kind: 'okta' }, tenant);
    const mine = await create(entra, 'ana');
    const theirs = await create(okta, 'ana');
    expect(await world.personOf(theirs.id)).toMatchObject({ email: null, status: 'held' });
    expect(await world.personOf(mine.id)).toMatchObject({ email: 'ana@corp.example', status: 'active' });
    expect(await world.conflicts(okta)).toMatchObject([{ kind: 'email_taken', state: 'open' }]);
  });

  it('holds who claims an address of a reserved domain, and not its owner', async () => {
    const tenant = await world.tenant();
    const owner = await world.connect({ domains: ['corp.example'] }, tenant);
    const other = await world.connect({ kind: 'okta' }, tenant);
    expect(await world.personOf((await create(other, 'ana')).id)).toMatchObject({ status: 'held', email: null });
    expect(await world.personOf((await create(owner, 'bob')).id)).toMatchObject({ status: 'active' });
    expect(await world.conflicts(other)).toMatchObject([{ kind: 'email_reserved' }]);
  });

  it('links across connections where an owner trusts the address, until the day', async () => {
    const tenant = await world.tenant();
    const until = new Date(now.getTime() + 30 * DAY_MS).toISOString();
    const entra = await world.connect({}, tenant);
    const okta = await world.connect({ kind: 'okta', trustEmail: { domains: ['corp.example'], until } }, tenant);
    const mine = await create(entra, 'ana');
    const theirs = await create(okta, 'ana');
    expect((await world.personOf(theirs.id)).id).toBe((await world.personOf(mine.id)).id);
    now = new Date(now.getTime() + 31 * DAY_MS);
    await create(entra, 'bob');
    expect(await world.personOf((await create(okta, 'bob')).id)).toMatchObject({ status: 'held' });
  });

  it('holds nobody by a PATCH to a free address, and whoever takes somebody else’s by one', async () => {
    const tenant = await world.tenant();
    const entra = await world.connect({}, tenant);
    const okta = await world.connect({ kind: 'okta' }, tenant);
    await create(entra, 'boss');
    const { id } = await create(okta, 'ana');
    const person = await world.personOf(id);
    const move = (value: string) =>
      okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'emails[type eq "work"].value', value }]);
    expect((await move('ana.new@corp.example')).status).toBe(200);
    expect(await world.personOf(id)).toMatchObject({ id: person.id, email: 'ana.new@corp.example', status: 'active' });
    expect((await move('boss@corp.example')).status).toBe(200);
    expect(await world.personOf(id)).toMatchObject({ id: person.id, email: null, status: 'held' });
    expect((await move('ana@corp.example')).status).toBe(200);
    expect(await world.personOf(id)).toMatchObject({ id: person.id, email: 'ana@corp.example', status: 'active' });
    expect(await world.conflicts(okta)).toMatchObject([{ kind: 'email_taken', state: 'closed' }]);
  });
});

describe('PATCH', () => {
  it('hands a record over when one lasting key replaces another', async () => {
    const entra = await world.connect();
    const { id } = await create(entra, 'ana', { externalId: objectId(1) });
    const { body: group } = await entra.post('/Groups', { displayName: 'Ops', members: [{ value: id }] });
    const leaver = await world.personOf(id);
    await disable(entra, id);
    const handed = await entra.patch(`/Users/${id}`, [
      { op: 'Replace', path: 'externalId', value: objectId(2) },
      { op: 'Replace', path: 'active', value: 'True' },
    ]);
    expect(handed).toMatchObject({ status: 200, body: { id, externalId: objectId(2), active: true } });
    const newcomer = await world.personOf(id);
    expect(newcomer.id).not.toBe(leaver.id);
    expect(newcomer).toMatchObject({ email: 'ana@corp.example', status: 'active' });
    expect(await world.person(leaver.id)).toMatchObject({ email: null, status: 'deactivated' });
    expect((await entra.get(`/Groups/${group.id}`)).body.members).toBeUndefined();
    expect(await world.conflicts(entra)).toMatchObject([{ kind: 'handover', state: 'open' }]);
    const back = await create(entra, 'ana.first', { externalId: objectId(1) });
    expect((await world.personOf(back.id)).id).toBe(leaver.id);
  });

  it.each([
    ['there was none', undefined],
    ['there was one that is not lasting', 'ana'],
  ])('sets a lasting key without a hand-over where %s', async (_, externalId) => {
    const entra = await world.connect();
    const { id } = await create(entra, 'ana', { externalId });
    const person = await world.personOf(id);
    await entra.patch(`/Users/${id}`, [{ op: 'Add', path: 'externalId', value: objectId(2) }]);
    expect((await world.personOf(id)).id).toBe(person.id);
  });

  it('refuses a taken name, changes nothing, and records the conflict', async () => {
    const entra = await world.connect();
    await create(entra, 'bob', { externalId: objectId(1) });
    const { id } = await create(entra, 'ana', { externalId: objectId(2) });
    const refused = await entra.patch(`/Users/${id}`, [
      { op: 'Replace', path: 'title', value: 'Lead' },
      { op: 'Replace', path: 'userName', value: 'bob@corp.example' },
    ]);
    expect(refused).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
    expect((await entra.get(`/Users/${id}`)).body.title).toBeUndefined();
    expect(await world.conflicts(entra)).toMatchObject([{ kind: 'userName' }]);
  });

  it('deactivates although another operation is refused', async () => {
    const entra = await world.connect();
    await create(entra, 'bob', { externalId: objectId(1) });
    const { id } = await create(entra, 'ana', { externalId: objectId(2) });
    const answer = await entra.patch(`/Users/${id}`, [
      { op: 'Replace', path: 'userName', value: 'bob@corp.example' },
      { op: 'Replace', path: 'active', value: 'False' },
    ]);
    expect(answer).toMatchObject({ status: 200, body: { active: false, userName: 'ana@corp.example' } });
    expect(await world.personOf(id)).toMatchObject({ status: 'deactivated' });
    expect(await world.conflicts(entra)).toMatchObject([{ kind: 'userName', state: 'open' }]);
  });

  it('does not on a strict connection: all of it or nothing', async () => {
    const strict = await world.connect({ kind: 'generic' });
    await create(strict, 'bob');
    const { id } = await create(strict, 'ana');
    const answer = await strict.patch(`/Users/${id}`, [
      { op: 'replace', path: 'userName', value: 'bob@corp.example' },
      { op: 'replace', path: 'active', value: false },
    ]);
    expect(answer.status).toBe(409);
    expect((await strict.get(`/Users/${id}`)).body.active).toBe(true);
  });
});

describe('status', () => {
  it('follows active, keeps the person, and writes an event for each turn', async () => {
    const entra = await world.connect();
    const { id } = await create(entra, 'ana');
    const person = await world.personOf(id);
    await disable(entra, id);
    await disable(entra, id);
    expect(await world.personOf(id)).toMatchObject({ id: person.id, status: 'deactivated' });
    await enable(entra, id);
    expect(await world.personOf(id)).toMatchObject({ id: person.id, status: 'active' });
    expect((await world.events(entra)).map(({ type }) => type)).toEqual([
      'identity_provider_created',
      'scim_inbound_token_created',
      'scim_user_received',
      'scim_user_deactivated',
      'scim_user_reactivated',
    ]);
  });

  it('is decided by the leading connection, and the other’s event says so', async () => {
    const tenant = await world.tenant();
    const until = new Date(now.getTime() + 30 * DAY_MS).toISOString();
    const leading = await world.connect({}, tenant);
    const other = await world.connect({ kind: 'okta', trustEmail: { domains: ['corp.example'], until } }, tenant);
    const mine = await create(leading, 'ana');
    const theirs = await create(other, 'ana');
    await other.patch(`/Users/${theirs.id}`, [{ op: 'replace', value: { active: false } }]);
    expect(await world.personOf(mine.id)).toMatchObject({ status: 'active' });
    expect((await other.get(`/Users/${theirs.id}`)).body.active).toBe(false);
    expect((await world.events(other)).at(-1)?.warnings.join()).toContain('another identity provider leads');
    await disable(leading, mine.id);
    expect(await world.personOf(mine.id)).toMatchObject({ status: 'deactivated' });
  });

  it('survives an administrator’s word, through DELETE and revival too', async () => {
    const entra = await world.connect();
    const { id } = await create(entra, 'ana', { externalId: objectId(1) });
    const person = await world.personOf(id);
    await world.app.database.query(
      `UPDATE inbound_scim.directory_user SET deactivated_by_administrator = true, status = 'deactivated', revision = revision + 1 WHERE id = $1`,
      [person.id],
    );
    await disable(entra, id);
    await enable(entra, id);
    expect(await world.person(person.id)).toMatchObject({ status: 'deactivated' });
    await entra.delete(`/Users/${id}`);
    await create(entra, 'ana', { externalId: objectId(1) });
    expect(await world.person(person.id)).toMatchObject({ status: 'deactivated' });
    expect((await world.events(entra)).at(-1)?.warnings.join()).toContain('administrator');
  });

  it('leaves a protected person alone, and opens a conflict', async () => {
    const entra = await world.connect();
    const { id } = await create(entra, 'root');
    const person = await world.personOf(id);
    await world.app.database.query(
      'UPDATE inbound_scim.directory_user SET protected = true, revision = revision + 1 WHERE id = $1',
      [person.id],
    );
    await disable(entra, id);
    expect(await world.person(person.id)).toMatchObject({ status: 'active', email: 'root@corp.example' });
    expect(await world.conflicts(entra)).toMatchObject([{ kind: 'protected_leaver', state: 'open' }]);
    await enable(entra, id);
    expect(await world.conflicts(entra)).toMatchObject([{ kind: 'protected_leaver', state: 'closed' }]);
  });
});

describe('what is received', () => {
  it('is mirrored with its provenance in the transaction that receives it, and cleared with its source', async () => {
    const entra = await world.connect();
    const { id } = await create(entra, 'ana', { title: 'Lead', name: { givenName: 'Ana' } });
    expect((await world.personOf(id)).attributes).toMatchObject({
      jobTitle: { value: 'Lead', provenance: 'identity_provider', identityProviderId: entra.id },
      givenName: { value: 'Ana' },
    });
    await entra.patch(`/Users/${id}`, [{ op: 'Remove', path: 'title' }]);
    expect(Object.keys((await world.personOf(id)).attributes)).not.toContain('jobTitle');
  });

  it('is kept as received, not mirrored, and warned about where it is too long', async () => {
    const entra = await world.connect();
    const { id } = await create(entra, 'ana', { title: 'x'.repeat(300) });
    expect(Object.keys((await world.personOf(id)).attributes)).not.toContain('jobTitle');
    expect((await entra.get(`/Users/${id}`)).body.title).toHaveLength(300);
    expect((await world.events(entra)).at(-1)?.warnings.join()).toContain('jobTitle was not mirrored');
  });
});

describe('a key', () => {
  it.each<readonly [string, ConnectionSettings, string, boolean]>([
    ['a UUID, from Entra', {}, objectId(1), true],
    ['a nickname, from Entra', {}, 'ana', false],
    ['the nil UUID', {}, '00000000-0000-0000-0000-000000000000', false],
    ['the max UUID', { kind: 'okta' }, 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', false],
    ['an Okta user id', { kind: 'okta' }, '00u1abcdefghijklm001', true],
    ['any, from Okta', { kind: 'okta' }, 'ana', true],
    ['any, from a generic client', { kind: 'generic' }, '7001', true],
    ['a nickname, where an administrator says so', { externalIdIsLasting: true }, 'ana', true],
    ['any, where an administrator says otherwise', { kind: 'generic', externalIdIsLasting: false }, '7001', false],
  ])('is lasting or not: %s', async (_, settings, externalId, isLasting) => {
    const client = await world.connect(settings);
    const { id } = await create(client, 'ana', { externalId });
    const person = await world.personOf(id);
    await client.delete(`/Users/${id}`);
    const again = await create(client, 'ana', { externalId });
    expect(again.id === id).toBe(isLasting);
    expect((await world.personOf(again.id)).id === person.id).toBe(isLasting);
  });

  it('that is missing counts as another one', async () => {
    const entra = await world.connect();
    await create(entra, 'ana');
    for (const more of [{}, { externalId: objectId(1) }])
      expect((await entra.post('/Users', aUser('ana', more))).status).toBe(409);
    expect(await world.conflicts(entra)).toMatchObject([{ kind: 'userName' }, { kind: 'userName' }]);
  });

  it('is exact in every letter', async () => {
    const entra = await world.connect();
    await create(entra, 'ana', { externalId: 'Ana' });
    await create(entra, 'bob', { externalId: 'ana' });
    expect((await entra.post('/Users', aUser('kim', { externalId: 'Ana' }))).status).toBe(409);
  });

  it('revives whoever was deleted last', async () => {
    const okta = await world.connect({ kind: 'okta', externalIdIsLasting: false });
    const ids = [];
    for (const name of ['ana', 'anna']) {
      const { id } = await create(okta, name, { externalId: 'key' });
      now = new Date(now.getTime() + 1000);
      await okta.delete(`/Users/${id}`);
      ids.push(id);
    }
    await world.admin.patch(`/tenants/${okta.tenantId}/identity-providers/${okta.id}`, { externalIdIsLasting: true });
    expect((await create(okta, 'ana', { externalId: 'key' })).id).toBe(ids[1]);
  });
});

describe('the canonical address', () => {
  const [primary, work, home] = [
    { value: 'primary@corp.example', primary: true },
    { type: 'work', value: 'work@corp.example' },
    { type: 'home', value: 'home@corp.example' },
  ];
  it.each<readonly [string, Record<string, unknown>, string | null]>([
    ['the primary one', { emails: [work, home, primary] }, 'primary@corp.example'],
    [
      'else the first at work',
      { emails: [home, work, { ...work, value: 'second@corp.example' }] },
      'work@corp.example',
    ],
    ['else any', { emails: [home] }, 'home@corp.example'],
    ['else a userName that looks like one', { emails: [] }, 'ana@corp.example'],
    ['else none', { emails: [], userName: 'ana' }, null],
    ['none that is no address', { emails: [{ value: 'x', primary: true }], userName: 'a b@c' }, null],
    ['as it was sent', { emails: [{ value: 'Ana.Ruiz@Corp.Example', primary: true }] }, 'Ana.Ruiz@Corp.Example'],
  ])('is %s', async (_, more, email) => {
    const entra = await world.connect();
    const { id } = await create(entra, 'ana', more);
    expect(await world.personOf(id)).toMatchObject({ email, status: 'active' });
  });

  it('falls back when the first is taken away, and frees what it leaves', async () => {
    const entra = await world.connect();
    const { id } = await create(entra, 'ana', { emails: [primary, home] });
    await entra.patch(`/Users/${id}`, [{ op: 'remove', path: 'emails[primary eq true]' }]);
    expect(await world.personOf(id)).toMatchObject({ email: 'home@corp.example' });
    const bob = await create(entra, 'bob', { emails: [primary] });
    expect(await world.personOf(bob.id)).toMatchObject({ email: 'primary@corp.example' });
    await entra.patch(`/Users/${id}`, [{ op: 'remove', path: 'emails' }]);
    expect(await world.personOf(id)).toMatchObject({ email: 'ana@corp.example' });
  });

  it('is one person’s in any case', async () => {
    const entra = await world.connect();
    await create(entra, 'ana');
    const bob = await create(entra, 'bob', { emails: [{ value: 'ANA@CORP.example', primary: true }] });
    expect(await world.personOf(bob.id)).toMatchObject({ email: null });
  });
});

describe('a person who was there before', () => {
  const waiting = async (tenantId: string, email: string, more = ''): Promise<string> => {
    const [{ id }] = await world.app.database.query(
      `INSERT INTO inbound_scim.directory_user (tenant_id, id, email, email_key, status, created_at, updated_at)
        VALUES ($1, gen_random_uuid(), $2, lower($2), 'active', now(), now()) RETURNING id`,
      [tenantId, email],
    );
    if (more) await world.app.database.query(`UPDATE inbound_scim.directory_user SET ${more} WHERE id = $1`, [id]);
    return id;
  };

  it.each<readonly [string, ConnectionSettings, string, Record<string, unknown>, boolean]>([
    ['linked by the primary address', {}, '', {}, true],
    ['not by one that is merely at home', {}, '', { emails: [{ type: 'home', value: 'ana@corp.example' }] }, false],
    ['not by a userName', {}, '', { emails: [] }, false],
    ['not where they are protected', {}, 'protected = true', {}, false],
    [
      'not where an administrator deactivated them',
      {},
      `deactivated_by_administrator = true, status = 'deactivated'`,
      {},
      false,
    ],
  ])('is %s', async (_, settings, state, more, isLinked) => {
    const entra = await world.connect(settings);
    const before = await waiting(entra.tenantId, 'ana@corp.example', state);
    const { id } = await create(entra, 'ana', more);
    const person = await world.personOf(id);
    expect(person.id === before).toBe(isLinked);
    if (!isLinked) expect(person).toMatchObject({ email: null, status: 'held' });
    expect((await world.person(before)).email).toBe('ana@corp.example');
  });

  it('is linked by one of several connections only if the domain is reserved to it', async () => {
    const tenant = await world.tenant();
    await world.connect({ kind: 'okta' }, tenant);
    const entra = await world.connect({ domains: ['corp.example'] }, tenant);
    const [reserved, other] = [await waiting(tenant, 'ana@corp.example'), await waiting(tenant, 'ana@other.example')];
    expect((await world.personOf((await create(entra, 'ana')).id)).id).toBe(reserved);
    const emails = [{ value: 'ana@other.example', primary: true }];
    const { id } = await create(entra, 'ana2', { emails });
    expect(await world.personOf(id)).toMatchObject({ status: 'held' });
    expect((await world.personOf(id)).id).not.toBe(other);
  });

  it('is not linked by an address that merely looks the same', async () => {
    const entra = await world.connect();
    const before = await waiting(entra.tenantId, 'аna@corp.example');
    const { id } = await create(entra, 'ana');
    expect((await world.personOf(id)).id).not.toBe(before);
  });
});

describe('the event of a push', () => {
  const SECRET = 'nobody-must-read-this';

  it('names what changed, and tells values of four attributes alone', async () => {
    const entra = await world.connect();
    const { id } = await create(entra, 'ana', { title: SECRET, externalId: objectId(1), password: SECRET });
    await entra.patch(`/Users/${id}`, [
      { op: 'Replace', path: 'title', value: `${SECRET}-too` },
      { op: 'Replace', path: 'userName', value: 'ana.new@corp.example' },
      { op: 'Replace', path: 'name.givenName', value: SECRET },
    ]);
    const { body } = await world.admin.get(`/tenants/${entra.tenantId}/audit-events?targetId=${id}`);
    expect(body.items).toMatchObject([
      {
        type: 'scim_user_updated',
        tenantId: entra.tenantId,
        identityProviderId: entra.id,
        actor: { kind: 'token', name: 'test' },
        target: { kind: 'scim_user', id, externalId: objectId(1) },
        changes: expect.arrayContaining(['title', 'userName', 'name']),
      },
      { type: 'scim_user_received' },
    ]);
    const kept = await world.app.database.query(
      `SELECT e.*::text || coalesce(d.*::text, '') AS row FROM inbound_scim.audit_event e
        LEFT JOIN inbound_scim.audit_detail d ON d.tenant_id = e.tenant_id AND d.event_id = e.id WHERE e.tenant_id = $1`,
      [entra.tenantId],
    );
    expect(kept.length).toBeGreaterThan(2);
    expect(JSON.stringify(kept)).not.toContain(SECRET);
    expect(JSON.stringify(kept)).toContain('ana.new@corp.example');
  });

  it('is written once for each change, and not for what changes nothing or is refused but for its conflict', async () => {
    const entra = await world.connect();
    const { id } = await create(entra, 'ana', { externalId: objectId(1) });
    await create(entra, 'bob', { externalId: objectId(2) });
    const before = (await world.events(entra)).length;
    const ask = [
      () => entra.patch(`/Users/${id}`, [{ op: 'Replace', path: 'displayName', value: 'ana' }]),
      () => entra.patch(`/Users/${id}`, [{ op: 'Replace', path: 'emails[type eq', value: 'x' }]),
      () => entra.post('/Users', { schemas: [] }),
      () => entra.post('/Users', aUser('ana', { externalId: objectId(1) })),
      () => entra.get(`/Users/${id}`),
      () => entra.delete(`/Users/${objectId(3)}`),
    ];
    for (const each of ask) await each();
    expect((await world.events(entra)).length).toBe(before);
    await entra.patch(`/Users/${id}`, [{ op: 'Replace', path: 'userName', value: 'bob@corp.example' }]);
    const added = (await world.events(entra)).slice(before);
    expect(added.map(({ type }) => type)).toEqual(['scim_conflict_detected']);
  });
});
