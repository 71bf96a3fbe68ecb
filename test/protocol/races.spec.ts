import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { prepareDatabase } from '../../src/standalone/database.js';
import { TTL_MS } from '../../src/tokens/secret-lookup.js';
import { type Answer, Api } from '../admin/api.js';
import { inForm, tellFigures } from '../support/figures.js';
import { aUser, objectId, ScimClient, World } from '../support/scim-client.js';
import { startApp, type TestApp } from '../support/test-app.js';
import { TABLE_RULES } from '../support/table-rules.js';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../support/test-database.js';

/** What happens at once: on one instance, and on two that share a database. Nothing is lost, nothing is doubled, nobody sees a 5xx. */

let database: TestDatabase;
let world: World;
let second: TestApp;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await World.start({ databaseUrl: database.url, publicUrl: 'http://scim.example' });
  second = await startApp({ databaseUrl: database.url, publicUrl: 'http://scim.example' });
});

afterAll(async () => {
  await second.close();
  await world.close();
  await database.drop();
});

/** The same connection, spoken to through each instance. */
async function connect(instances: number): Promise<readonly ScimClient[]> {
  const { token, tenantId, id } = await world.connect();
  return [world.app, second]
    .slice(0, instances)
    .map(({ url }) => new ScimClient(`${url}/scim/v2/inbound/${id}`, token, tenantId, id));
}

/** Of those that are cheap enough to be repeated. */
const ROUNDS = inForm(2, 25);

/** A token is remembered for `TTL_MS` from its look-up, which may have begun before the token was revoked, and takes its time. */
const ONE_REQUEST_MS = 500;

/** Of changes of one resource. */
const AT_ONCE = inForm(24, 64);

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const tally = (answers: readonly Answer[]) => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

describe.each(Array.from({ length: inForm(1, 5) }, () => [1, 2]).flat())('on %i instance(s)', (instances) => {
  let clients: readonly ScimClient[];
  let client: ScimClient;
  const any = (n: number) => clients[n % clients.length] ?? client;

  beforeAll(async () => {
    clients = await connect(instances);
    client = clients[0] as ScimClient;
  });

  const made = async (name: string, more: Record<string, unknown> = {}): Promise<string> =>
    (await client.post('/Users', aUser(name, more))).body.id;
  const eventsOf = async (id: string): Promise<string[]> => {
    const { body } = await world.admin.get(`/tenants/${client.tenantId}/audit-events?targetId=${id}&limit=200`);
    return body.items.map(({ type }: { type: string }) => type);
  };

  it('twenty identical creates are one user and nineteen conflicts', async () => {
    const answers = await Promise.all(
      numbers(20).map((n) => any(n).post('/Users', aUser('twin', { externalId: objectId(1) }))),
    );
    expect(tally(answers)).toEqual({ 201: 1, 409: 19 });
    expect((await client.find('/Users', 'userName eq "twin@corp.example"')).body.totalResults).toBe(1);
  });

  it('twenty creates with one address are twenty people, one of whom has it', async () => {
    const answers = await Promise.all(
      numbers(20).map((n) =>
        any(n).post('/Users', aUser(`mate${n}`, { emails: [{ value: 'desk@corp.example', primary: true }] })),
      ),
    );
    expect(tally(answers)).toEqual({ 201: 20 });
    const [{ count }] = await world.app.database.query(
      `SELECT count(*)::int FROM inbound_scim.directory_user WHERE tenant_id = $1 AND email_key = 'desk@corp.example'`,
      [client.tenantId],
    );
    expect(count).toBe(1);
  });

  it('changes of different attributes of one user all arrive, each a version and an event', async () => {
    const id = await made('busy');
    const attributes = [
      'title',
      'nickName',
      'userType',
      'locale',
      'timezone',
      'displayName',
      'preferredLanguage',
      'profileUrl',
    ];
    const answers = await Promise.all(
      attributes.map((path, n) => any(n).patch(`/Users/${id}`, [{ op: 'Replace', path, value: `v${n}` }])),
    );
    expect(tally(answers)).toEqual({ 200: attributes.length });
    const { body } = await client.get(`/Users/${id}`);
    expect(attributes.map((path) => body[path])).toEqual(attributes.map((_, n) => `v${n}`));
    expect(body.meta.version).toBe(`W/"${attributes.length + 1}"`);
    expect((await eventsOf(id)).filter((type) => type === 'scim_user_updated')).toHaveLength(attributes.length);
  });

  it.each<readonly [string, '/Users' | '/Groups', number, (path: string, name: string, n: number) => Promise<Answer>]>([
    [
      'a PATCH of a user',
      '/Users',
      200,
      (path, _, n) => any(n).patch(path, [{ op: 'Replace', path: 'title', value: `T${n}` }]),
    ],
    ['a PUT of a user', '/Users', 200, (path, name, n) => any(n).put(path, aUser(name, { title: `T${n}` }))],
    [
      'a new name for a user',
      '/Users',
      200,
      (path, name, n) => any(n).patch(path, [{ op: 'Replace', path: 'userName', value: `${name}${n}` }]),
    ],
    [
      'a new name for a group',
      '/Groups',
      204,
      (path, name, n) => any(n).patch(path, [{ op: 'Replace', path: 'displayName', value: `${name}${n}` }]),
    ],
    [
      'a PUT of a group',
      '/Groups',
      200,
      (path, name, n) => any(n).put(path, { displayName: name, externalId: `${name}${n}` }),
    ],
  ])(
    `${AT_ONCE} times at once, %s is done one after the other, each a version`,
    async (what, endpoint, status, change) => {
      const name = what.replaceAll(' ', '-');
      const { body } = await client.post(endpoint, endpoint === '/Users' ? aUser(name) : { displayName: name });
      const path = `${endpoint}/${body.id}`;
      const answers = await Promise.all(numbers(AT_ONCE).map((n) => change(path, name, n)));
      expect(tally(answers)).toEqual({ [status]: AT_ONCE });
      expect((await client.get(path)).body.meta.version).toBe(`W/"${AT_ONCE + 1}"`);
    },
  );

  it('sixty-four member changes of one group all arrive, an event for each', async () => {
    const people = await Promise.all(numbers(64).map((n) => made(`member${n}`)));
    const { body: group } = await client.post('/Groups', {
      displayName: 'Busy',
      members: people.slice(0, 32).map((value) => ({ value })),
    });
    const answers = await Promise.all(
      people.map((value, n) =>
        any(n).patch(`/Groups/${group.id}`, [{ op: n < 32 ? 'Remove' : 'Add', path: 'members', value: [{ value }] }]),
      ),
    );
    expect(tally(answers)).toEqual({ 204: 64 });
    const { body } = await client.get(`/Groups/${group.id}`);
    expect(body.members.map(({ value }: { value: string }) => value).sort()).toEqual(people.slice(32).sort());
    expect(body.meta.version).toBe('W/"65"');
    const events = await eventsOf(group.id);
    expect(events.filter((type) => type === 'scim_group_member_added')).toHaveLength(64);
    expect(events.filter((type) => type === 'scim_group_member_removed')).toHaveLength(32);
  });

  it('the same member added sixty-four times is one member and one event', async () => {
    const value = await made('once');
    const { body: group } = await client.post('/Groups', { displayName: 'Once' });
    const answers = await Promise.all(
      numbers(64).map((n) => any(n).patch(`/Groups/${group.id}`, [{ op: 'add', path: 'members', value: [{ value }] }])),
    );
    expect(tally(answers)).toEqual({ 204: 64 });
    expect((await client.get(`/Groups/${group.id}`)).body.members).toHaveLength(1);
    expect((await eventsOf(group.id)).filter((type) => type === 'scim_group_member_added')).toHaveLength(1);
  });

  it('two users who swap their names keep one each', async () => {
    const [left, right] = await Promise.all(['left', 'right'].map((name) => made(name)));
    const rename = (n: number, id: string | undefined, name: string) =>
      any(n).patch(`/Users/${id}`, [{ op: 'Replace', path: 'userName', value: `${name}@corp.example` }]);
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all([rename(0, left, 'right'), rename(1, right, 'left')]);
      expect(answers.every(({ status }) => status === 409 || status === 200)).toBe(true);
    }
    for (const name of ['left', 'right'])
      expect((await client.find('/Users', `userName eq "${name}@corp.example"`)).body.totalResults).toBeLessThanOrEqual(
        1,
      );
  });

  it('DELETE against PATCH: whoever comes second finds nobody, and nothing is half done', async () => {
    for (const n of numbers(5)) {
      const id = await made(`gone${n}`);
      const answers = await Promise.all([
        any(n).delete(`/Users/${id}`),
        any(n + 1).patch(`/Users/${id}`, [{ op: 'Replace', path: 'title', value: 'Last' }]),
      ]);
      expect(answers[0]?.status).toBe(204);
      expect([200, 404]).toContain(answers[1]?.status);
      expect((await client.get(`/Users/${id}`)).status).toBe(404);
      expect((await world.personOf(id)).status).toBe('deactivated');
    }
  });

  it('twenty creates with the key of somebody deleted revive them once', async () => {
    const id = await made('revived', { externalId: objectId(77) });
    await client.delete(`/Users/${id}`);
    const answers = await Promise.all(
      numbers(20).map((n) => any(n).post('/Users', aUser('revived', { externalId: objectId(77) }))),
    );
    expect(tally(answers)).toEqual({ 201: 1, 409: 19 });
    expect(answers.find(({ status }) => status === 201)?.body.id).toBe(id);
  });

  it('a member who arrives while the group names them is in it', async () => {
    const keys = numbers(20).map((n) => objectId(1_000 * instances + n));
    const { body: group } = await client.post('/Groups', { displayName: 'Early' });
    const answers = await Promise.all(
      keys.flatMap((externalId, n) => [
        any(n).patch(`/Groups/${group.id}`, [{ op: 'Add', path: 'members', value: [{ value: externalId }] }]),
        any(n + 1).post('/Users', aUser(`early${n}`, { externalId })),
      ]),
    );
    expect(tally(answers)).toEqual({ 201: 20, 204: 20 });
    const [{ waiting }] = await world.app.database.query(
      'SELECT count(*)::int AS waiting FROM inbound_scim.pending_member WHERE group_id = $1',
      [group.id],
    );
    const members = (await client.get(`/Groups/${group.id}`)).body.members ?? [];
    expect(waiting).toBe(0);
    expect(members).toHaveLength(20);
  });

  it('three who pass their names on in a ring end with one each', async () => {
    const names = ['ring1', 'ring2', 'ring3'];
    const ids = await Promise.all(names.map((name) => made(name)));
    const answers = await Promise.all(
      numbers(30).map((n) =>
        any(n).patch(`/Users/${ids[n % 3]}`, [
          { op: 'Replace', path: 'userName', value: `${names[(n + 1) % 3]}@corp.example` },
        ]),
      ),
    );
    expect(answers.filter(({ status }) => status !== 409 && status !== 200)).toEqual([]);
    const found = await Promise.all(ids.map(async (id) => (await client.get(`/Users/${id}`)).body.userName));
    expect(new Set(found).size).toBe(3);
  });

  it('one address that ten people take at once is one’s; the others go on without', async () => {
    const ids = await Promise.all(numbers(10).map((n) => made(`taker${n}`)));
    const answers = await Promise.all(
      ids.map((id, n) =>
        any(n).patch(`/Users/${id}`, [
          { op: 'Replace', path: 'emails[type eq "work"].value', value: 'wanted@corp.example' },
        ]),
      ),
    );
    expect(tally(answers)).toEqual({ 200: 10 });
    const people = await Promise.all(ids.map((id) => world.personOf(id)));
    expect(people.filter(({ email }) => email === 'wanted@corp.example')).toHaveLength(1);
    expect(people.filter(({ email }) => email === null)).toHaveLength(9);
  });

  it('disabled and enabled at once: whichever was last, the person follows', async () => {
    const id = await made('flicker');
    const answers = await Promise.all(
      numbers(20).map((n) =>
        any(n).patch(`/Users/${id}`, [{ op: 'Replace', path: 'active', value: n % 2 === 0 ? 'True' : 'False' }]),
      ),
    );
    expect(tally(answers)).toEqual({ 200: 20 });
    const { active } = (await client.get(`/Users/${id}`)).body;
    expect((await world.personOf(id)).status).toBe(active ? 'active' : 'deactivated');
  });

  it('a leaver’s key and a leaver’s name that come back at once are never two people of one name', async () => {
    for (const n of numbers(5)) {
      const id = await made(`back${n}`, { externalId: objectId(200 + n) });
      await client.delete(`/Users/${id}`);
      const answers = await Promise.all([
        any(n).post('/Users', aUser(`back${n}`, { externalId: objectId(200 + n) })),
        any(n + 1).post('/Users', aUser(`back${n}`, { externalId: objectId(300 + n) })),
      ]);
      expect(tally(answers)).toEqual({ 201: 1, 409: 1 });
      expect((await client.find('/Users', `userName eq "back${n}@corp.example"`)).body.totalResults).toBe(1);
    }
  });

  it('a recycled name is handed over once, to one of those who come for it', async () => {
    const id = await made('seat', { externalId: objectId(400) });
    await client.patch(`/Users/${id}`, [{ op: 'Replace', path: 'active', value: 'False' }]);
    const answers = await Promise.all(
      numbers(10).map((n) => any(n).post('/Users', aUser('seat', { externalId: objectId(400 + n) }))),
    );
    expect(tally(answers)).toEqual({ 201: 1, 409: 9 });
    expect((await client.get(`/Users/${id}`)).status).toBe(404);
  });

  it('twenty groups of one name are one', async () => {
    const answers = await Promise.all(
      numbers(20).map((n) => any(n).post('/Groups', { displayName: n % 2 === 0 ? 'Only' : 'ONLY' })),
    );
    expect(tally(answers)).toEqual({ 201: 1, 409: 19 });
  });

  it('a group that is deleted while members join it leaves nothing behind', async () => {
    for (const n of numbers(5)) {
      const people = await Promise.all(numbers(4).map((m) => made(`lost${n}-${m}`)));
      const { body: group } = await client.post('/Groups', { displayName: `Gone ${n}` });
      const answers = await Promise.all([
        ...people.map((value, m) =>
          any(m).patch(`/Groups/${group.id}`, [
            { op: 'add', path: 'members', value: [{ value }, { value: objectId(900) }] },
          ]),
        ),
        any(n).delete(`/Groups/${group.id}`),
      ]);
      expect(answers.at(-1)?.status).toBe(204);
      expect(answers.filter(({ status }) => ![204, 404].includes(status))).toEqual([]);
      for (const id of people) expect('groups' in (await client.get(`/Users/${id}`)).body).toBe(false);
    }
  });

  it('a member who is deleted while they join is in no group', async () => {
    for (const n of numbers(5)) {
      const id = await made(`leaving${n}`);
      const { body: group } = await client.post('/Groups', { displayName: `Joining ${n}` });
      const answers = await Promise.all([
        any(n).patch(`/Groups/${group.id}`, [{ op: 'add', path: 'members', value: [{ value: id }] }]),
        any(n + 1).delete(`/Users/${id}`),
      ]);
      expect(tally(answers)).toEqual({ 204: 2 });
      expect('members' in (await client.get(`/Groups/${group.id}`)).body).toBe(false);
    }
  });

  it('whole lists and single members at once: every event is a member who came or went', async () => {
    const people = await Promise.all(numbers(12).map((n) => made(`mixed${n}`)));
    const { body: group } = await client.post('/Groups', { displayName: 'Mixed' });
    const answers = await Promise.all(
      people.flatMap((value, n) => [
        any(n).patch(`/Groups/${group.id}`, [{ op: 'add', path: 'members', value: [{ value }] }]),
        any(n + 1).put(`/Groups/${group.id}`, {
          displayName: 'Mixed',
          members: people.slice(n).map((id) => ({ value: id })),
        }),
      ]),
    );
    expect(tally(answers)).toEqual({ 200: 12, 204: 12 });
    const events = await eventsOf(group.id);
    const count = (type: string) => events.filter((each) => each === `scim_group_member_${type}`).length;
    expect((await client.get(`/Groups/${group.id}`)).body.members).toHaveLength(count('added') - count('removed'));
  });
});

describe('between two instances', () => {
  const usersBy = async (app: TestApp, { id, token }: ScimClient): Promise<number> =>
    (await new ScimClient(`${app.url}/scim/v2/inbound/${id}`, token, '', id).get('/Users?count=0')).status;

  const connectHere = async () => (await connect(1))[0]!;

  it('a token that one revokes is refused by the other within a second, however often it is used meanwhile', async () => {
    const waits: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const client = await connectHere();
      expect(await usersBy(second, client)).toBe(200);
      const path = `/tenants/${client.tenantId}/identity-providers/${client.id}/tokens`;
      const [token] = (await world.admin.get(path)).body.items;
      expect((await world.admin.delete(`${path}/${token.id}`)).status).toBe(204);
      const revoked = performance.now();
      expect(await usersBy(world.app, client)).toBe(401);
      let asked = performance.now();
      for (let status = 200; status === 200;) {
        asked = performance.now();
        status = await usersBy(second, client);
      }
      waits.push(asked - revoked);
    }
    // When the last request that was let in was sent: how long the answer itself took is another matter.
    expect(Math.max(...waits)).toBeLessThan(TTL_MS + ONE_REQUEST_MS);
    tellFigures('Races', 'a token revoked on one instance, used on the other', {
      ...{ rounds: ROUNDS, 'let in at most so long, ms': Math.round(Math.max(...waits)) },
    });
  });

  it('two administrators who settle one conflict at once settle it once', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const client = await connectHere();
      await client.post('/Users', aUser('ana', { externalId: objectId(1) }));
      await client.post('/Users', aUser('ana', { externalId: objectId(2) }));
      const path = `/tenants/${client.tenantId}/conflicts`;
      const [conflict] = (await world.admin.get(path)).body.items;
      const other = new Api(second.url, world.app.adminKey);
      const answers = await Promise.all(
        [world.admin, other, world.admin, other].map((admin) =>
          admin.post(`${path}/${conflict.id}/resolve`, { resolution: 'release' }),
        ),
      );
      expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
      expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1);
      const resolved = await world.app.database.query(
        `SELECT id FROM inbound_scim.audit_event WHERE tenant_id = $1 AND type LIKE '%conflict_resolved'`,
        [client.tenantId],
      );
      expect(resolved.length).toBeLessThanOrEqual(1);
    }
  });

  it('an administrator who deactivates while the identity provider enables has the last word', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const client = await connectHere();
      const { body } = await client.post('/Users', aUser('ana'));
      const person = (await world.personOf(body.id)).id;
      const enable = { op: 'Replace', path: 'active', value: 'True' };
      const answers = await Promise.all([
        new Api(second.url, world.app.adminKey).post(`/tenants/${client.tenantId}/users/${person}/deactivate`),
        ...numbers(5).map((n) =>
          client.patch(`/Users/${body.id}`, [enable, { op: 'Replace', path: 'title', value: `T${n}` }]),
        ),
      ]);
      expect(tally(answers)).toEqual({ 200: 6 });
      expect((await world.person(person)).status).toBe('deactivated');
    }
  });

  it('settings that change while users are written: every write is by the old ones or by the new ones', async () => {
    const client = await connectHere();
    const path = `/tenants/${client.tenantId}/identity-providers/${client.id}`;
    const answers = await Promise.all([
      ...numbers(30).map((n) => client.post('/Users', aUser(`set${n}`))),
      ...numbers(6).map((n) => world.admin.patch(path, { strict: n % 2 === 0 })),
    ]);
    expect(answers.filter(({ status }) => status >= 300)).toEqual([]);
    expect((await client.get('/Users?count=0')).body.totalResults).toBe(30);
  });

  it('that start at once on an empty database: one migrates it, and both serve it', async () => {
    const empty = await createEmptyDatabase();
    const logger = { log: () => undefined, warn: () => undefined, error: () => undefined };
    const { signal } = new AbortController();
    await Promise.all(numbers(3).map(() => prepareDatabase(empty.url, logger, signal)));
    const apps = await Promise.all(numbers(2).map(() => startApp({ databaseUrl: empty.url, upkeep: false })));
    const made = await apps[0]?.database.query('SELECT name FROM public.inbound_scim_migration');
    expect(new Set(made.map(({ name }: { name: string }) => name)).size).toBe(made.length);
    expect(apps.filter(({ adminKey }) => adminKey !== '')).toHaveLength(1);
    for (const app of apps) expect((await fetch(`${app.url}/scim/v2/inbound/x/Users`)).status).toBe(401);
    for (const app of apps) await app.close();
    await empty.drop();
  });
});

/** What must hold of the tables after all of that; each answers whoever it does not hold of. */
describe('afterwards', () => {
  it.each(TABLE_RULES)('%s', async (_, query) => {
    expect(await world.app.database.query(query)).toEqual([]);
  });
});
