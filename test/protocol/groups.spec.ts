import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aUser, objectId, type ScimClient, World } from '../support/scim-client.js';

/** Members as clients name them, and what is left alone. Each acceptance stands beside its refusal. */

const NOBODY = '6f2b0a3e-8f1d-4c57-9f0c-2d1d2b7f6a11';
const DAY_MS = 24 * 60 * 60 * 1000;

let world: World;
let client: ScimClient;
let now = new Date('2026-03-01T08:00:00Z');
let [ana, bob, kim]: string[] = [];

beforeAll(async () => {
  world = await World.start({ clock: () => now });
});

afterAll(() => world.close());

beforeEach(async () => {
  client = await world.connect();
  [ana, bob, kim] = await Promise.all(
    ['ana', 'bob', 'kim'].map(async (name) => (await client.post('/Users', aUser(name))).body.id),
  );
});

const group = async (members: readonly unknown[] = [], more: Record<string, unknown> = {}, on = client) => {
  const answer = await on.post('/Groups', { displayName: 'Ops', members, ...more });
  expect(answer.status).toBe(201);
  return answer.body;
};
const read = async (id: string, on = client) => (await on.get(`/Groups/${id}`)).body;
const members = async (id: string, on = client) =>
  ((await read(id, on)).members ?? []).map(({ value }: { value: string }) => value).sort();
const memberEvents = async (id: string) => {
  const { body } = await world.admin.get(`/tenants/${client.tenantId}/audit-events?targetId=${id}`);
  return body.items.filter(({ type }: { type: string }) => type.startsWith('scim_group_member')).length;
};
const people = () => ({ ana, bob, kim });

describe('PATCH of members', () => {
  it.each<[string, (p: ReturnType<typeof people>) => Record<string, unknown>, readonly ('ana' | 'bob' | 'kim')[]]>([
    [
      'adds a list',
      (p) => ({ op: 'Add', path: 'members', value: [{ $ref: null, value: p.kim }] }),
      ['ana', 'bob', 'kim'],
    ],
    ['adds one object', (p) => ({ op: 'add', path: 'members', value: { value: p.kim } }), ['ana', 'bob', 'kim']],
    ['adds a bare id', (p) => ({ op: 'add', path: 'members', value: p.kim }), ['ana', 'bob', 'kim']],
    ['adds without a path', (p) => ({ op: 'add', value: { members: [{ value: p.kim }] } }), ['ana', 'bob', 'kim']],
    [
      'adds an id in upper case',
      (p) => ({ op: 'add', path: 'members', value: [{ value: p.kim?.toUpperCase() }] }),
      ['ana', 'bob', 'kim'],
    ],
    [
      'adds who is there, twice',
      (p) => ({ op: 'add', path: 'members', value: [{ value: p.ana }, { value: p.ana }] }),
      ['ana', 'bob'],
    ],
    ['removes the listed', (p) => ({ op: 'Remove', path: 'members', value: [{ value: p.ana }] }), ['bob']],
    ['removes the filtered', (p) => ({ op: 'remove', path: `members[value eq "${p.ana}"]` }), ['bob']],
    ['removes the filtered by value', (p) => ({ op: 'remove', path: `members[value eq "${p.ana}"].value` }), ['bob']],
    [
      'removes an object that lists once more',
      (p) => ({ op: 'remove', path: 'members', value: { members: [{ value: p.ana }] } }),
      ['bob'],
    ],
    [
      'removes nobody who is not there',
      (p) => ({ op: 'Remove', path: 'members', value: [{ value: p.kim }] }),
      ['ana', 'bob'],
    ],
    ['removes nobody by an empty list', () => ({ op: 'Remove', path: 'members', value: [] }), ['ana', 'bob']],
    ['empties by a bare remove', () => ({ op: 'remove', path: 'members' }), []],
    ['replaces the list', (p) => ({ op: 'replace', path: 'members', value: [{ value: p.kim }] }), ['kim']],
    ['empties by an empty replacement', () => ({ op: 'replace', path: 'members', value: [] }), []],
    ['empties by null', () => ({ op: 'replace', path: 'members', value: null }), []],
    [
      'leaves them alone with another attribute',
      () => ({ op: 'replace', value: { displayName: 'Ops2' } }),
      ['ana', 'bob'],
    ],
    ['leaves them alone with the externalId', () => ({ op: 'Add', path: 'externalId', value: 'x' }), ['ana', 'bob']],
  ])('%s', async (_, operation, expected) => {
    const { id } = await group([{ value: ana }, { value: bob }]);
    const asked = operation(people());
    expect((await client.patch(`/Groups/${id}`, [asked as never])).status).toBe(204);
    const wanted = expected.map((name) => people()[name]).sort();
    expect(await members(id)).toEqual(wanted);
    const version = (await read(id)).meta.version;
    const events = await memberEvents(id);
    expect((await client.patch(`/Groups/${id}`, [asked as never])).status).toBe(204);
    expect(await members(id)).toEqual(wanted);
    expect((await read(id)).meta.version).toBe(version);
    expect(await memberEvents(id)).toBe(events);
  });

  it.each<[string, Record<string, unknown>, number, string]>([
    ['a filter left open', { op: 'remove', path: 'members[value eq "x"' }, 400, 'invalidPath'],
    ['a filter that says more', { op: 'remove', path: 'members[display eq "x"]' }, 400, 'invalidPath'],
    ['a filtered add', { op: 'add', path: 'members[value eq "x"]', value: [{ value: 'x' }] }, 400, 'noTarget'],
    [
      'a filtered replacement',
      { op: 'replace', path: 'members[value eq "x"]', value: { value: 'y' } },
      400,
      'noTarget',
    ],
    ['null among them', { op: 'add', path: 'members', value: [null] }, 400, 'invalidValue'],
    ['a boolean among them', { op: 'add', path: 'members', value: [true] }, 400, 'invalidValue'],
    ['an object without a value', { op: 'add', path: 'members', value: [{ display: 'x' }] }, 400, 'invalidValue'],
    [
      'too many',
      { op: 'add', path: 'members', value: Array.from({ length: 10_001 }, (__, n) => ({ value: `m${n}` })) },
      413,
      'tooMany',
    ],
  ])('refuses %s, and changes nothing', async (_, operation, status, scimType) => {
    const { id, meta } = await group([{ value: ana }, { value: bob }]);
    const refused = await client.patch(`/Groups/${id}`, [
      { op: 'replace', path: 'displayName', value: 'Lost' },
      operation as never,
    ]);
    expect(refused).toMatchObject({ status, body: { scimType } });
    expect(await read(id)).toMatchObject({ displayName: 'Ops', meta: { version: meta.version } });
    expect(await members(id)).toEqual([ana, bob].sort());
  });

  it('applies several operations in order: the last word on each counts', async () => {
    const { id } = await group([{ value: ana }]);
    await client.patch(`/Groups/${id}`, [
      { op: 'remove', path: 'members', value: [{ value: ana }] },
      { op: 'add', path: 'members', value: [{ value: ana }, { value: bob }] },
      { op: 'remove', path: `members[value eq "${bob}"]` },
      { op: 'replace', path: 'displayName', value: 'Ops3' },
    ]);
    expect(await members(id)).toEqual([ana]);
    expect((await read(id)).displayName).toBe('Ops3');
    expect(await memberEvents(id)).toBe(1);
  });

  it('needs the same number of statements however many members there are', async () => {
    const { id } = await group();
    await world.app.database.query(
      `INSERT INTO inbound_scim.membership (tenant_id, group_id, member_id, kind, created_at)
        SELECT $1, $2, gen_random_uuid(), 'User', now() FROM generate_series(1, 20000)`,
      [client.tenantId, id],
    );
    expect(
      (await client.patch(`/Groups/${id}`, [{ op: 'Add', path: 'members', value: [{ value: ana }] }])).status,
    ).toBe(204);
    expect(await members(id)).toEqual([ana]);
  });
});

describe('a member who is not here', () => {
  it('waits on a tolerant connection, and is shown by no read', async () => {
    const { id, meta } = await group([{ value: ana }]);
    expect(
      (await client.patch(`/Groups/${id}`, [{ op: 'add', path: 'members', value: [{ value: NOBODY }] }])).status,
    ).toBe(204);
    expect(await members(id)).toEqual([ana]);
    expect((await read(id)).meta.version).toBe(meta.version);
  });

  it('is attached, with an event, when its lasting key appears', async () => {
    const { id } = await group([{ value: objectId(5) }]);
    const { body: late } = await client.post('/Users', aUser('late', { externalId: objectId(5) }));
    expect(await members(id)).toEqual([late.id]);
    expect(await memberEvents(id)).toBe(1);
    expect((await client.get(`/Users/${late.id}`)).body.groups).toMatchObject([
      { value: id, display: 'Ops', type: 'direct' },
    ]);
  });

  it('is attached when somebody who is here gets the key, or is revived', async () => {
    const { body: leaver } = await client.post('/Users', aUser('leaver', { externalId: objectId(6) }));
    await client.delete(`/Users/${leaver.id}`);
    const { id } = await group([{ value: leaver.id }, { value: objectId(7) }]);
    await client.patch(`/Users/${kim}`, [{ op: 'Add', path: 'externalId', value: objectId(7) }]);
    expect(await members(id)).toEqual([kim]);
    await client.post('/Users', aUser('leaver', { externalId: objectId(6) }));
    expect(await members(id)).toEqual([kim, leaver.id].sort());
  });

  it('may be a group: it is attached when that arrives', async () => {
    const { id } = await group([{ value: objectId(11) }]);
    const inner = await group([], { displayName: 'Inner', externalId: objectId(11) });
    expect((await read(id)).members).toMatchObject([{ value: inner.id, type: 'Group' }]);
    expect(await memberEvents(id)).toBe(1);
  });

  it('is not attached by a nickname that may be another’s', async () => {
    const { id } = await group([{ value: 'late' }]);
    await client.post('/Users', aUser('late', { externalId: 'late' }));
    expect(await members(id)).toEqual([]);
  });

  it.each<[string, (id: string) => Promise<unknown>]>([
    [
      'remove',
      (id) => client.patch(`/Groups/${id}`, [{ op: 'remove', path: 'members', value: [{ value: objectId(8) }] }]),
    ],
    ['replace', (id) => client.patch(`/Groups/${id}`, [{ op: 'replace', path: 'members', value: [{ value: ana }] }])],
    ['PUT', (id) => client.put(`/Groups/${id}`, { displayName: 'Ops' })],
  ])('waits no longer after %s', async (_, clear) => {
    const { id } = await group([{ value: objectId(8) }]);
    await clear(id);
    const { body } = await client.post('/Users', aUser('late', { externalId: objectId(8) }));
    expect(await members(id)).not.toContain(body.id);
  });

  it('is 400 on a strict connection, naming it; the rest of the PATCH too', async () => {
    const strict = await world.connect({ kind: 'generic' });
    const { id } = await group([], {}, strict);
    const refused = await strict.patch(`/Groups/${id}`, [
      { op: 'replace', path: 'displayName', value: 'Lost' },
      { op: 'add', path: 'members', value: [{ value: NOBODY }] },
    ]);
    expect(refused).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
    expect(refused.body.detail).toContain(NOBODY);
    expect((await read(id, strict)).displayName).toBe('Ops');
  });

  it('is anybody of another identity provider, even of the same tenant', async () => {
    const other = await world.connect({}, client.tenantId);
    const { body: theirs } = await other.post('/Users', aUser('theirs'));
    const { id } = await group([{ value: theirs.id }]);
    expect(await members(id)).toEqual([]);
  });
});

describe('a group', () => {
  it('has its name to itself, in any case; the clash is a conflict', async () => {
    await group([], { externalId: objectId(1) });
    expect(await client.post('/Groups', { displayName: 'OPS', externalId: objectId(2) })).toMatchObject({
      status: 409,
      body: { scimType: 'uniqueness' },
    });
    expect(await world.conflicts(client)).toMatchObject([
      { kind: 'displayName', existing: { externalId: objectId(1) } },
    ]);
  });

  it('in a group is stored as what it is, whatever the client says', async () => {
    const inner = await group([], { displayName: 'Inner' });
    const outer = await group([{ value: inner.id, type: 'User' }], { displayName: 'Outer' });
    expect((await read(outer.id)).members).toMatchObject([{ value: inner.id, type: 'Group', display: 'Inner' }]);
    expect(
      (await client.patch(`/Groups/${inner.id}`, [{ op: 'add', path: 'members', value: [{ value: outer.id }] }]))
        .status,
    ).toBe(204);
    const strict = await world.connect({ kind: 'generic' });
    const theirs = await group([], { displayName: 'Inner' }, strict);
    expect(
      await strict.post('/Groups', { displayName: 'Outer', members: [{ value: theirs.id, type: 'User' }] }),
    ).toMatchObject({
      status: 400,
      body: { scimType: 'invalidValue' },
    });
  });

  it('leaves the groups it was in when it is deleted', async () => {
    const inner = await group([], { displayName: 'Inner' });
    const outer = await group([{ value: inner.id }, { value: ana }], { displayName: 'Outer' });
    expect((await client.delete(`/Groups/${inner.id}`)).status).toBe(204);
    expect(await members(outer.id)).toEqual([ana]);
    expect((await client.get(`/Users/${ana}`)).body.groups).toMatchObject([{ value: outer.id }]);
  });

  it('that is protected keeps its externalId', async () => {
    const { id } = await group([], { externalId: objectId(1) });
    await world.app.database.query('UPDATE inbound_scim.scim_group SET protected = true WHERE id = $1', [id]);
    const change = (value: string) => client.patch(`/Groups/${id}`, [{ op: 'replace', path: 'externalId', value }]);
    expect((await change(objectId(2))).status).toBe(409);
    expect((await change(objectId(1))).status).toBe(204);
    expect((await client.put(`/Groups/${id}`, { displayName: 'Ops' })).body.externalId).toBe(objectId(1));
    expect(await world.conflicts(client)).toMatchObject([{ kind: 'protected_group', state: 'open' }]);
  });

  it('leaves the key out where members are excluded, on one and on a list', async () => {
    const { id } = await group([{ value: ana }]);
    expect('members' in (await client.get(`/Groups/${id}?excludedAttributes=MEMBERS`)).body).toBe(false);
    const { body } = await client.get('/Groups?excludedAttributes=members&filter=displayName+eq+%22ops%22');
    expect(body.totalResults).toBe(1);
    expect('members' in body.Resources[0]).toBe(false);
  });

  it('reads differently when a member is deleted: another version', async () => {
    const { id, meta } = await group([{ value: ana }, { value: bob }]);
    await client.delete(`/Users/${ana}`);
    expect(await members(id)).toEqual([bob]);
    expect((await read(id)).meta.version).not.toBe(meta.version);
  });

  it('honours If-Match and If-None-Match', async () => {
    const { id, meta } = await group();
    const rename = (tag: string) =>
      client.patch(`/Groups/${id}`, [{ op: 'replace', path: 'displayName', value: 'Ops2' }], { 'if-match': tag });
    expect((await rename('W/"9"')).status).toBe(412);
    expect((await client.get(`/Groups/${id}`, { 'if-none-match': meta.version })).status).toBe(304);
    expect((await rename(meta.version)).status).toBe(204);
    expect((await client.delete(`/Groups/${id}`, { 'if-match': meta.version })).status).toBe(412);
  });
});

describe('what is derived', () => {
  it('is what a member is called, where they are, and what they are', async () => {
    const inner = await group([], { displayName: 'Inner' });
    const outer = await group([{ value: inner.id }, { value: ana }], { displayName: 'Outer' });
    expect((await read(outer.id)).members.toSorted(byType)).toEqual([
      { value: inner.id, type: 'Group', display: 'Inner', $ref: `${client.url}/Groups/${inner.id}` },
      { value: ana, type: 'User', display: 'ana', $ref: `${client.url}/Users/${ana}` },
    ]);
  });

  it('follows at once, and is no change of the one it is shown at', async () => {
    const { id, meta } = await group([{ value: ana }]);
    const before = (await client.get(`/Users/${ana}`)).body.meta;
    await client.patch(`/Users/${ana}`, [{ op: 'replace', path: 'displayName', value: 'Ana R' }]);
    expect((await read(id)).members).toMatchObject([{ display: 'Ana R' }]);
    expect((await read(id)).meta).toEqual(meta);
    await client.patch(`/Groups/${id}`, [{ op: 'replace', path: 'displayName', value: 'Ops2' }]);
    const { body } = await client.get(`/Users/${ana}`);
    expect(body.groups).toMatchObject([{ value: id, display: 'Ops2', $ref: `${client.url}/Groups/${id}` }]);
    expect(Number(body.meta.version.replace(/\D/g, ''))).toBe(Number(before.version.replace(/\D/g, '')) + 1);
  });

  function byType(left: { type: string }, right: { type: string }): number {
    return left.type.localeCompare(right.type);
  }
});

describe('PUT of a group', () => {
  it('makes the members those that it names, with an event for each who came or went', async () => {
    const { id } = await group([{ value: ana }, { value: bob }], { externalId: 'g' });
    const put = await client.put(`/Groups/${id}`, { displayName: 'Ops', members: [{ value: bob }, { value: kim }] });
    expect(put).toMatchObject({ status: 200, body: { displayName: 'Ops' } });
    expect('externalId' in put.body).toBe(false);
    expect(await members(id)).toEqual([bob, kim].sort());
    expect(await memberEvents(id)).toBe(4);
    const again = await client.put(`/Groups/${id}`, { displayName: 'Ops', members: [{ value: kim }, { value: bob }] });
    expect(again.body.meta).toEqual(put.body.meta);
    expect(await memberEvents(id)).toBe(4);
  });

  it('is refused for a name or key that is another’s, and changes nobody', async () => {
    await group([], { displayName: 'Dev', externalId: 'dev' });
    const { id } = await group([{ value: ana }]);
    for (const more of [{ displayName: 'DEV' }, { displayName: 'Ops', externalId: 'dev' }]) {
      const refused = await client.put(`/Groups/${id}`, { ...more, members: [{ value: bob }] });
      expect(refused).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
    }
    expect(await members(id)).toEqual([ana]);
    expect(await world.conflicts(client)).toMatchObject([{ kind: 'displayName' }, { kind: 'externalId' }]);
    for (const body of [{}, { displayName: '' }, { displayName: null }, { displayName: 7.5, members: [[]] }])
      expect((await client.put(`/Groups/${id}`, body)).status).toBe(400);
  });
});

describe('what lapses after thirty days', () => {
  it('is a pending member', async () => {
    const { id } = await group([{ value: objectId(9) }]);
    now = new Date(now.getTime() + 31 * DAY_MS);
    const { MaintenanceService } = await import('../../src/maintenance/maintenance.service.js');
    await world.app.app.get(MaintenanceService).runAll();
    const { body } = await client.post('/Users', aUser('late', { externalId: objectId(9) }));
    expect(await members(id)).not.toContain(body.id);
  });
});
