import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../admin/api.js';
import { checkAnswer } from '../support/invariants.js';
import { aUser, ENT, objectId, type ScimClient, USER, World } from '../support/scim-client.js';

/**
 * One connection stands among others: of its own tenant, of another tenant, and of another tenant under the very same identity provider id.
 * Nothing of theirs can be read, counted, changed, linked or guessed at.
 */

let world: World;
let mine: ScimClient;
let strangers: readonly Stranger[];

interface Stranger {
  readonly client: ScimClient;
  readonly user: string;
  readonly group: string;
}

const SECRET = 'secret-of-a-stranger';
const SHARED_ID = '0198c2a4-7b1e-7c3d-9a55-3f6d2e1b4c0a';

beforeAll(async () => {
  world = await World.start();
  mine = await world.connect({}, await world.tenant(), SHARED_ID);
  const clients = [
    await world.connect({ kind: 'okta' }, mine.tenantId),
    await world.connect(),
    await world.connect({}, await world.tenant(), SHARED_ID),
  ];
  strangers = await Promise.all(clients.map(populate));
  await mine.post('/Users', aUser('me', { externalId: 'my-key' }));
  await mine.post('/Groups', { displayName: 'Mine' });
});

afterAll(() => world.close());

async function populate(client: ScimClient): Promise<Stranger> {
  const person = aUser('theirs', { externalId: objectId(1), title: SECRET, [ENT]: { department: SECRET } });
  const { body: user } = await client.post('/Users', { ...person, emails: [{ value: `${SECRET}@corp.example` }] });
  const { body: group } = await client.post('/Groups', {
    displayName: 'Theirs',
    externalId: SECRET,
    members: [{ value: user.id }],
  });
  return { client, user: user.id, group: group.id };
}

/** As they are seen by whom they belong to. */
async function stateOf({ client, user, group }: Stranger): Promise<readonly string[]> {
  const answers = await Promise.all(
    [`/Users/${user}`, `/Groups/${group}`, '/Users', '/Groups'].map((path) => client.get(path)),
  );
  return answers.map(({ text }) => text);
}

function checkNothing(answer: Answer): void {
  checkAnswer(answer);
  expect(answer.text).not.toContain(SECRET);
  expect(answer.text).not.toContain('theirs@corp');
}

describe.each([
  ['another identity provider of the tenant', 0],
  ['another tenant', 1],
  ['another tenant’s identity provider of the same id', 2],
])('%s', (_, index) => {
  const stranger = () => strangers[index] as Stranger;

  it('is nobody: 404 for every verb, and nothing of theirs is changed', async () => {
    const before = await stateOf(stranger());
    const { user, group } = stranger();
    for (const [method, path, body] of [
      ['GET', `/Users/${user}`],
      ['PUT', `/Users/${user}`, aUser('mine')],
      ['PATCH', `/Users/${user}`, { Operations: [{ op: 'replace', path: 'active', value: false }] }],
      ['DELETE', `/Users/${user}`],
      ['GET', `/Groups/${group}`],
      ['PUT', `/Groups/${group}`, { displayName: 'Mine2' }],
      ['PATCH', `/Groups/${group}`, { Operations: [{ op: 'remove', path: 'members' }] }],
      ['DELETE', `/Groups/${group}`],
    ] as const) {
      const answer = await mine.send(method, path, body);
      expect([method, path, answer.status]).toEqual([method, path, 404]);
      checkNothing(answer);
    }
    expect(await stateOf(stranger())).toEqual(before);
  });

  it.each([
    'userName eq "theirs@corp.example"',
    'userName sw "theirs"',
    'title pr',
    `title eq "${SECRET}"`,
    `externalId eq "${objectId(1)}"`,
    'id eq "{user}"',
    `emails.value co "${SECRET}"`,
    `emails[value co "${SECRET}"]`,
    `${ENT}:department pr`,
    'groups.display eq "Theirs"',
    'groups.value eq "{group}"',
    'groups pr',
  ])('is found by no filter: %s', async (filter) => {
    const { user, group } = stranger();
    const answer = await mine.find('/Users', filter.replace('{user}', user).replace('{group}', group));
    expect(answer.body).toMatchObject({ totalResults: 0, Resources: [] });
    checkNothing(answer);
  });

  it.each(['displayName eq "Theirs"', `externalId eq "${SECRET}"`, 'members.value eq "{user}"', 'members pr'])(
    'has groups that no filter finds: %s',
    async (filter) => {
      const answer = await mine.find('/Groups', filter.replace('{user}', stranger().user));
      expect(answer.body).toMatchObject({ totalResults: 0 });
      checkNothing(answer);
    },
  );

  it('is no member here, by id or by key, and shows in no group', async () => {
    const { body: group } = await mine.post('/Groups', {
      displayName: `Hopeful ${index}`,
      members: [{ value: stranger().user }, { value: objectId(1) }, { value: stranger().group }],
    });
    expect('members' in group).toBe(false);
    const before = await stateOf(stranger());
    await stranger().client.patch(`/Users/${stranger().user}`, [{ op: 'replace', path: 'nickName', value: 'x' }]);
    await stranger().client.patch(`/Users/${stranger().user}`, [{ op: 'remove', path: 'nickName' }]);
    expect('members' in (await mine.get(`/Groups/${group.id}`)).body).toBe(false);
    expect((await stranger().client.get(`/Users/${stranger().user}`)).body.groups).toHaveLength(1);
    expect(await stateOf(stranger())).not.toEqual(before);
    expect(await mine.find('/Users', 'groups pr')).toMatchObject({ body: { totalResults: 0 } });
    await mine.delete(`/Groups/${group.id}`);
  });

  it('is not met by their names and keys: what they are called may be called so here', async () => {
    const { body: user, status } = await mine.post('/Users', {
      schemas: [USER],
      userName: 'theirs@corp.example',
      externalId: objectId(1),
    });
    const group = await mine.post('/Groups', { displayName: 'Theirs', externalId: SECRET });
    expect([status, group.status]).toEqual([201, 201]);
    expect(user.id).not.toBe(stranger().user);
    expect((await world.personOf(user.id)).id).not.toBe((await world.personOf(stranger().user)).id);
    expect((await world.personOf(user.id)).attributes).not.toHaveProperty('jobTitle');
    await mine.delete(`/Users/${user.id}`);
    await mine.delete(`/Groups/${group.body.id}`);
    expect((await stranger().client.get(`/Users/${stranger().user}`)).status).toBe(200);
  });

  it('is not revived by their key', async () => {
    const { body: gone } = await stranger().client.post('/Users', aUser('gone', { externalId: objectId(5) }));
    await stranger().client.delete(`/Users/${gone.id}`);
    const { body: newcomer } = await mine.post('/Users', aUser(`new${index}`, { externalId: objectId(5) }));
    expect(newcomer.id).not.toBe(gone.id);
    await mine.delete(`/Users/${newcomer.id}`);
  });

  it('has a token that opens nothing here', async () => {
    const { client } = stranger();
    const isTwin = client.url === mine.url;
    for (const path of ['/Users', '/Groups', '/Schemas', '/Me']) {
      const answer = await mine.get(path, { authorization: `Bearer ${client.token}` });
      expect([path, answer.status === 401]).toEqual([path, !isTwin]);
      expect(answer.text).not.toContain('me@corp.example');
      checkAnswer(answer);
    }
  });

  it('has events of their own', async () => {
    const { body } = await world.admin.get(
      `/tenants/${mine.tenantId}/audit-events?identityProviderId=${mine.id}&limit=200`,
    );
    expect(JSON.stringify(body)).not.toContain(stranger().user);
    expect(JSON.stringify(body)).not.toContain(stranger().group);
  });
});

describe('a client’s or cannot leave the connection', () => {
  it.each([
    'id pr or id pr',
    'userName sw "" or userName pr',
    'active eq true or active eq false or not (active pr)',
    'not (userName eq "nobody")',
    'not (id eq "x" and id eq "y")',
    'title pr or (userName pr and (id pr or externalId pr))',
    'userName eq "x" or emails pr or groups pr or meta.created pr',
    'emails.value ne "x" or groups.value ne "y"',
    "userName eq \"x') or ('1'='1\"",
    'userName eq "x" or title eq "\\") OR TRUE --"',
    'displayName co "%" or nickName co "_" or id pr',
  ])('%s', async (filter) => {
    const answer = await mine.find('/Users', filter);
    checkNothing(answer);
    expect(answer.body.totalResults).toBeLessThanOrEqual(1);
    expect((await mine.get(`/Users?count=0&${new URLSearchParams({ filter }).toString()}`)).body.totalResults).toBe(
      answer.body.totalResults,
    );
  });

  it('nor its page, its projection or its order', async () => {
    for (const query of [
      '',
      'startIndex=1&count=200',
      'attributes=title,groups',
      'excludedAttributes=userName',
      'sortBy=title',
      'sortBy=id&sortOrder=descending',
    ])
      for (const path of ['/Users', '/Groups']) {
        const answer = await mine.get(`${path}?${query}`);
        checkNothing(answer);
        if (answer.status === 200) expect(answer.body.totalResults).toBe(1);
      }
  });
});

describe('two tenants with one identity provider id', () => {
  it('are told apart by the token, and answer under the same URL', async () => {
    const [, , twin] = strangers;
    expect(twin?.client.url).toBe(mine.url);
    expect((await mine.get('/Users')).body.Resources.map(({ userName }: { userName: string }) => userName)).toEqual([
      'me@corp.example',
    ]);
    expect((await twin?.client.get('/Users'))?.body.Resources).toMatchObject([{ userName: 'theirs@corp.example' }]);
  });

  it('stay apart when one is disabled', async () => {
    const twin = strangers[2] as Stranger;
    const path = `/tenants/${twin.client.tenantId}/identity-providers/${SHARED_ID}`;
    expect((await world.admin.patch(path, { enabled: false })).status).toBe(200);
    expect((await twin.client.get('/Users')).status).toBe(401);
    expect((await mine.get('/Users')).status).toBe(200);
    await world.admin.patch(path, { enabled: true });
    expect((await twin.client.get('/Users')).status).toBe(200);
  });
});

describe('members of another connection of the same tenant', () => {
  it('cannot be added by a strict connection, which is told of nobody', async () => {
    const strict = await world.connect({ kind: 'generic' }, mine.tenantId);
    const [neighbour] = strangers;
    const { body: group } = await strict.post('/Groups', { displayName: 'Strict' });
    const refused = await strict.patch(`/Groups/${group.id}`, [
      { op: 'add', path: 'members', value: [{ value: neighbour?.user }] },
    ]);
    expect(refused).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
    checkNothing(refused);
  });
});
