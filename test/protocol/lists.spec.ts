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

/** 400, and why: the word that was wrong and where it stands. */
async function expectRefused(path: string, filter: string, word: string, at: number): Promise<void> {
  const answer = await client.find(path, filter);
  expect({ filter, status: answer.status, scimType: answer.body.scimType }).toEqual({
    filter,
    status: 400,
    scimType: 'invalidFilter',
  });
  expect(answer.body.detail).toContain(word);
  expect(answer.body.detail).toMatch(new RegExp(`at character ${at}\\b`));
  checkAnswer(answer);
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
    ['name[familyName eq "Ruiz" and givenName pr]', ['ana']],
    ['name[not (familyName eq "Ruiz")]', []],
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
    ['groups.$ref ew "/Groups/{ops}"', ['ana', 'bob']],
    ['groups[display sw "o" and $ref co "/Groups/"]', ['ana', 'bob']],
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

  it.each<readonly [string, string, number]>([
    ['foo', 'foo', 1],
    ['foo bar', 'foo', 1],
    ['userName', 'the end', 9],
    ['userName eq', 'the end', 12],
    ['eq "x"', 'eq', 1],
    ['userName = "x"', '=', 10],
    ['userName eq "x', 'string', 13],
    ["userName eq 'x'", 'userName', 13],
    ['userName eq "x" and', 'the end', 20],
    ['and userName eq "x"', 'and', 1],
    ['userName eq "x" userName eq "y"', 'userName', 17],
    ['userName eq "x" xor title pr', 'xor', 17],
    ['(userName eq "x"', 'the end', 17],
    ['userName eq "x")', ')', 16],
    ['not userName eq "x"', 'not', 1],
    ['emails[type eq "work"', 'the end', 22],
    ['emails[type eq "work"]]', ']', 23],
    ['emails[]', ']', 8],
    ['emails[emails[type eq "x"]]', 'emails', 8],
    ['emails[type eq "work"].nothing eq "x"', 'nothing', 23],
    ['userName[type eq "work"]', 'userName', 1],
    ['nobody eq "x"', 'nobody', 1],
    ['name.nothing eq "x"', 'name.nothing', 1],
    ['urn:nobody:userName eq "x"', 'urn:nobody:userName', 1],
    ['__proto__ eq "x"', '__proto__', 1],
    ['constructor.name pr', 'constructor.name', 1],
    ['password eq "x"', 'password', 1],
    ['password pr', 'password', 1],
    ['not (password pr)', 'password', 6],
    ['name eq "x"', 'name', 1],
    ['name co "x"', 'name', 1],
    ['addresses eq "x"', 'addresses', 1],
    ['active eq 1', 'active', 11],
    ['active eq "maybe"', 'active', 11],
    ['active gt false', 'active', 1],
    ['active co "t"', 'active', 1],
    ['meta.created gt "yesterday"', 'meta.created', 17],
    ['meta.created co "2020"', 'meta.created', 1],
    ['title gt null', 'null', 10],
    ['userName eq true', 'userName', 13],
    ['userName eq "\\x"', 'JSON string', 13],
  ])('that means nothing is refused, with the word and its place: %s', async (filter, word, at) => {
    await expectRefused('/Users', filter, word, at);
    // Wherever it stands.
    await expectRefused('/Users', `title pr or ${filter}`, word, at + 'title pr or '.length);
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
    ['members.display eq "ANA RUIZ"', ['ops']],
    ['members[display eq "ops" and type eq "Group"]', ['nest']],
    ['members.$ref ew "/Users/{kim}"', ['nest']],
    ['meta.resourceType eq "Group"', EVERY_GROUP],
    ['members.value ne "{ana}"', ['empty', 'nest']],
  ])('%s', async (filter, found) => {
    expect(await find('/Groups', filter)).toEqual(found.toSorted());
    expect(await find('/Groups', `not (${filter})`)).toEqual(others(EVERY_GROUP, found));
  });

  it.each<readonly [string, string, number]>([
    ['userName eq "x"', 'userName', 1],
    ['members.nothing eq "x"', 'members.nothing', 1],
    ['members[value eq "x"', 'the end', 21],
    ['active eq true', 'active', 1],
    ['members.display gt true', 'members.display', 20],
  ])('that means nothing is refused: %s', async (filter, word, at) => {
    await expectRefused('/Groups', filter, word, at);
  });
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
