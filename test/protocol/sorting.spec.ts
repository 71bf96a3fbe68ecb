import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENT, GROUP, type ScimClient, USER, World } from '../support/scim-client.js';

/** RFC 7644 §3.4.2.3: by any attribute that has one value, in the order of its type, the same at each asking. */

let world: World;
let client: ScimClient;

const FELLOWS: Readonly<Record<string, Record<string, unknown>>> = {
  ana: {
    title: 'b',
    name: { familyName: 'Ruiz' },
    emails: [{ value: 'z@x.example' }, { value: 'a@x.example', primary: true }],
  },
  Bob: { title: 'A', name: { familyName: 'ruiz' }, emails: [{ value: 'm@x.example' }, { value: 'b@x.example' }] },
  cid: { title: 'É', active: false, [ENT]: { manager: { value: 'x' }, employeeNumber: '10' } },
  Dan: { name: { familyName: 'Abt' }, [ENT]: { employeeNumber: '9' }, roles: [{ value: 'R2' }] },
  eve: { title: 'a', roles: [{ value: 'R1', primary: true }], profileUrl: 'https://B.example' },
  Fay: { profileUrl: 'https://a.example', active: false },
};
const ALL = Object.keys(FELLOWS);

beforeAll(async () => {
  world = await World.start();
  client = await world.connect();
  for (const [userName, more] of Object.entries(FELLOWS))
    await client.post('/Users', { schemas: [USER], userName, ...more });
  for (const displayName of ['beta', 'Alpha', 'gamma']) await client.post('/Groups', { schemas: [GROUP], displayName });
});

afterAll(() => world.close());

async function sorted(query: string, path = '/Users'): Promise<readonly string[]> {
  const { status, text, body } = await client.get(`${path}?${query}`);
  expect({ query, status, text }).toMatchObject({ status: 200 });
  return body.Resources.map((each: Record<string, string>) => each['userName'] ?? each['displayName']);
}

describe('sorting users', () => {
  it.each<readonly [string, readonly string[], readonly string[]]>([
    ['userName', ALL, ALL.toReversed()],
    ['USERNAME', ALL, ALL.toReversed()],
    [`${USER}:userName`, ALL, ALL.toReversed()],
    // Texts in any case; who has none comes last, descending first; equals in the order of their making.
    ['title', ['Bob', 'eve', 'ana', 'cid', 'Dan', 'Fay'], ['Dan', 'Fay', 'cid', 'ana', 'Bob', 'eve']],
    ['name.familyName', ['Dan', 'ana', 'Bob', 'cid', 'eve', 'Fay'], ['cid', 'eve', 'Fay', 'ana', 'Bob', 'Dan']],
    // The primary value of several, else the first.
    ['emails', ['ana', 'Bob', 'cid', 'Dan', 'eve', 'Fay'], ['cid', 'Dan', 'eve', 'Fay', 'Bob', 'ana']],
    ['emails.value', ['ana', 'Bob', 'cid', 'Dan', 'eve', 'Fay'], ['cid', 'Dan', 'eve', 'Fay', 'Bob', 'ana']],
    ['roles', ['eve', 'Dan', 'ana', 'Bob', 'cid', 'Fay'], ['ana', 'Bob', 'cid', 'Fay', 'Dan', 'eve']],
    // By code points where case counts; texts are no numbers.
    ['profileUrl', ['eve', 'Fay', 'ana', 'Bob', 'cid', 'Dan'], ['ana', 'Bob', 'cid', 'Dan', 'Fay', 'eve']],
    [`${ENT}:employeeNumber`, ['cid', 'Dan', 'ana', 'Bob', 'eve', 'Fay'], ['ana', 'Bob', 'eve', 'Fay', 'Dan', 'cid']],
    ['manager', ['cid', 'ana', 'Bob', 'Dan', 'eve', 'Fay'], ['ana', 'Bob', 'Dan', 'eve', 'Fay', 'cid']],
    // False before true.
    ['active', ['cid', 'Fay', 'ana', 'Bob', 'Dan', 'eve'], ['ana', 'Bob', 'Dan', 'eve', 'cid', 'Fay']],
    ['meta.created', ALL, ALL.toReversed()],
    ['meta.resourceType', ALL, ALL],
  ])('by %s', async (sortBy, ascending, descending) => {
    expect(await sorted(`sortBy=${sortBy}`)).toEqual(ascending);
    expect(await sorted(`sortBy=${sortBy}&sortOrder=ascending`)).toEqual(ascending);
    expect(await sorted(`sortBy=${sortBy}&sortOrder=DESCENDING`)).toEqual(descending);
  });

  it('is the same over all pages, and under a filter', async () => {
    for (const query of ['sortBy=title', 'sortBy=title&sortOrder=descending', 'sortBy=emails', 'sortBy=active']) {
      const pages = [1, 3, 5].map((startIndex) => sorted(`${query}&startIndex=${startIndex}&count=2`));
      expect((await Promise.all(pages)).flat()).toEqual(await sorted(query));
    }
    expect(await sorted('sortBy=title&sortOrder=descending&filter=title+pr')).toEqual(['cid', 'ana', 'Bob', 'eve']);
  });

  it('does not need what it sorts by to be shown', async () => {
    const { body } = await client.get('/Users?sortBy=userName&sortOrder=descending&attributes=title');
    expect(body.Resources.map(({ title }: { title?: string }) => title)).toEqual([, 'a', , 'É', 'A', 'b']);
  });

  it.each([
    ['sortBy=nothing', 'invalidPath'],
    ['sortBy=name.nothing', 'invalidPath'],
    ['sortBy=name', 'invalidPath'],
    ['sortBy=addresses', 'invalidPath'],
    ['sortBy=groups', 'invalidPath'],
    ['sortBy=password', 'invalidPath'],
    ['sortBy=__proto__', 'invalidPath'],
    [`sortBy=${ENT}`, 'invalidPath'],
    ['sortBy=emails[type eq "work"].value', 'invalidPath'],
    ['sortBy=title,userName', 'invalidPath'],
    ['sortBy=title&sortOrder=up', 'invalidValue'],
  ])('is refused for %s', async (query, scimType) => {
    expect(await client.get(`/Users?${query}`)).toMatchObject({ status: 400, body: { scimType } });
  });

  it('has an order only where there is something to sort by', async () => {
    expect(await sorted('sortOrder=descending')).toEqual(ALL);
    expect(await sorted('sortBy=&sortOrder=')).toEqual(ALL);
  });
});

describe('sorting groups, and everything', () => {
  it.each([
    ['/Groups', 'sortBy=displayName', ['Alpha', 'beta', 'gamma']],
    ['/Groups', 'sortBy=displayName&sortOrder=descending', ['gamma', 'beta', 'Alpha']],
    ['', 'sortBy=displayName', ['Alpha', 'beta', 'gamma', ...ALL]],
    ['', 'sortBy=userName&sortOrder=descending', ['beta', 'Alpha', 'gamma', ...ALL.toReversed()]],
    ['', 'sortBy=meta.resourceType', ['beta', 'Alpha', 'gamma', ...ALL]],
    ['', '', [...ALL, 'beta', 'Alpha', 'gamma']],
  ])('%s?%s', async (path, query, names) => {
    expect(await sorted(query, path)).toEqual(names);
  });
});
