import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer, Api } from '../admin/api.js';
import { aUser, ENT, GROUP, objectId, PATCH, type ScimClient, USER, World } from '../support/scim-client.js';
import { SentStatements } from '../support/sent-statements.js';

/** Whoever belongs to another tenant or identity provider is told from nobody by no answer: not by a byte of it, nor by what it made the service do. */

const NOBODY = { user: '0198c2a4-0001-7c3d-9a55-3f6d2e1b4c01', group: '0198c2a4-0002-7c3d-9a55-3f6d2e1b4c02' };
const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const MANAGER = `${ENT}:manager`;

let world: World;
let mine: ScimClient;
let me: string;
let statements: SentStatements;
let theirs: readonly (Pair & { readonly client: ScimClient })[];

interface Pair {
  readonly user: string;
  readonly group: string;
}

beforeAll(async () => {
  world = await World.start({ upkeep: false, rateLimit: { perSecond: 10_000, burst: 10_000 } });
  statements = SentStatements.of(world.app);
  mine = await world.connect();
  me = (await mine.post('/Users', aUser('me'))).body.id;
  theirs = await Promise.all([
    populate(await world.connect({ kind: 'okta' }, mine.tenantId)),
    populate(await world.connect()),
  ]);
});

afterAll(() => world.close());

async function populate(client: ScimClient) {
  const user = (await client.post('/Users', aUser('theirs', { externalId: objectId(7) }))).body.id as string;
  const group = (await client.post('/Groups', { displayName: 'Theirs', members: [{ value: user }] })).body.id as string;
  return { client, user, group };
}

type Ask = (pair: Pair) => readonly [method: string, path: string, body?: object];

const patch = (...Operations: readonly object[]) => ({ schemas: [PATCH], Operations });
const find = (path: string, filter: string): [string, string] => [
  'GET',
  `${path}?${new URLSearchParams({ filter }).toString()}`,
];
const search = (filter: string) => ({ schemas: [SEARCH], filter });
const bulk = (...Operations: readonly object[]): [string, string, object] => [
  'POST',
  '/Bulk',
  { schemas: [BULK], Operations },
];

const ASKED: readonly (readonly [string, Ask])[] = [
  ['a user by id', ({ user }) => ['GET', `/Users/${user}`]],
  ['a user by id, put', ({ user }) => ['PUT', `/Users/${user}`, aUser('other')]],
  [
    'a user by id, changed',
    ({ user }) => ['PATCH', `/Users/${user}`, patch({ op: 'replace', path: 'active', value: false })],
  ],
  [
    'a user by id, changed as nobody can',
    ({ user }) => ['PATCH', `/Users/${user}`, patch({ op: 'replace', path: 'nope', value: 1 })],
  ],
  ['a user by id, deleted', ({ user }) => ['DELETE', `/Users/${user}`]],
  ['a group by id', ({ group }) => ['GET', `/Groups/${group}`]],
  ['a group by id, put', ({ group }) => ['PUT', `/Groups/${group}`, { schemas: [GROUP], displayName: 'Other' }]],
  ['a group by id, emptied', ({ group }) => ['PATCH', `/Groups/${group}`, patch({ op: 'remove', path: 'members' })]],
  ['a group by id, deleted', ({ group }) => ['DELETE', `/Groups/${group}`]],
  ['a user under the path of groups', ({ user }) => ['GET', `/Groups/${user}`]],
  ['a manager', ({ user }) => ['PATCH', `/Users/${me}`, patch({ op: 'add', path: MANAGER, value: user })]],
  ['a manager’s name, by a filter', () => find('/Users', `${MANAGER}.displayName pr`)],
  ['an id, by a filter', ({ user }) => find('/Users', `id eq "${user}"`)],
  ['an id, by an or', ({ user }) => find('/Users', `id eq "${user}" or userName eq "nobody"`)],
  ['an id, by a negation', ({ user }) => find('/Users', `not (id ne "${user}")`)],
  ['a group, by a filter of users', ({ group }) => find('/Users', `groups.value eq "${group}"`)],
  ['a member, by a filter of groups', ({ user }) => find('/Groups', `members.value eq "${user}"`)],
  ['a member, by a value path', ({ user }) => find('/Groups', `members[value eq "${user}"]`)],
  ['an id, by .search of users', ({ user }) => ['POST', '/Users/.search', search(`id eq "${user}"`)]],
  ['an id, by .search of groups', ({ group }) => ['POST', '/Groups/.search', search(`id eq "${group}"`)]],
  [
    'an id, by .search of everything',
    ({ user, group }) => ['POST', '/.search', search(`id eq "${user}" or id eq "${group}"`)],
  ],
  ['a list sorted, from an id on', ({ user }) => find('/Users', `id ge "${user}" and id le "${user}"`)],
  [
    'a member, taken out of a group',
    ({ user }) => ['PATCH', `/Groups/${'{own}'}`, patch({ op: 'remove', path: `members[value eq "${user}"]` })],
  ],
  [
    'a user, by bulk',
    ({ user }) =>
      bulk({ method: 'PATCH', path: `/Users/${user}`, data: patch({ op: 'replace', path: 'active', value: false }) }),
  ],
  ['a user, deleted by bulk', ({ user }) => bulk({ method: 'DELETE', path: `/Users/${user}` })],
  [
    'a group, put by bulk',
    ({ group }) => bulk({ method: 'PUT', path: `/Groups/${group}`, data: { schemas: [GROUP], displayName: 'Other' } }),
  ],
  [
    'a manager, by bulk',
    ({ user }) =>
      bulk({
        method: 'PATCH',
        path: `/Users/${me}`,
        data: patch({ op: 'replace', path: MANAGER, value: { value: user } }),
      }),
  ],
];

/** What was answered, but for what differs by itself: ids that were asked for, moments, versions, the id of the request. */
function told({ status, headers, text }: Answer, { user, group }: Pair) {
  const plain = (value: string) =>
    value
      .replaceAll(user, 'USER')
      .replaceAll(group, 'GROUP')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'MOMENT')
      .replace(/W\/\\*"\d+\\*"/g, 'VERSION');
  const shown = [...headers].filter(([name]) => !['date', 'x-request-id', 'content-length'].includes(name));
  return { status, headers: shown.map(([name, value]) => `${name}: ${plain(value)}`), text: plain(text) };
}

describe.each([
  ['another identity provider of the tenant', 0],
  ['another tenant', 1],
])('%s', (_, index) => {
  let own: string;

  beforeAll(async () => {
    own = (await mine.post('/Groups', { displayName: `Own ${index}`, members: [{ value: me }] })).body.id;
  });

  it.each(ASKED)('is nobody: %s', async (_name, ask) => {
    const stranger = theirs[index]!;
    const before = await stateOf(stranger);
    const ofWhom = async (pair: Pair) => {
      const [method, path, body] = ask(pair);
      let answer!: Answer;
      const sent = await statements.during(async () => {
        answer = await mine.send(method, path.replace('{own}', own), body);
      });
      return { ...told(answer, pair), sent: sent.map(({ text }) => text) };
    };
    expect(await ofWhom(stranger)).toEqual(await ofWhom(NOBODY));
    expect(await stateOf(stranger)).toEqual(before);
  });

  it('is nobody’s manager: the value is kept as it was sent, and shows nothing of anybody', async () => {
    const managed = async (pair: Pair) => {
      const set = await mine.patch(`/Users/${me}`, [{ op: 'replace', path: MANAGER, value: pair.user }]);
      const read = await mine.get(`/Users/${me}`);
      const found = await mine.find('/Users', `${MANAGER}.value eq "${pair.user}"`);
      const named = await mine.find('/Users', `${MANAGER}.displayName pr`);
      return [set, read, found, named].map((answer) => {
        const { status, text } = told(answer, pair);
        return { status, text };
      });
    };
    const ofStranger = await managed(theirs[index]!);
    expect(ofStranger).toEqual(await managed(NOBODY));
    expect(ofStranger[3]?.text).toContain('"totalResults":0');
  });

  it('is nobody who could be a member, of a new group or of one that is there', async () => {
    const group = async ({ user, group: nested }: Pair, n: number) => {
      const members = [{ value: user }, { value: nested }];
      const made = await mine.post('/Groups', { displayName: `Of ${n}`, members });
      const changed = await mine.patch(`/Groups/${made.body.id}`, [{ op: 'add', path: 'members', value: members }]);
      const read = await mine.get(`/Groups/${made.body.id}`);
      await mine.delete(`/Groups/${made.body.id}`);
      return [made, changed, read].map((answer) => {
        const { status, text } = told(answer, { user: made.body.id, group: `Of ${n}` });
        return { status, text };
      });
    };
    expect(await group(theirs[index]!, index)).toEqual(await group(NOBODY, index + 10));
  });
});

async function stateOf({ client, user, group }: (typeof theirs)[number]): Promise<readonly string[]> {
  const answers = await Promise.all([`/Users/${user}`, `/Groups/${group}`].map((path) => client.get(path)));
  return answers.map(({ text }) => text);
}

/** Every route of a tenant, as the OpenAPI document has it. */
const ROUTES = Object.entries(
  (
    JSON.parse(readFileSync(new URL('../admin/golden/openapi.golden.json', import.meta.url), 'utf8')) as {
      paths: Record<string, object>;
    }
  ).paths,
).flatMap(([path, methods]) =>
  path.startsWith('/admin/v1/tenants/{tenantId}')
    ? Object.keys(methods).map((method) => [method.toUpperCase(), path.slice('/admin/v1'.length)] as const)
    : [],
);

describe('a key of one tenant', () => {
  let keyed: Api;

  beforeAll(async () => {
    const { body } = await world.admin.post('/keys', { name: 'theirs', role: 'owner', tenantId: mine.tenantId });
    keyed = world.admin.as(body.plaintext);
  });

  it.each(ROUTES)('tells another tenant from none by nothing: %s %s', async (method, path) => {
    const stranger = theirs[1]!;
    const ofTenant = async (tenantId: string) => {
      const url = path
        .replace('{tenantId}', tenantId)
        .replace('{identityProviderId}', stranger.client.id)
        .replace('{userId}', stranger.user)
        .replace('{groupId}', stranger.group)
        .replace('{urn}', encodeURIComponent(USER))
        .replace('{key}', 'department')
        .replace(/\{\w+\}/, objectId(1));
      const { status, text } = await keyed.send(method, url, method === 'GET' || method === 'DELETE' ? undefined : {});
      return { status, text: text.replaceAll(tenantId, 'TENANT').replace(/"(requestId|instance)":"[^"]*"/g, '') };
    };
    const answer = await ofTenant(stranger.client.tenantId);
    expect(answer).toEqual(await ofTenant(NOBODY.user));
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).not.toContain('theirs@corp');
  });

  it('lists its own tenant alone, and no key of another', async () => {
    const { body } = await keyed.get('/tenants');
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([mine.tenantId]);
    const keys = await keyed.get('/keys');
    expect(keys.text).not.toContain(stranger().tenantId);
    expect((await keyed.get(`/tenants/${mine.tenantId}`)).status).toBe(200);
  });

  const stranger = () => theirs[1]!.client;
});
