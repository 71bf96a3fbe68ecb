import { describe, expect, it } from '@jest/globals';
import { ScimError } from '../error/scim-error.js';
import { parseFilter } from '../filter/parse-filter.js';
import { STRICT, TOLERANT } from '../resource/tolerance.js';
import { defineAttribute } from '../schema/define-attribute.js';
import { GROUP_RESOURCE_TYPE, USER_RESOURCE_TYPE, withExtensions } from '../schema/resource-types.js';
import type { ResourceType } from '../schema/schema.js';
import { MAX_PATH_LENGTH, parsePath } from './parse-path.js';
import { isUnknown } from './parsed-path.js';
import { pathKey } from './path-key.js';

const U = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const CUS = 'urn:ietf:params:scim:schemas:extension:acme:2.0:User';
/** Begins as `CUS` does. */
const LONGER = `${CUS}:more`;

const USER = withExtensions(USER_RESOURCE_TYPE, [
  {
    id: CUS,
    name: 'Acme',
    description: 'Acme',
    attributes: [
      defineAttribute('badge', 'A badge.'),
      defineAttribute('tags', 'Tags.', { multiValued: true }),
      defineAttribute('more', 'A word that the other URN ends in.'),
      defineAttribute('seat', 'A seat.'),
    ],
  },
  { id: LONGER, name: 'More', description: 'More', attributes: [defineAttribute('seat', 'Another seat.')] },
]);

/** A path as its canonical spelling, with the filter that chooses its elements as it reads in a search. */
function parse(path: string, type: ResourceType = USER): { key: string; filter?: unknown } {
  const parsed = parsePath(type, path, TOLERANT);
  if (isUnknown(parsed)) return { key: `unknown: ${parsed.unknown}` };
  return parsed.filter ? { key: pathKey(parsed), filter: parsed.filter } : { key: pathKey(parsed) };
}

function filterOf(search: string, type: ResourceType = USER): unknown {
  const filter = parseFilter(type, search, TOLERANT);
  return filter.kind === 'element' ? filter.filter : undefined;
}

describe('parsePath', () => {
  const names: readonly (readonly [name: string, path: string, key: string])[] = [
    ['an attribute', 'displayName', 'displayName'],
    ['a sub-attribute', 'name.givenName', 'name.givenName'],
    ['a common attribute', 'externalId', 'externalId'],
    ['a part of meta', 'meta.lastModified', 'meta.lastModified'],
    ['a sub-attribute of every element', 'emails.value', 'emails.value'],
    ['a name that begins with a dollar sign', 'groups.$ref', 'groups.$ref'],
    ['any case (TV-093)', 'NAME.GIVENNAME', 'name.givenName'],
    ['white space around it', ' title ', 'title'],
    ['the core URN for nothing (TV-064)', `${U}:title`, 'title'],
    ['the core URN with a sub-attribute (TV-064)', `${U}:name.familyName`, 'name.familyName'],
    ['the core URN with a common attribute', `${U}:externalId`, 'externalId'],
    ['an extension’s attribute (E-29, TV-063)', `${ENT}:department`, `${ENT}:department`],
    ['an extension’s sub-attribute (E-29)', `${ENT}:manager.value`, `${ENT}:manager.value`],
    ['an extension in any case (TV-093)', `${ENT.toUpperCase()}:DEPARTMENT`, `${ENT}:department`],
    ['an extension alone (E-29)', ENT, ENT],
    ['an extension alone in any case', ENT.toLowerCase(), ENT],
    ['a dot between URN and attribute', `${ENT}.department`, `${ENT}:department`],
    ['the longest URN that fits', `${LONGER}:seat`, `${LONGER}:seat`],
    ['the shorter URN where the longer one does not fit', `${CUS}:seat`, `${CUS}:seat`],
    ['the longer URN itself, not an attribute of the shorter', LONGER, LONGER],
    ['OneLogin’s core URN (X-01)', 'urn:scim:schemas:core:2.0:title', 'title'],
    ['OneLogin’s core URN of users (X-01)', 'urn:scim:schemas:core:2.0:User:title', 'title'],
    ['OneLogin’s enterprise URN (X-01)', 'urn:scim:schemas:extension:enterprise:2.0:department', `${ENT}:department`],
    ['OneLogin’s enterprise URN of users', 'urn:scim:schemas:extension:enterprise:2.0:User', ENT],
    ['manager without its URN (E-56, TV-110)', 'manager', `${ENT}:manager`],
    ['an extension’s sub-attribute without its URN', 'Manager.Value', `${ENT}:manager.value`],
    ['a tenant’s own attribute without its URN', 'badge', `${CUS}:badge`],
    ['the element itself of a simple list', `${CUS}:tags.value`, `${CUS}:tags`],
    ['password, which can be written', 'password', 'password'],
  ];
  it.each(names)('takes %s', (_name, path, key) => {
    expect(parse(path)).toEqual({ key });
  });

  const filtered = [
    { path: 'emails[type eq "work"].value', key: 'emails.value', search: 'emails[type eq "work"]' },
    { path: 'emails[type eq "work"]', key: 'emails', search: 'emails[type eq "work"]' },
    { path: 'EMAILS[Type EQ "other"].Value', key: 'emails.value', search: 'emails[type eq "other"]' },
    {
      path: `${U}:addresses[type eq "work"].Formatted`,
      key: 'addresses.formatted',
      search: 'addresses[type eq "work"]',
    },
    { path: 'roles[primary eq "True"].value', key: 'roles.value', search: 'roles[primary eq true]' },
    { path: 'emails[type eq work].value', key: 'emails.value', search: 'emails[type eq "work"]' },
    {
      path: 'emails[ not (type eq "a") and primary pr ]',
      key: 'emails',
      search: 'emails[not (type eq "a") and primary pr]',
    },
    { path: 'emails[value eq "a]b"].type', key: 'emails.type', search: 'emails[value eq "a]b"]' },
    { path: 'emails[value eq "a\\"] .b"].type', key: 'emails.type', search: 'emails[value eq "a\\"] .b"]' },
    { path: `${CUS}:tags[value eq "a"]`, key: `${CUS}:tags`, search: `${CUS}:tags[value eq "a"]` },
    { path: `${CUS}:tags[value eq "a"].value`, key: `${CUS}:tags`, search: `${CUS}:tags[value eq "a"]` },
  ];
  it.each(filtered)('takes $path', ({ path, key, search }) => {
    expect(parse(path)).toEqual({ key, filter: filterOf(search) });
    expect(filterOf(search)).toBeDefined();
  });

  it('takes members by value, with a useless sub-attribute too (E-52)', () => {
    const filter = filterOf('members[value eq "x"]', GROUP_RESOURCE_TYPE);
    expect(parse('members[value eq "x"]', GROUP_RESOURCE_TYPE)).toEqual({ key: 'members', filter });
    expect(parse('members[value eq "x"].value', GROUP_RESOURCE_TYPE)).toEqual({ key: 'members.value', filter });
  });

  const unknown = [
    ['an attribute of nobody (TV-082)', 'nickFoo'],
    ['an attribute of nobody, with more behind it', 'foo.bar.baz'],
    ['a sub-attribute of nobody', 'name.nickName'],
    ['a sub-attribute of a simple attribute', 'userName.value'],
    ['a sub-attribute too many', 'name.givenName.value'],
    ['the element of one value', 'title.value'],
    ['an unregistered URN', 'urn:ietf:params:scim:schemas:extension:other:2.0:User:a.b'],
    ['Entra’s URL for a schema', 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group:foo'],
    ['the core schema alone', U],
    ['another type’s attribute', 'members'],
    ['a core attribute under an extension’s URN', `${ENT}:userName`],
    ['an extension’s attribute under the core URN', `${U}:department`],
    ['an attribute that two extensions have, without a URN', 'seat'],
    ['the prototype of objects', '__proto__'],
    ['a property of the prototype', 'constructor'],
    ['a property of the prototype, as a sub-attribute', 'name.__proto__'],
    ['a property of the prototype, in an extension', `${ENT}:toString`],
    ['a name that begins with a digit', '2fa'],
  ];
  it.each(unknown)('knows nothing of %s', (_name, path) => {
    expect(parse(path)).toEqual({ key: `unknown: ${path}` });
  });

  it('knows nothing of what a filter on the unknown says, as long as it ends', () => {
    expect(parse('foo[bar eq "]" and x].baz')).toEqual({ key: 'unknown: foo' });
    expect(parse('emails[type eq "work"].foo')).toEqual({ key: 'unknown: emails.foo' });
  });

  it('takes an attribute without a URN for nobody’s where its extension is missing', () => {
    expect(parse('manager', GROUP_RESOURCE_TYPE)).toEqual({ key: 'unknown: manager' });
    expect(parse(ENT, GROUP_RESOURCE_TYPE)).toEqual({ key: `unknown: ${ENT}` });
  });

  const refused = [
    { path: '', detail: 'Expected an attribute name but found the end at character 1.' },
    { path: '  ', detail: 'found the end at character 3.' },
    { path: '.', detail: 'found "." at character 1.' },
    { path: 'name.', detail: 'found "name." at character 1.' },
    { path: 'name..givenName', detail: 'found "name..givenName" at character 1.' },
    { path: '.value', detail: 'found ".value" at character 1.' },
    { path: `${ENT}:`, detail: 'at character 1.' },
    { path: '/title', detail: 'found "/title" at character 1.' },
    { path: 'größe', detail: 'found "größe" at character 1.' },
    { path: 'foo bar', detail: 'Expected the end of the path but found "bar" at character 5.' },
    { path: '"title"', detail: 'Expected an attribute name but found "\\"title\\"" at character 1.' },
    { path: '[type eq "work"]', detail: 'Expected an attribute name but found "[" at character 1.' },
    { path: 'emails[type eq "work"', detail: 'Expected "and", "or" or "]" but found the end at character 22.' },
    { path: 'emails[type eq "work].value', detail: 'begins at character 16 has no closing quotation mark.' },
    { path: 'emails[]', detail: 'Expected an attribute name but found "]" at character 8.' },
    { path: 'emails[type eq "work"]value', detail: 'Expected the end of the path but found "value" at character 23.' },
    { path: 'emails[type eq "work"] .value', detail: 'found ".value" at character 24.' },
    { path: 'emails[type eq "work"]]', detail: 'found "]" at character 23.' },
    { path: 'emails[type eq "work"][type eq "x"]', detail: 'found "[" at character 23.' },
    { path: 'emails[foo eq "x"]', detail: 'Unknown attribute "foo" at character 8.' },
    {
      path: 'emails[primary gt true]',
      detail: 'gt cannot compare "primary", which is of type boolean, at character 8.',
    },
    { path: 'emails[emails[type eq "x"]]', detail: 'Unknown attribute "emails" at character 8.' },
    { path: 'emails[type[x eq "x"]]', detail: 'There are no elements to choose with "[…]" in "type" at character 8.' },
    {
      path: 'emails.value[type eq "x"]',
      detail: 'There are no elements to choose with "[…]" in "emails.value" at character 1.',
    },
    { path: 'title[value eq "x"]', detail: 'There are no elements to choose with "[…]" in "title" at character 1.' },
    { path: 'name[givenName eq "x"]', detail: 'There are no elements to choose with "[…]" in "name" at character 1.' },
    { path: `${ENT}[department eq "x"]`, detail: 'There are no elements to choose with "[…]" in' },
    {
      path: 'foo[bar',
      detail: 'Expected a "]" for the "[" that opens at character 4 but found the end at character 8.',
    },
    { path: `foo${'['.repeat(1000)}`, detail: 'but found the end at character 1004.' },
    { path: `emails${'['.repeat(1000)}`, detail: 'found "[" at character 8.' },
    { path: `emails[${'('.repeat(1000)}`, detail: 'nested 32 levels deep at most.' },
    { path: 'x'.repeat(MAX_PATH_LENGTH + 1), detail: 'A path may have 1024 characters at most.' },
  ];
  it.each(refused)('refuses $path', ({ path, detail }) => {
    expect(refusalOf(() => parse(path))).toEqual({
      status: 400,
      scimType: 'invalidPath',
      detail: expect.stringContaining(detail),
    });
  });

  it('takes a path of the greatest length', () => {
    expect(parse('x'.repeat(MAX_PATH_LENGTH))).toEqual({ key: `unknown: ${'x'.repeat(MAX_PATH_LENGTH)}` });
  });

  it('wants quotation marks in a filter where the connection is strict', () => {
    expect(refusalOf(() => parsePath(USER, 'emails[type eq work]', STRICT))).toMatchObject({ scimType: 'invalidPath' });
    expect(isUnknown(parsePath(USER, 'emails[type eq "work"]', STRICT))).toBe(false);
  });
});

function refusalOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    return { status: error.status, scimType: error.scimType, detail: error.message };
  }
}
