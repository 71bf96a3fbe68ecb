import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer } from '../admin/api.js';
import { aUser, objectId, ScimClient, World } from '../support/scim-client.js';
import { startApp, type TestApp } from '../support/test-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

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

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const tally = (answers: readonly Answer[]) => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

describe.each([1, 2])('on %i instance(s)', (instances) => {
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
});
