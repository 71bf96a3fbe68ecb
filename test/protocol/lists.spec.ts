import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ANA, gather, sent } from '../support/cast.js';
import { checkAnswer } from '../support/invariants.js';
import { ENT, objectId, type ScimClient, USER, World } from '../support/scim-client.js';

/** RFC 7644 §3.4.2: whom a filter finds, and what a page is. One directory for all; nothing here changes it. */

let world: World;
let client: ScimClient;
let strict: ScimClient;
let ids: Map<string, string>;

const EVERYBODY = ['ana', 'bob', 'kim', 'leo', 'old', 'zoe', 'quo'];
const EVERY_GROUP = ['ops', 'empty', 'nest'];

beforeAll(async () => {
  world = await World.start();
  [client, strict] = await Promise.all([world.connect(), world.connect({ kind: 'generic' })]);
  ids = await gather(client, ['ana', 'bob', 'kim', 'leo', 'old', 'ops', 'empty']);
  await add('zoe', '/Users', { ...ZOE, [ENT]: { manager: { value: ids.get('ana') } } });
  await add('quo', '/Users', QUO);
  await add('nest', '/Groups', { displayName: 'José’s "A" Team', members: [member('ops'), member('kim')] });
  await strict.post('/Users', sent(ANA));
});

afterAll(() => world.close());

const ZOE = {
  userName: 'Zoë@corp.example',
  externalId: objectId(9),
  title: '100%_sure',
  emails: [
    { type: 'work', value: 'zoe@corp.example' },
    { type: 'home', value: 'ana@corp.example', display: 'shared' },
  ],
  phoneNumbers: [{ type: 'mobile', value: '+1 (555) 0100 x4' }],
  roles: [{ value: 'Admin', primary: true }, { value: 'Reader' }],
  profileUrl: 'https://corp.example/Zoe',
  preferredLanguage: 'pt-PT',
};
const QUO = { userName: 'q"\\](uo', nickName: 'J.R. "Bob" \\ O’Neil', displayName: 'True', locale: 'en' };

async function add(name: string, path: string, body: Record<string, unknown>): Promise<void> {
  const answer = await client.post(path, path === '/Users' ? sent(body) : body);
  expect(answer.status).toBe(201);
  ids.set(name, answer.body.id);
}

const member = (name: string) => ({ value: ids.get(name) });
const named = (filter: string) => filter.replace(/\{(\w+)\}/g, (whole, name: string) => ids.get(name) ?? whole);

async function find(path: string, filter: string, on = client): Promise<readonly string[]> {
  const answer = await on.find(path, named(filter));
  expect({ filter, status: answer.status, text: answer.text }).toMatchObject({ status: 200 });
  checkAnswer(answer);
  expect(answer.body.totalResults).toBe(answer.body.Resources.length);
  return answer.body.Resources.map(({ id }: { id: string }) => nameOf(id)).toSorted();
}

function nameOf(id: string): string {
  return [...ids].find(([, known]) => known === id)?.[0] ?? id;
}

/** Those of all that the filter does not find. */
function others(all: readonly string[], found: readonly string[]): readonly string[] {
  return all.filter((name) => !found.includes(name)).toSorted();
}

describe('a filter on users', () => {
  it.each<readonly [string, readonly string[]]>([
    // Names, in any case where case does not count, exactly where it does.
    ['userName eq "ana@corp.example"', ['ana']],
    ['USERNAME EQ "ANA@CORP.EXAMPLE"', ['ana']],
    [`${USER}:userName eq "ana@corp.example"`, ['ana']],
    [`${USER.toUpperCase()}:userName Eq "ana@corp.example"`, ['ana']],
    ['userName eq "zoË@corp.example"', ['zoe']],
    ['userName eq "zoe\u0308@corp.example"', ['zoe']],
    ['userName eq "zoe@corp.example"', []],
    ['userName eq "q\\"\\\\](uo"', ['quo']],
    ['userName eq "\\u0061na@corp.example"', ['ana']],
    ['externalId eq "Ana-001"', ['ana']],
    ['externalId eq "ana-001"', []],
    [`externalId eq "${objectId(9)}"`, ['zoe']],
    ['externalId pr', ['ana', 'bob', 'kim', 'old', 'zoe']],
    ['id eq "{ana}"', ['ana']],
    [`id eq "${objectId(9)}"`, []],
    ['id eq "nobody"', []],
    ['id ne "{ana}"', others(EVERYBODY, ['ana'])],
    ['id pr', EVERYBODY],
    ['userName sw "an" or userName ew "O"', ['ana', 'quo']],
    ['userName co "@CORP"', others(EVERYBODY, ['quo'])],
    ['displayName eq "ana ruiz"', ['ana']],
    ['displayName eq "True"', ['quo']],
    ['displayName co ""', ['ana', 'kim', 'quo']],
    ['displayName ne "Ana Ruiz"', others(EVERYBODY, ['ana'])],
    ['nickName eq "j.r. \\"bob\\" \\\\ o’neil"', ['quo']],
    // Characters that mean something elsewhere.
    ['title eq "100%_sure"', ['zoe']],
    ['title co "%"', ['zoe']],
    ['title sw "_"', []],
    ['title co "\'"', []],
    ["title eq \"x' or '1'='1\"", []],
    ['userName eq "x\\" or id pr or userName eq \\"x"', []],
    // Parts.
    ['name.familyName eq "RUIZ"', ['ana']],
    ['name.givenName sw "A" and name.familyName co "ui"', ['ana']],
    ['name pr', ['ana']],
    ['name.middleName pr', []],
    [`${ENT}:department eq "ops"`, ['ana']],
    [`${ENT.toLowerCase()}:EMPLOYEENUMBER eq "7001"`, ['ana']],
    [`${ENT}:manager eq "{ana}"`, ['zoe']],
    [`${ENT}:manager.value eq "{ana}"`, ['zoe']],
    [`${ENT}:manager eq "{bob}"`, []],
    [`id eq "{zoe}" and ${ENT}:manager eq "{ana}"`, ['zoe']],
    // Lists.
    ['emails eq "ana@corp.example"', ['ana', 'zoe']],
    ['emails.value eq "ANA@corp.example"', ['ana', 'zoe']],
    ['emails co "corp.example"', ['ana', 'zoe']],
    ['emails.value ew "home.example"', ['ana']],
    ['emails pr', ['ana', 'zoe']],
    ['emails.display pr', ['zoe']],
    ['emails[type eq "work" and value eq "ana@corp.example"]', ['ana']],
    ['emails[type eq "work"].value eq "ana@corp.example"', ['ana']],
    ['emails[type eq "home"].value eq "ana@corp.example"', ['zoe']],
    ['emails[type eq "work" and not (value co "zoe")]', ['ana']],
    ['emails[not (type eq "work")]', ['ana', 'zoe']],
    ['emails[type eq "fax"]', []],
    ['emails.type eq "home" and emails.value eq "zoe@corp.example"', ['zoe']],
    ['emails.value ne "ana@corp.example"', others(EVERYBODY, ['ana', 'zoe'])],
    ['emails[primary eq true]', ['ana']],
    ['emails[primary eq "True"].value eq "ana@corp.example"', ['ana']],
    ['phoneNumbers eq "+1 (555) 0100 x4"', ['zoe']],
    ['roles[primary eq "True"].value eq "admin"', ['zoe']],
    ['roles eq "Reader"', ['zoe']],
    ['addresses[locality eq "Porto"].type eq "work"', ['ana']],
    ['addresses.streetAddress pr', ['ana']],
    // What is derived.
    ['groups eq "{ops}"', ['ana', 'bob']],
    ['groups.display eq "ops"', ['ana', 'bob']],
    ['groups[value eq "{nest}"]', ['ana', 'bob', 'kim']],
    ['groups[value eq "{nest}" and type eq "direct"]', ['kim']],
    ['groups[value eq "{nest}" and type eq "indirect"]', ['ana', 'bob']],
    ['groups[value eq "{ops}" and type eq "indirect"]', []],
    ['groups.type eq "indirect" and groups.value eq "{ops}"', ['ana', 'bob']],
    ['groups pr', ['ana', 'bob', 'kim']],
    ['groups.value eq "nobody"', []],
    // Booleans, times, versions.
    ['active eq true', others(EVERYBODY, ['old'])],
    ['active eq False', ['old']],
    ['active eq "false"', ['old']],
    ['active ne true', ['old']],
    ['active pr', EVERYBODY],
    ['meta.created gt "2020-01-01T00:00:00Z"', EVERYBODY],
    ['meta.lastModified lt "2020-01-01T00:00:00Z"', []],
    ['meta.created le "2100-01-01T00:00:00+02:00"', EVERYBODY],
    ['meta.resourceType eq "User"', EVERYBODY],
    ['meta.version eq "W/\\"1\\""', EVERYBODY],
    ['profileUrl eq "https://corp.example/Zoe"', ['zoe']],
    ['profileUrl eq "https://corp.example/zoe"', []],
    ['schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"', ['ana', 'zoe']],
    // Together.
    ['userName sw "a" and active eq true or userName sw "o"', ['ana', 'old']],
    ['userName sw "a" and (active eq false or title pr)', ['ana']],
    ['title pr and externalId pr and not (userName sw "zo")', ['ana']],
    ['not (title pr) and (emails pr)', []],
    ['NOT(title pr)', others(EVERYBODY, ['ana', 'zoe'])],
    ['title eq null', others(EVERYBODY, ['ana', 'zoe'])],
    ['title ne null', ['ana', 'zoe']],
    ['title gt "1" and title lt "L"', ['zoe']],
    ['title ge "lead" and title le "LEAD"', ['ana']],
  ])('%s', async (filter, found) => {
    expect(await find('/Users', filter)).toEqual(found.toSorted());
    // Of everybody a filter is either true or false.
    expect(await find('/Users', `not (${filter})`)).toEqual(others(EVERYBODY, found));
  });

  it.each([
    'foo',
    'foo bar',
    'userName',
    'userName eq',
    'eq "x"',
    'userName = "x"',
    'userName eq "x',
    "userName eq 'x'",
    'userName eq "x" and',
    'and userName eq "x"',
    'userName eq "x" userName eq "y"',
    'userName eq "x" xor title pr',
    '(userName eq "x"',
    'userName eq "x")',
    'not userName eq "x"',
    'emails[type eq "work"',
    'emails[type eq "work"]]',
    'emails[]',
    'emails[emails[type eq "x"]]',
    'emails[type eq "work"].nothing eq "x"',
    'userName[type eq "work"]',
    'nobody eq "x"',
    'name.nothing eq "x"',
    'urn:nobody:userName eq "x"',
    '__proto__ eq "x"',
    'constructor.name pr',
    'password eq "x"',
    'password pr',
    'not (password pr)',
    'name eq "x"',
    'name co "x"',
    'addresses eq "x"',
    'active eq 1',
    'active eq "maybe"',
    'active gt false',
    'active co "t"',
    'meta.created gt "yesterday"',
    'meta.created co "2020"',
    'title gt null',
    'userName eq true',
    'userName eq "\\x"',
  ])('that means nothing is refused: %s', async (filter) => {
    const answer = await client.find('/Users', filter);
    expect(answer).toMatchObject({ status: 400, body: { scimType: 'invalidFilter' } });
    checkAnswer(answer);
  });

  it('takes a bare word for a text on a tolerant connection alone', async () => {
    expect(await find('/Users', 'externalId eq Ana-001')).toEqual(['ana']);
    expect(await find('/Users', '(userName eq ana@corp.example)')).toEqual(['ana']);
    expect(await strict.find('/Users', 'externalId eq Ana-001')).toMatchObject({
      status: 400,
      body: { scimType: 'invalidFilter' },
    });
  });

  it('has a blank as a plus or as %20, and a plus as %2B', async () => {
    const total = async (query: string) => (await client.get(`/Users?${query}`)).body.totalResults;
    expect(await total('filter=userName+eq+%22ana%40corp.example%22')).toBe(1);
    expect(await total('filter=userName%20eq%20%22ana@corp.example%22')).toBe(1);
    expect(await total('filter=phoneNumbers+eq+%22%2B1+(555)+0100+x4%22')).toBe(1);
    expect(await total('filter=phoneNumbers+eq+%22+1+(555)+0100+x4%22')).toBe(0);
    expect(await total('aadOptscim062020&filter=title+pr&')).toBe(2);
    expect(await total('filter=title+pr&aadOptscim062020')).toBe(2);
    expect(await total('filter=')).toBe(EVERYBODY.length);
  });
});

describe('a filter on groups', () => {
  it.each<readonly [string, readonly string[]]>([
    ['displayName eq "OPS"', ['ops']],
    ['displayName eq "josé’s \\"a\\" team"', ['nest']],
    ['displayName sw "E"', ['empty']],
    ['externalId eq "g-ops"', ['ops']],
    ['externalId pr', ['ops']],
    ['id eq "{ops}" or displayName ew "y"', ['ops', 'empty']],
    ['members eq "{ana}"', ['ops']],
    ['members.value eq "{ops}"', ['nest']],
    ['members[value eq "{kim}"]', ['nest']],
    ['members[value eq "{kim}" and type eq "Group"]', []],
    ['members.type eq "group"', ['nest']],
    ['members pr', ['ops', 'nest']],
    ['meta.resourceType eq "Group"', EVERY_GROUP],
    ['members.value ne "{ana}"', ['empty', 'nest']],
  ])('%s', async (filter, found) => {
    expect(await find('/Groups', filter)).toEqual(found.toSorted());
    expect(await find('/Groups', `not (${filter})`)).toEqual(others(EVERY_GROUP, found));
  });

  it.each(['userName eq "x"', 'members.nothing eq "x"', 'members[value eq "x"', 'active eq true'])(
    'that means nothing is refused: %s',
    async (filter) => {
      expect(await client.find('/Groups', filter)).toMatchObject({ status: 400, body: { scimType: 'invalidFilter' } });
    },
  );
});

describe('a page', () => {
  const page = async (query: string, path = '/Users') => {
    const answer = await client.get(`${path}?${query}`);
    checkAnswer(answer);
    const { totalResults, startIndex, itemsPerPage, Resources } = answer.body;
    return { totalResults, startIndex, itemsPerPage, found: Resources?.map(({ id }: { id: string }) => nameOf(id)) };
  };

  it.each<readonly [string, number, readonly string[]]>([
    ['', 1, EVERYBODY],
    ['startIndex=1&count=2', 1, ['ana', 'bob']],
    ['startIndex=3&count=2', 3, ['kim', 'leo']],
    ['startIndex=7&count=2', 7, ['quo']],
    ['startIndex=8', 8, []],
    ['startIndex=99&count=5', 99, []],
    ['startIndex=0&count=1', 1, ['ana']],
    ['startIndex=-7&count=1', 1, ['ana']],
    ['startIndex=&count=', 1, EVERYBODY],
    ['STARTINDEX=3&count=200', 1, EVERYBODY],
    ['count=0', 1, []],
    ['count=-5', 1, []],
    ['count=100000', 1, EVERYBODY],
    ['startIndex=9007199254740991', 9007199254740991, []],
    ['startIndex=99999999999999999999', 9007199254740991, []],
  ])('%s', async (query, startIndex, found) => {
    expect(await page(query)).toEqual({ totalResults: 7, startIndex, itemsPerPage: found.length, found });
  });

  it('is one of whom a filter finds, in the same order, and knows how many there are', async () => {
    const filter = 'filter=externalId+pr';
    expect(await page(`${filter}&startIndex=2&count=2`)).toEqual({
      totalResults: 5,
      startIndex: 2,
      itemsPerPage: 2,
      found: ['bob', 'kim'],
    });
    expect(await page(`${filter}&count=0`)).toMatchObject({ totalResults: 5, found: [] });
    const one = 'filter=userName+eq+%22bob@corp.example%22';
    expect(await page(`${one}&startIndex=2`)).toMatchObject({ totalResults: 1, startIndex: 2, found: [] });
    expect(await page(`${one}&count=0`)).toMatchObject({ totalResults: 1, found: [] });
    expect(await page('count=2&startIndex=2', '/Groups')).toMatchObject({ totalResults: 3, found: ['empty', 'nest'] });
  });

  it('shows each as a GET of it does, projected too', async () => {
    for (const [path, projection] of [
      ['/Users', ''],
      ['/Users', 'attributes=userName,groups'],
      ['/Users', 'excludedAttributes=emails,groups'],
      ['/Groups', ''],
      ['/Groups', 'excludedAttributes=members'],
    ] as const) {
      const { body } = await client.get(`${path}?${projection}`);
      for (const resource of body.Resources)
        expect(resource).toEqual((await client.get(`${path}/${resource.id}?${projection}`)).body);
    }
  });

  it('leaves out members where they are excluded, of groups that have some and of others', async () => {
    const { body } = await client.get('/Groups?excludedAttributes=Members');
    expect(body.Resources.filter((group: object) => 'members' in group)).toEqual([]);
    const { body: all } = await client.get('/Groups');
    expect(all.Resources.filter((group: object) => 'members' in group)).toHaveLength(2);
  });
});
