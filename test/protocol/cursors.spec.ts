import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aUser, GROUP, type ScimClient, World } from '../support/scim-client.js';

/** RFC 9865: a list walked by cursors has each resource once, in one order, whatever happens to it meanwhile. */

let world: World;
let client: ScimClient;
let time = new Date('2026-03-01T12:00:00Z');

const NAMES = Array.from({ length: 23 }, (_, n) => `u${String(n).padStart(2, '0')}`);
const later = (seconds: number) => (time = new Date(time.getTime() + seconds * 1_000));

beforeAll(async () => {
  world = await World.start({ clock: () => time });
  client = await world.connect();
  for (const [n, name] of NAMES.entries()) {
    if (n % 3 === 0) later(1);
    const title = n % 4 === 0 ? undefined : `T${n % 5}${'é'.repeat(n % 2 ? 300 : 0)}`;
    await client.post('/Users', aUser(name, { ...(title && { title }), active: n % 2 === 0, externalId: `key-${n}` }));
  }
  for (const displayName of ['Zeta', 'alpha', 'Mid']) await client.post('/Groups', { schemas: [GROUP], displayName });
});

afterAll(() => world.close());

interface Walked {
  readonly names: readonly string[];
  readonly totals: readonly number[];
  readonly pages: number;
}

async function walk(query: string, path = '/Users', count = 4): Promise<Walked> {
  const names: string[] = [];
  const totals: number[] = [];
  let cursor: string | undefined = '';
  while (cursor !== undefined) {
    const { status, text, body } = await client.get(`${path}?${query}&count=${count}&cursor=${cursor}`);
    expect({ status, text }).toMatchObject({ status: 200 });
    expect(Object.keys(body).filter((name) => name === 'startIndex')).toEqual([]);
    expect(body.itemsPerPage).toBe(body.Resources.length);
    names.push(...body.Resources.map((each: Record<string, string>) => each['userName'] ?? each['displayName']));
    totals.push(body.totalResults);
    cursor = body.nextCursor;
  }
  return { names, totals, pages: totals.length };
}

async function paged(query: string, path = '/Users'): Promise<readonly string[]> {
  const { body } = await client.get(`${path}?${query}&count=200`);
  return body.Resources.map((each: Record<string, string>) => each['userName'] ?? each['displayName']);
}

describe('a walk', () => {
  it.each([
    ['/Users', ''],
    ['/Users', 'filter=active+eq+true'],
    ['/Users', 'sortBy=userName&sortOrder=descending'],
    ['/Users', 'sortBy=title'],
    ['/Users', 'sortBy=title&sortOrder=descending'],
    ['/Users', 'sortBy=active&sortOrder=descending'],
    ['/Users', 'sortBy=emails'],
    ['/Users', 'sortBy=id'],
    ['/Users', 'sortBy=meta.lastModified&sortOrder=descending&filter=title+pr'],
    ['/Users', 'sortBy=urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department'],
    ['/Users', 'attributes=userName'],
    ['/Groups', ''],
    ['/Groups', 'sortBy=displayName'],
    ['', ''],
    ['', 'sortBy=displayName'],
    ['', 'sortBy=userName&sortOrder=descending'],
    ['', 'filter=not+(displayName+sw+"u1")'],
  ])('of %s?%s finds the same as its pages do', async (path, query) => {
    const all = await paged(query, path);
    const { names, totals, pages } = await walk(query, path);
    expect(names).toEqual(all);
    expect(new Set(totals)).toEqual(new Set([all.length]));
    expect(pages).toBe(Math.max(1, Math.ceil(all.length / 4)));
  });

  it('ends with the last full page', async () => {
    expect(await walk('filter=active+eq+true', '/Users', 12)).toMatchObject({ pages: 1, totals: [12] });
    expect(await walk('filter=active+eq+true', '/Users', 6)).toMatchObject({ pages: 2, totals: [12, 12] });
  });

  it('of nobody, or of the one whom a filter finds, is one page', async () => {
    expect(await walk('filter=title+eq+"none"')).toEqual({ names: [], totals: [0], pages: 1 });
    expect(await walk('filter=userName+eq+"u01@corp.example"')).toMatchObject({ totals: [1], pages: 1 });
    const { body } = await client.get('/Users?cursor=&count=0');
    expect(body).toMatchObject({ totalResults: NAMES.length, itemsPerPage: 0, Resources: [] });
    expect(body.nextCursor).toBeUndefined();
  });

  it('misses nobody and shows nobody twice where others come and go', async () => {
    const all = await paged('');
    const { body: first } = await client.get('/Users?count=4&cursor=');
    const { id, displayName } = first.Resources[3];
    await client.delete(`/Users/${id}`);
    const { body: second } = await client.get(`/Users?count=4&cursor=${first.nextCursor}`);
    expect(second.Resources.map(({ userName }: { userName: string }) => userName)).toEqual(all.slice(4, 8));
    await client.post('/Users', aUser(displayName, { externalId: 'again' }));
    const { body: third } = await client.get(`/Users?count=4&cursor=${second.nextCursor}`);
    expect(third.Resources.map(({ userName }: { userName: string }) => userName)).toEqual(all.slice(8, 12));
  });

  it('goes on with another count or other attributes, and in a SearchRequest', async () => {
    const { body: first } = await client.get('/Users?count=4&cursor=');
    const more = await client.get(`/Users?count=2&attributes=userName&cursor=${first.nextCursor}`);
    expect(more.body.Resources).toHaveLength(2);
    const searched = await client.post('/Users/.search', { cursor: first.nextCursor, count: 2 });
    expect(searched.body.Resources.map(({ id }: { id: string }) => id)).toEqual(
      more.body.Resources.map(({ id }: { id: string }) => id),
    );
  });
});

describe('a cursor', () => {
  const begin = async (query: string, path = '/Users'): Promise<string> =>
    (await client.get(`${path}?${query}&count=2&cursor=`)).body.nextCursor;
  const refused = (scimType: string) => ({ status: 400, body: { scimType } });

  it('is good for ten minutes, for every page anew', async () => {
    const cursor = await begin('');
    later(600);
    const { body } = await client.get(`/Users?count=2&cursor=${cursor}`);
    later(599);
    expect(await client.get(`/Users?count=2&cursor=${body.nextCursor}`)).toMatchObject({ status: 200 });
    later(2);
    expect(await client.get(`/Users?count=2&cursor=${body.nextCursor}`)).toMatchObject(refused('expiredCursor'));
    expect(await client.get('/ServiceProviderConfig')).toMatchObject({
      body: { pagination: { cursor: true, index: true, cursorTimeout: 600 } },
    });
  });

  it.each([
    ['another filter', '/Users?filter=active+eq+true&cursor='],
    ['another order', '/Users?sortBy=userName&cursor='],
    ['groups', '/Groups?cursor='],
    ['everything', '?cursor='],
  ])('is no cursor of %s', async (_, path) => {
    expect(await client.get(`${path}${await begin('')}`)).toMatchObject(refused('invalidCursor'));
  });

  it('is no cursor of the other direction, nor of another connection', async () => {
    const cursor = await begin('sortBy=title');
    const other = await client.get(`/Users?sortBy=title&sortOrder=descending&cursor=${cursor}`);
    expect(other).toMatchObject(refused('invalidCursor'));
    const stranger = await world.connect({ kind: 'okta' }, client.tenantId);
    expect(await stranger.get(`/Users?sortBy=title&cursor=${cursor}`)).toMatchObject(refused('invalidCursor'));
  });

  it('is refused with any letter changed, cut, or made up', async () => {
    const cursor = await begin('');
    const changed = `${cursor.slice(0, 5)}${cursor[5] === 'A' ? 'B' : 'A'}${cursor.slice(6)}`;
    for (const wrong of [
      changed,
      cursor.slice(0, -2),
      `${cursor}A`,
      'x',
      'AAAA',
      'a b',
      `%00${cursor}`,
      'A'.repeat(9_000),
    ])
      expect(await client.get(`/Users?cursor=${wrong}`)).toMatchObject(refused('invalidCursor'));
  });

  it('tells nothing of the tenant and fits into a URL, however long what is sorted by is', async () => {
    const cursor = await begin('sortBy=title&sortOrder=descending');
    expect(cursor).toMatch(/^[\w-]{40,2000}$/);
    expect(Buffer.from(cursor, 'base64url').toString()).not.toContain(client.tenantId);
  });

  it.each(['count=x', 'count=1.5', 'count=1e2'])('with %s is refused by its count', async (query) => {
    expect(await client.get(`/Users?cursor=&${query}`)).toMatchObject(refused('invalidCount'));
    expect(await client.get(`/Users?${query}`)).toMatchObject(refused('invalidValue'));
  });
});
