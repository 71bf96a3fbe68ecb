import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InboundScim } from '../../src/index.js';
import type { Answer } from '../admin/api.js';
import { fillLargeDirectory, groupId, LARGE, personId } from '../support/large-directory.js';
import { Planner, type QueryPlan } from '../support/query-plan.js';
import { aUser, objectId, type ScimClient, World } from '../support/scim-client.js';
import { type SentStatement, SentStatements } from '../support/sent-statements.js';

/**
 * How PostgreSQL answers what requests send, behind the fence, in a directory of 100,000 users. The golden file shows which indexes
 * serve each of them: `UPDATE_GOLDEN=1 npm run test:unit -- --testPathPatterns plans` writes it anew.
 */

const GOLDEN = fileURLToPath(new URL('plans.json', import.meta.url));

/** The longest page there may be: so the last one is reached soon. */
const PAGE = 1_000;

/** Pages that one user costs who is shown whole, groups included, and those of all that is looked up besides. */
const PAGES = { user: 40, rest: 100 } as const;

let world: World;
let client: ScimClient;
let sent: SentStatements;
let planner: Planner;
const plans: Record<string, readonly string[]> = {};

beforeAll(async () => {
  world = await World.start({ upkeep: false, limits: { pageSize: PAGE } });
  client = await world.connect();
  await fillLargeDirectory(world.app, client);
  sent = SentStatements.of(world.app);
  planner = await Planner.of(world.app.database, client.tenantId);
  await client.get('/Users?count=0');
});

afterAll(async () => {
  await planner.close();
  await world.close();
});

async function sentBy(status: number, ask: () => Promise<Answer>): Promise<readonly SentStatement[]> {
  const answers: Answer[] = [];
  const statements = await sent.during(async () => answers.push(await ask()));
  expect(answers).toMatchObject([{ status }]);
  return statements;
}

/** A read is one statement. */
async function sentByGet(path: string): Promise<SentStatement> {
  const [statement, ...more] = await sentBy(200, () => client.get(encodeURI(path)));
  expect(more).toEqual([]);
  if (!statement) throw new Error(`${path} asks nothing.`);
  return statement;
}

const planOf = async (path: string): Promise<QueryPlan> => planner.plan(await sentByGet(path), 'custom');

/** The tables that grow with the directory are never read from end to end; the others have a row or two. */
function expectIndexes({ reads }: QueryPlan): void {
  expect(reads.filter((read) => /^all of (scim_user|scim_group|membership|directory_user)$/.test(read))).toEqual([]);
}

describe('one is found by an index, whether it is planned for these values or once for all', () => {
  it.each([
    `/Users/${personId(777)}`,
    '/Users?filter=userName eq "USER777@big.example"',
    '/Users?filter=externalId eq "key-777"',
    `/Users?filter=id eq "${personId(777)}"`,
    '/Users?filter=emails.value eq "User777@big.example"',
    '/Users?filter=emails[type eq "work"].value eq "user777@big.example"',
    '/Users?filter=emails[type eq "work" and value eq "user777@big.example"]',
    '/Users?filter=displayName eq "user 777"',
    '/Users?filter=displayName eq "user 777" and active eq true',
    '/Users?filter=userName eq "user777@big.example" and title pr',
    '/Users?filter=userName eq "user777@big.example" or externalId eq "key-777"',
    '/Users?filter=emails.value eq "user777@big.example" or displayName eq "user 777"',
    `/Groups/${groupId(LARGE.groups)}?excludedAttributes=members`,
    '/Groups?filter=displayName eq "GROUP 77"&excludedAttributes=members',
    '/Groups?filter=externalId eq "key-77"&excludedAttributes=members',
    `/Groups?filter=members.value eq "${personId(777)}"&excludedAttributes=members`,
  ])('%s', async (path) => {
    const statement = await sentByGet(path);
    const [custom, generic] = [await planner.plan(statement, 'custom'), await planner.plan(statement, 'generic')];
    expectIndexes(custom);
    expect(generic.reads).toEqual(custom.reads);
    expect(generic.pages).toBeLessThan(PAGES.user + PAGES.rest);
    plans[`GET ${path}`] = custom.reads;
  });
});

describe('several are found by an index', () => {
  it.each<readonly [string, string, number]>([
    ['/Users?filter=meta.lastModified gt "2026-04-11T10:00:00Z"', 'scim_user_last_modified', 40],
    [
      '/Users?filter=meta.lastModified ge "2026-04-10T10:00:00Z" and meta.lastModified lt "2026-04-10T11:00:00Z"',
      'scim_user_last_modified',
      60,
    ],
    ['/Users?filter=meta.lastModified eq "2026-04-10T10:00:00Z"', 'scim_user_last_modified', 1],
    ['/Users?filter=meta.created le "2026-01-01T00:00:50Z"', 'scim_user_in_order', 50],
    ['/Users?filter=userName sw "user7777"', 'scim_user_user_name_unique', 11],
    [`/Users?filter=groups.value eq "${groupId(77)}"`, 'membership_pkey', 200],
    [`/Users?filter=groups eq "${groupId(77)}"`, 'membership_pkey', 200],
    [`/Users?filter=groups.value eq "${groupId(77)}" and active eq true`, 'membership_pkey', 200],
  ])('%s', async (path, index, found) => {
    const plan = await planOf(path);
    expectIndexes(plan);
    expect(plan.reads).toContain(index);
    expect(plan.pages).toBeLessThan(PAGES.user * found + PAGES.rest);
  });
});

describe('a page', () => {
  it('by cursor costs as much at the end as at its second', async () => {
    const [second, last] = await cursorsOf(`/Users?attributes=id&count=${PAGE}`);
    const [early, late] = [await planOf(`/Users?count=100&cursor=${second}`), await planOf(`/Users?cursor=${last}`)];
    for (const plan of [early, late]) expectIndexes(plan);
    expect(early.pages).toBeLessThan(100 * PAGES.user);
    expect(late.pages).toBeLessThan(early.pages * 1.2);
  });

  it('by index reads the keys of those before it, not their rows', async () => {
    const [first, deep] = [
      await planOf('/Users?count=100'),
      await planOf(`/Users?count=100&startIndex=${LARGE.people - 150}`),
    ];
    for (const plan of [first, deep]) expectIndexes(plan);
    expect(deep.pages - first.pages).toBeLessThan(LARGE.people / 50);
  });

  /** Where the second page and the last one begin. */
  async function cursorsOf(path: string): Promise<readonly [string, string]> {
    const cursors: string[] = [];
    for (let next: string | undefined = ''; next !== undefined;) {
      const { body } = await client.get(`${path}&cursor=${next}`);
      next = body.nextCursor as string | undefined;
      if (next !== undefined) cursors.push(next);
    }
    expect(cursors).toHaveLength(LARGE.people / PAGE - 1);
    return [cursors[0] ?? '', cursors.at(-1) ?? ''];
  }
});

it('a filter that outlasts the statement timeout is answered 503, to be asked again later, and holds up nobody', async () => {
  const endless = Array.from({ length: 95 }, (_, n) => `emails[type co "no${n}"]`).join(' or ');
  const [answer, beside] = await Promise.all([
    client.find('/Users', endless),
    client.find('/Users', 'userName eq "user777@big.example"'),
  ]);
  expect(answer).toMatchObject({ status: 503, body: { status: '503' } });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(beside).toMatchObject({ status: 200, body: { totalResults: 1 } });
});

describe('a write finds what it changes by indexes', () => {
  const manyMembers = `/Groups/${groupId(LARGE.groups)}`;
  it.each<readonly [string, number, () => Promise<Answer>]>([
    ['POST /Users', 201, () => client.post('/Users', aUser('newcomer', { externalId: objectId(1) }))],
    ['PUT /Users/{id}', 200, () => client.put(`/Users/${personId(5)}`, aUser('other', { title: 'Boss' }))],
    ['PATCH /Users/{id}', 200, () => patch(`/Users/${personId(6)}`, { op: 'replace', path: 'title', value: 'Boss' })],
    [
      'PATCH /Users/{id} active',
      200,
      () => patch(`/Users/${personId(7)}`, { op: 'replace', path: 'active', value: false }),
    ],
    ['DELETE /Users/{id}', 204, () => client.delete(`/Users/${personId(8)}`)],
    ['POST /Groups', 201, () => client.post('/Groups', { displayName: 'New', members: [{ value: personId(9) }] })],
    [
      'PATCH /Groups/{id} add',
      204,
      () => patch(manyMembers, { op: 'add', path: 'members', value: [{ value: personId(LARGE.people) }] }),
    ],
    [
      'PATCH /Groups/{id} remove',
      204,
      () => patch(manyMembers, { op: 'remove', path: `members[value eq "${personId(9)}"]` }),
    ],
    [
      'PATCH /Groups/{id} displayName',
      204,
      () => patch(manyMembers, { op: 'replace', path: 'displayName', value: 'Everybody' }),
    ],
    [
      'PATCH /Groups/{id} add somebody who is not here',
      204,
      () => patch(manyMembers, { op: 'add', path: 'members', value: [{ value: objectId(2) }] }),
    ],
    ['DELETE /Groups/{id}', 204, () => client.delete(`/Groups/${groupId(3)}`)],
  ])('%s', async (name, status, ask) => {
    const reads = new Set<string>();
    for (const statement of (await sentBy(status, ask)).filter(({ text }) => /\bFROM\b/.test(text))) {
      const plan = await planner.plan(statement, 'custom');
      for (const read of plan.reads) reads.add(read);
      expectIndexes(plan);
      // For values it does not know it takes a look at all of 2,000 groups for the cheaper way, where a member may be in many.
      const generic = await planner.plan(statement, 'generic');
      expectIndexes({ ...generic, reads: generic.reads.filter((read) => read !== 'all of scim_group') });
    }
    plans[name] = [...reads].filter((read) => LARGE_TABLES.test(read)).toSorted();
  });

  const LARGE_TABLES = /^(scim_user|scim_group|membership|directory_user)/;
  const patch = (path: string, operation: { op: string; path: string; value?: unknown }) =>
    client.patch(path, [operation]);
});

describe('whoever signs in to an application is found by an index', () => {
  it.each<readonly [string, (users: InboundScim['users']) => Promise<unknown>]>([
    ['by the key of the identity provider', (users) => users.findByExternalId(client.tenantId, client.id, 'key-778')],
    ['by address', (users) => users.findByEmail(client.tenantId, 'user778@big.example')],
    ['by reference', (users) => users.findByHostRef(client.tenantId, 'member-778')],
  ])('%s', async (_, find) => {
    const statements = await sent.during(() => find(world.app.app.get(InboundScim).users));
    expect(statements.length).toBeGreaterThan(0);
    for (const statement of statements.filter(({ text }) => /\bFROM\b/.test(text)))
      expectIndexes(await planner.plan(statement, 'custom'));
  });
});

it('the plans are those of the golden file', () => {
  if (process.env['UPDATE_GOLDEN']) writeFileSync(GOLDEN, `${JSON.stringify(plans, undefined, 2)}\n`);
  expect(plans).toEqual(JSON.parse(readFileSync(GOLDEN, 'utf8')));
});
