import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer } from '../admin/api.js';
import { aUser, objectId, type ScimClient, World } from '../support/scim-client.js';
import { type SentStatement, SentStatements } from '../support/sent-statements.js';

/** How often a request speaks to the database: a round trip costs more than most statements do. */

let world: World;
let client: ScimClient;
let sent: SentStatements;

beforeAll(async () => {
  world = await World.start({ upkeep: false });
  sent = SentStatements.of(world.app);
});

/** Of a tenant of its own, whose connections are told so before anything is counted. */
beforeEach(async () => {
  client = await world.connect();
  await client.get('/Users?count=0');
});

afterAll(() => world.close());

/** Its name, or what it begins with. */
function nameOf({ name, text }: SentStatement): string {
  return name || text.trim().slice(0, 40);
}

async function namesDuring(work: () => Promise<unknown>): Promise<readonly string[]> {
  return (await sent.during(work)).map(nameOf);
}

async function expectStatements(count: number, status: number, work: () => Promise<Answer>): Promise<void> {
  const statuses: number[] = [];
  const statements = await namesDuring(async () => statuses.push((await work()).status));
  expect({ statuses, count: statements.length, statements }).toMatchObject({ statuses: [status], count });
}

const made = async (name: string): Promise<string> => (await client.post('/Users', aUser(name))).body.id;
const group = async (members: readonly string[] = []): Promise<string> =>
  (await client.post('/Groups', { displayName: 'Ops', members: members.map((value) => ({ value })) })).body.id;

describe('statements of', () => {
  it('a newcomer: 1', async () => {
    await expectStatements(1, 201, () => client.post('/Users', aUser('ana', { externalId: objectId(1) })));
  });

  it('a read by id: 1, with groups and without', async () => {
    const id = await made('ana');
    await group([id]);
    await expectStatements(1, 200, () => client.get(`/Users/${id}`));
    await expectStatements(1, 200, () => client.get(`/Users/${id}?attributes=userName`));
    await expectStatements(1, 404, () => client.get(`/Users/${objectId(1)}`));
    await expectStatements(0, 404, () => client.get('/Users/none'));
  });

  it.each([
    'userName eq "ana@corp.example"',
    'userName eq "nobody"',
    `externalId eq "${objectId(1)}"`,
    'emails[type eq "work"].value eq "ana@corp.example"',
    'displayName co "a" and active eq true',
    'groups pr or id pr',
  ])('a filter: 1, page and total together: %s', async (filter) => {
    await made('ana');
    await expectStatements(1, 200, () => client.find('/Users', filter));
  });

  it('a page: 1; a filter that means nothing: none', async () => {
    await made('ana');
    await expectStatements(1, 200, () => client.get('/Users?startIndex=1&count=2'));
    await expectStatements(1, 200, () => client.get('/Groups?excludedAttributes=members'));
    await expectStatements(0, 400, () => client.find('/Users', 'userName xx "x"'));
  });

  it.each<readonly [string, readonly { op: string; path?: string; value?: unknown }[]]>([
    ['of a value', [{ op: 'Replace', path: 'title', value: 'Boss' }]],
    ['of several', [{ op: 'replace', value: { title: 'B', 'name.givenName': 'A' } }]],
    ['that disables', [{ op: 'Replace', path: 'active', value: 'False' }]],
  ])('a PATCH %s: 2', async (_, operations) => {
    const id = await made('ana');
    await expectStatements(2, 200, () => client.patch(`/Users/${id}`, operations));
  });

  it('a PUT: 2', async () => {
    const id = await made('ana');
    await expectStatements(2, 200, () => client.put(`/Users/${id}`, aUser('ana', { title: 'Boss' })));
  });

  it('a PATCH that is refused before anything is read: none', async () => {
    const id = await made('ana');
    await expectStatements(0, 400, () => client.send('PATCH', `/Users/${id}`, { Operations: 'x' }));
  });

  it.each([1, 20])('a member who joins a group of many: 3, for %i at once', async (count) => {
    const people = await Promise.all(Array.from({ length: count }, (_, n) => made(`p${n}`)));
    const id = await group();
    await world.app.database.query(
      `INSERT INTO inbound_scim.membership (tenant_id, group_id, member_id, kind, created_at)
        SELECT $1, $2, gen_random_uuid(), 'User', now() FROM generate_series(1, 1000)`,
      [client.tenantId, id],
    );
    const value = people.map((person) => ({ value: person }));
    await expectStatements(3, 204, () => client.patch(`/Groups/${id}`, [{ op: 'Add', path: 'members', value }]));
    await expectStatements(3, 204, () => client.patch(`/Groups/${id}`, [{ op: 'Remove', path: 'members', value }]));
  });

  it('a group without its members: 1', async () => {
    const id = await group([await made('ana')]);
    await expectStatements(1, 200, () => client.get(`/Groups/${id}?excludedAttributes=members`));
    await expectStatements(1, 200, () => client.get(`/Groups/${id}`));
  });

  it('a DELETE: 2 of a user who is in no group', async () => {
    const id = await made('ana');
    await expectStatements(2, 204, () => client.delete(`/Users/${id}`));
    await expectStatements(1, 404, () => client.delete(`/Users/${id}`));
  });

  it('a new group: 2, and one more for all of its members', async () => {
    const value = await Promise.all(Array.from({ length: 30 }, (_, n) => made(`p${n}`)));
    const members = value.map((id) => ({ value: id }));
    await expectStatements(2, 201, () => client.post('/Groups', { displayName: 'Empty' }));
    await expectStatements(3, 201, () => client.post('/Groups?attributes=id', { displayName: 'Ops', members }));
  });

  it('a new group that another waits for: a transaction beside', async () => {
    await client.post('/Groups', { displayName: 'Parents', members: [{ value: objectId(7) }] });
    const statements = await namesDuring(() => client.post('/Groups', { displayName: 'Ops', externalId: objectId(7) }));
    expect(statements).toEqual(expect.arrayContaining(['group-create-lone', 'group-create', 'change-attach']));
  });

  it('users and groups at once: 1', async () => {
    await group([await made('ana')]);
    await expectStatements(1, 200, () => client.get(''));
    await expectStatements(1, 200, () => client.post('/.search', { filter: 'displayName pr', sortBy: 'displayName' }));
  });

  it('a page by cursor: 1, and a list that has not changed: 1', async () => {
    await Promise.all(['ana', 'bob', 'kim'].map(made));
    const { headers, body } = await client.get('/Users?count=2&cursor=');
    await expectStatements(1, 200, () => client.get(`/Users?count=2&cursor=${body.nextCursor}`));
    await expectStatements(1, 304, () =>
      client.get('/Users?count=2&cursor=', { 'if-none-match': headers.get('etag') ?? '' }),
    );
  });

  it('a bulk: as many as its operations have by themselves', async () => {
    const id = await made('ana');
    const patch = { Operations: [{ op: 'replace', path: 'title', value: 'Boss' }] };
    const create = (name: string) => ({ method: 'POST', path: '/Users', bulkId: name, data: aUser(name) });
    const Operations = [create('bob'), create('kim'), { method: 'PATCH', path: `/Users/${id}`, data: patch }];
    await expectStatements(4, 200, () => client.post('/Bulk', { Operations }));
    await expectStatements(0, 200, () => client.post('/Bulk', { Operations: [] }));
  });

  it('discovery: none', async () => {
    await expectStatements(0, 200, () => client.get('/Schemas'));
    await expectStatements(0, 200, () => client.get('/ServiceProviderConfig'));
  });
});

describe('requests that come at once', () => {
  it('share statements: whoever comes while one is on its way travels in the next', async () => {
    const id = await made('ana');
    const reads = await namesDuring(() => whileTheTableIsHeld(100, () => client.get(`/Users/${id}`)));
    expect(reads.length).toBeLessThan(20);
    const creates = await namesDuring(() => whileTheTableIsHeld(100, (n) => client.post('/Users', aUser(`p${n}`))));
    expect(creates.length).toBeLessThan(20);
    expect((await client.get('/Users?count=0')).body.totalResults).toBe(101);
  });

  it('share the look-up of their token, and those after them need none', async () => {
    const lookups = () => sent.all.filter(({ name }) => name === 'token-find').length;
    const before = lookups();
    const hundred = Array.from({ length: 100 }, () => client.get('/Schemas'));
    await Promise.all(hundred);
    expect(lookups() - before).toBeLessThan(10);
  });
});

/** So many requests at once; the table is let go when all of them have arrived. */
async function whileTheTableIsHeld(count: number, ask: (n: number) => Promise<Answer>): Promise<void> {
  const holder = world.app.database.createQueryRunner();
  await holder.startTransaction();
  await holder.query('LOCK TABLE inbound_scim.scim_user IN ACCESS EXCLUSIVE MODE');
  const arrived = requestsArrive(count);
  const answers = Array.from({ length: count }, (_, n) => ask(n));
  await arrived;
  await holder.commitTransaction();
  await holder.release();
  const statuses = (await Promise.all(answers)).map(({ status }) => status);
  expect(statuses.filter((status) => status >= 300)).toEqual([]);
}

function requestsArrive(count: number): Promise<void> {
  const server = world.app.app.getHttpServer();
  let seen = 0;
  return new Promise((resolve) => {
    server.on('request', function note() {
      seen += 1;
      if (seen < count) return;
      server.off('request', note);
      resolve();
    });
  });
}

describe('a hot statement', () => {
  it('has a name, so that each connection keeps it prepared', async () => {
    const id = await made('ana');
    const statements = await namesDuring(async () => {
      await client.get(`/Users/${id}`);
      await client.find('/Users', 'userName eq "ana@corp.example"');
      await client.find('/Users', 'emails.value eq "ana@corp.example"');
      await client.find('/Users', 'displayName eq "a"');
      await client.get('/Users?startIndex=1&count=1');
      await client.patch(`/Users/${id}`, [{ op: 'Replace', path: 'title', value: 'x' }]);
      await client.post('/Users', aUser('bob'));
    });
    expect(statements.filter((name) => /\s/.test(name))).toEqual([]);
  });
});
