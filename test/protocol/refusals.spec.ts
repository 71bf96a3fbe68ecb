import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ANA, sent } from '../support/cast.js';
import { checkAnswer } from '../support/invariants.js';
import { ENT, GROUP, PATCH, type ScimClient, USER, World } from '../support/scim-client.js';

/** RFC 7644 §3.12, table 9: what is wrong with a request, in one word, and in a sentence with what is wrong and where. Nothing is changed. */

let world: World;
let client: ScimClient;
let ids: Readonly<Record<string, string>>;
let before: string;

beforeAll(async () => {
  world = await World.start();
  client = await world.connect({ kind: 'generic' });
  const { body: ana } = await client.post('/Users', sent(ANA));
  const { body: ops } = await client.post('/Groups', { schemas: [GROUP], displayName: 'Ops', members: [ana.id] });
  ids = { ana: ana.id, ops: ops.id };
  before = (await client.get('')).text;
});

afterAll(() => world.close());

afterEach(async () => {
  expect((await client.get('')).text).toBe(before);
});

const named = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => ids[name] ?? whole);

async function expectRefused(method: string, path: string, body: unknown, scimType: string, words: string) {
  const text = body === undefined ? undefined : named(typeof body === 'string' ? body : JSON.stringify(body));
  const answer = await client.send(method, named(path), text);
  const { status, body: said } = answer;
  checkAnswer(answer);
  expect({ status, scimType: said?.scimType, detail: said?.detail }).toEqual({
    status: 400,
    scimType,
    detail: expect.stringContaining(named(words)),
  });
}

const user = (more: object) => ({ schemas: [USER], userName: 'new@corp.example', ...more });

describe('a user', () => {
  it.each<readonly [unknown, string, string]>([
    ['', 'invalidSyntax', 'The body is empty'],
    ['{"userName":}', 'invalidSyntax', 'not valid JSON at character 13.'],
    ['{"userName":"x",}', 'invalidSyntax', 'not valid JSON at character 17.'],
    ['{"userName":"x"', 'invalidSyntax', 'not valid JSON at character 16.'],
    ["{'userName':'x'}", 'invalidSyntax', 'not valid JSON at character 2.'],
    ['[]', 'invalidSyntax', 'must be a JSON object'],
    ['"x"', 'invalidSyntax', 'must be a JSON object'],
    ['null', 'invalidSyntax', 'must be a JSON object'],
    [{ schemas: [USER] }, 'invalidValue', 'userName is required.'],
    [user({ userName: '' }), 'invalidValue', 'userName is required.'],
    [user({ userName: null }), 'invalidValue', 'userName is required.'],
    [user({ userName: 7 }), 'invalidValue', 'userName must be a string, not a number.'],
    [user({ userName: {} }), 'invalidValue', 'userName must be a string, not an object.'],
    [user({ title: 'a\0' }), 'invalidValue', '"title" has NUL'],
    [user({ title: ['a', 'b'] }), 'invalidValue', 'title must be one value, not a list of several.'],
    [user({ title: 'x'.repeat(64 * 1024 + 1) }), 'invalidValue', 'title is longer than 65536 bytes.'],
    [user({ active: 'yes' }), 'invalidValue', 'active must be true or false'],
    [user({ name: 'Ana' }), 'invalidValue', 'name must be an object, not a string.'],
    [user({ name: { familyName: true } }), 'invalidValue', 'name.familyName must be a string, not a boolean.'],
    [
      user({ emails: [{ value: 'a@b.example' }, { value: 7 }] }),
      'invalidValue',
      'Value 2 of emails: emails.value must be a string, not a number.',
    ],
    [user({ emails: [{ value: 'a@b.example', primary: 'x' }] }), 'invalidValue', 'Value 1 of emails: emails.primary'],
    [user({ x509Certificates: [{ value: '*' }] }), 'invalidValue', 'x509Certificates.value must be base64'],
    [user({ [ENT]: 'x' }), 'invalidValue', `${ENT} must be an object, not a string.`],
    [user({ [ENT]: { manager: { value: {} } } }), 'invalidValue', `${ENT}:manager.value must be a string`],
  ])('%j', async (body, scimType, words) => {
    await expectRefused('POST', '/Users', body, scimType, words);
    await expectRefused('PUT', '/Users/{ana}', body, scimType, words);
  });
});

describe('a group', () => {
  it.each<readonly [unknown, string, string]>([
    [{ schemas: [GROUP] }, 'invalidValue', 'displayName is required.'],
    [{ displayName: { a: 1 } }, 'invalidValue', 'displayName must be a string, not an object.'],
    [{ displayName: 'New', members: ['nobody'] }, 'invalidValue', '"nobody"'],
    [{ displayName: 'New', members: [{ display: 'x' }] }, 'invalidValue', 'Member 1: The value of a member must be'],
    [
      { displayName: 'New', members: ['{ana}', { value: '' }] },
      'invalidValue',
      'Member 2: The value of a member is em',
    ],
    [{ displayName: 'New', members: [{ value: '{ana}', type: 'Robot' }] }, 'invalidValue', '"User" or "Group"'],
    [{ displayName: 'New', members: [{ value: '{ana}', type: 'Group' }] }, 'invalidValue', '"{ana}" is a User'],
  ])('%j', async (body, scimType, words) => {
    await expectRefused('POST', '/Groups', body, scimType, words);
    await expectRefused('PUT', '/Groups/{ops}', body, scimType, words);
  });
});

const TITLE = { op: 'add', path: 'title', value: 'Boss' };

describe('a PATCH of a user', () => {
  it.each<readonly [unknown, string, string]>([
    ['x', 'invalidSyntax', 'An operation must be an object, not a string.'],
    [{ path: 'title', value: 'x' }, 'invalidSyntax', '"op" must be "add", "remove" or "replace", not null.'],
    [{ op: 'move', path: 'title', value: 'x' }, 'invalidSyntax', 'not "move".'],
    [{ op: 'add', path: 7, value: 'x' }, 'invalidPath', '"path" must be a string, not a number.'],
    [{ op: 'add', path: 'foo', value: 'x' }, 'invalidPath', 'Unknown attribute "foo" at character 1.'],
    [{ op: 'add', value: { foo: 'x' } }, 'invalidPath', 'Unknown attribute "foo".'],
    [{ op: 'add', path: 'name.foo', value: 'x' }, 'invalidPath', 'Unknown attribute "name.foo" at character 1.'],
    [{ op: 'add', path: 'title.foo', value: 'x' }, 'invalidPath', 'Unknown attribute "title.foo" at character 1.'],
    [{ op: 'add', path: 'urn:x:y:foo', value: 'x' }, 'invalidPath', 'Unknown attribute "urn:x:y:foo" at character 1.'],
    [{ op: 'add', path: `${ENT}:foo`, value: 'x' }, 'invalidPath', `Unknown attribute "${ENT}:foo" at character 1.`],
    [
      { op: 'add', path: 'emails[type eq "work"].foo', value: 'x' },
      'invalidPath',
      'Unknown attribute "emails.foo" at character 23.',
    ],
    [{ op: 'add', path: 'emails[foo eq "x"]', value: {} }, 'invalidPath', 'Unknown attribute "foo" at character 8.'],
    [{ op: 'add', path: 'emails[type eq]', value: {} }, 'invalidPath', 'found "]" at character 15.'],
    [{ op: 'remove', path: 'emails[type eq "work"' }, 'invalidPath', 'found the end at character 22.'],
    [{ op: 'remove', path: 'emails[]' }, 'invalidPath', 'found "]" at character 8.'],
    [{ op: 'remove', path: 'emails[type eq "work"]x' }, 'invalidPath', 'found "x" at character 23.'],
    [{ op: 'remove', path: 'title[value eq "x"]' }, 'invalidPath', '"title" at character 1.'],
    [{ op: 'remove', path: 'x'.repeat(1_025) }, 'invalidPath', 'A path may have 1024 characters at most.'],
    [{ op: 'remove' }, 'noTarget', '"remove" needs a path.'],
    [{ op: 'replace', path: 'emails[type eq "fax"].value', value: 'x' }, 'noTarget', 'emails'],
    [{ op: 'add', path: 'title' }, 'invalidValue', '"add" needs a value.'],
    [{ op: 'replace', value: 'x' }, 'invalidValue', '"replace" without a path must be an object, not a string.'],
    [{ op: 'replace', path: 'title', value: { a: 1 } }, 'invalidValue', 'title must be a string, not an object.'],
    [{ op: 'replace', path: 'active', value: 'maybe' }, 'invalidValue', 'active must be true or false'],
    [{ op: 'replace', path: 'userName', value: '' }, 'invalidValue', 'userName is required'],
    [{ op: 'add', path: 'emails', value: [{ value: true }] }, 'invalidValue', 'Value 1 of emails: emails.value must'],
    [{ op: 'replace', value: { [ENT]: 'x' } }, 'invalidValue', `${ENT} must be an object, not a string.`],
    [{ op: 'remove', path: 'userName' }, 'mutability', 'userName is required'],
    [{ op: 'remove', path: 'active' }, 'mutability', 'active can be true or false'],
    [{ op: 'replace', path: 'id', value: 'x' }, 'mutability', 'id is read-only.'],
    [{ op: 'replace', path: 'meta.version', value: 'x' }, 'mutability', 'meta.version is read-only.'],
    [{ op: 'add', path: 'groups', value: [{ value: 'x' }] }, 'mutability', 'groups is read-only.'],
  ])('whose second operation is %j', async (operation, scimType, words) => {
    const body = { schemas: [PATCH], Operations: [TITLE, operation] };
    await expectRefused('PATCH', '/Users/{ana}', body, scimType, `Operation 2: `);
    await expectRefused('PATCH', '/Users/{ana}', body, scimType, words);
  });

  it.each<readonly [unknown, string]>([
    [{ schemas: [PATCH] }, 'needs "Operations", a list.'],
    [{ schemas: [PATCH], Operations: TITLE }, 'needs "Operations", a list.'],
    [{ schemas: [PATCH], Operations: [] }, '"Operations" is empty'],
  ])('without operations: %j', async (body, words) => {
    await expectRefused('PATCH', '/Users/{ana}', body, 'invalidSyntax', words);
  });
});

describe('a PATCH of a group', () => {
  it.each<readonly [unknown, string, string]>([
    [{ op: 'remove', path: 'displayName' }, 'mutability', 'Operation 1: displayName is required'],
    [
      { op: 'replace', path: 'members[value eq "{ana}"].display', value: 'x' },
      'mutability',
      'members.display is read-o',
    ],
    [{ op: 'remove', path: 'members[value eq "{ana}"].type' }, 'mutability', 'Operation 1: type of a member'],
    [
      { op: 'add', path: 'members[value eq "x"]', value: { value: 'x' } },
      'noTarget',
      'Operation 1: "add" takes members',
    ],
    [{ op: 'remove', path: 'members[type eq "User"]' }, 'invalidPath', 'members[value eq "…"]'],
    [{ op: 'add', path: 'members' }, 'invalidValue', '"add" needs a value.'],
    [{ op: 'add', path: 'members', value: [{ value: 'nobody' }] }, 'invalidValue', 'There is no member "nobody".'],
    [{ op: 'add', path: 'members', value: [{ value: 7 }] }, 'invalidValue', 'must be a string, not a number.'],
  ])('%j', async (operation, scimType, words) => {
    await expectRefused('PATCH', '/Groups/{ops}', { schemas: [PATCH], Operations: [operation] }, scimType, words);
  });
});

describe('a search', () => {
  it.each<readonly [Readonly<Record<string, string>>, string, string]>([
    [{ filter: 'foo eq "x"' }, 'invalidFilter', 'Unknown attribute "foo" at character 1.'],
    [{ filter: 'userName zz "x"' }, 'invalidFilter', 'found "zz" at character 10.'],
    [{ filter: 'userName eq' }, 'invalidFilter', 'found the end at character 12.'],
    [{ filter: 'active gt true' }, 'invalidFilter', 'gt cannot compare "active"'],
    [{ filter: 'meta.created gt "x"' }, 'invalidFilter', '"meta.created" at character 17.'],
    [{ filter: 'password pr' }, 'invalidFilter', '"password", which is never returned, at character 1.'],
    [{ filter: 'emails[type eq "work"' }, 'invalidFilter', 'found the end at character 22.'],
    [{ filter: 'x'.repeat(8_193) }, 'invalidFilter', 'A filter may have 8192 characters at most.'],
    [{ sortBy: 'foo' }, 'invalidPath', 'sortBy names an unknown attribute, "foo".'],
    [{ sortBy: 'emails[' }, 'invalidPath', 'found the end at character 8.'],
    [{ sortBy: 'title', sortOrder: 'up' }, 'invalidValue', 'not "up".'],
    [{ startIndex: 'one' }, 'invalidValue', 'startIndex must be an integer.'],
    [{ count: '1.5' }, 'invalidValue', 'count must be an integer.'],
    [{ count: '1.5', cursor: '' }, 'invalidCount', 'count must be an integer.'],
    [{ cursor: 'x' }, 'invalidCursor', 'The cursor was not given out for this query'],
  ])('for %j', async (query, scimType, words) => {
    await expectRefused('GET', `/Users?${new URLSearchParams(query).toString()}`, undefined, scimType, words);
    await expectRefused('POST', '/Users/.search', query, scimType, words);
  });

  it.each<readonly [unknown, string, string]>([
    [{ schemas: [USER] }, 'invalidSyntax', '"schemas" must name urn:ietf:params:scim:api:messages:2.0:SearchRequest.'],
    [{ filter: 7 }, 'invalidValue', '"filter" cannot be a number.'],
    [{ attributes: [{}] }, 'invalidValue', '"attributes" cannot be an object.'],
    [{ count: true }, 'invalidValue', '"count" cannot be a boolean.'],
  ])('by a body of %j', async (body, scimType, words) => {
    for (const path of ['/Users/.search', '/Groups/.search', '/.search'])
      await expectRefused('POST', path, body, scimType, words);
  });
});
