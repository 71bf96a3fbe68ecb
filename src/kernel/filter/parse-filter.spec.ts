import { describe, expect, it } from '@jest/globals';
import { ScimError } from '../error/scim-error.js';
import { DEFAULT_LIMITS } from '../limits.js';
import type { AttributePath } from '../path/attribute-path.js';
import { pathKey } from '../path/path-key.js';
import { STRICT, TOLERANT, type Tolerance } from '../resource/tolerance.js';
import { defineAttribute } from '../schema/define-attribute.js';
import { GROUP_RESOURCE_TYPE, USER_RESOURCE_TYPE, withExtensions } from '../schema/resource-types.js';
import type { ResourceType } from '../schema/schema.js';
import type { Filter } from './filter.js';
import { parseFilter } from './parse-filter.js';

const U = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const CUS = 'urn:ietf:params:scim:schemas:extension:acme:2.0:User';

const USER = withExtensions(USER_RESOURCE_TYPE, [
  {
    id: CUS,
    name: 'Acme',
    description: 'Acme',
    attributes: [
      defineAttribute('badge', 'A badge.'),
      defineAttribute('tags', 'Tags.', { multiValued: true }),
      defineAttribute('level', 'A level.', { type: 'integer' }),
      defineAttribute('rate', 'A rate.', { type: 'decimal' }),
      defineAttribute('since', 'A day.', { type: 'dateTime' }),
      defineAttribute('seal', 'Some bytes.', { type: 'binary', caseExact: true }),
      defineAttribute('place', 'A place with names.', {
        type: 'complex',
        subAttributes: [defineAttribute('names', 'Names.', { multiValued: true })],
      }),
    ],
  },
]);

/** A filter as RFC 7644 writes it, fully bracketed; in an element of a simple list its attribute is called so too. */
function show(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return `(${filter.filters.map(show).join(` ${filter.kind} `)})`;
    case 'not':
      return `not ${show(filter.filter)}`;
    case 'present':
      return `${pathKey(filter.path)} pr`;
    case 'comparison':
      return `${pathKey(filter.path)} ${filter.operator} ${JSON.stringify(filter.value)}`;
    case 'element':
      return `${pathKey(filter.path)}[${show(filter.filter)}]`;
  }
}

function parse(filter: string, type: ResourceType = USER, tolerance: Tolerance = TOLERANT): string {
  return show(parseFilter(type, filter, tolerance));
}

function refusalOf(filter: string, type: ResourceType = USER, tolerance: Tolerance = TOLERANT): unknown {
  try {
    return parse(filter, type, tolerance);
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    return { status: error.status, scimType: error.scimType, detail: error.message };
  }
}

function refused(detail: string): unknown {
  return { status: 400, scimType: 'invalidFilter', detail: expect.stringContaining(detail) };
}

describe('parseFilter', () => {
  describe('attributes', () => {
    const cases = [
      {
        name: 'keeps the value as it is sent (TV-018)',
        filter: 'userName eq "ANA@Corp"',
        is: 'userName eq "ANA@Corp"',
      },
      { name: 'takes names and operators in any case (TV-019)', filter: 'USERNAME EQ "a"', is: 'userName eq "a"' },
      { name: 'knows common attributes (TV-020)', filter: 'externalId eq "Ana-001"', is: 'externalId eq "Ana-001"' },
      { name: 'knows the id', filter: 'id eq "7"', is: 'id eq "7"' },
      { name: 'knows parts of meta', filter: 'meta.resourceType eq "User"', is: 'meta.resourceType eq "User"' },
      { name: 'knows sub-attributes', filter: 'name.familyName co "O\'Malley"', is: 'name.familyName co "O\'Malley"' },
      {
        name: 'takes an extension’s URN (TV-023)',
        filter: `${ENT}:employeeNumber eq "7001"`,
        is: `${ENT}:employeeNumber eq "7001"`,
      },
      { name: 'takes the core URN for nothing (TV-024)', filter: `${U}:userName eq "a"`, is: 'userName eq "a"' },
      {
        name: 'takes OneLogin’s URN (X-01)',
        filter: 'urn:scim:schemas:core:2.0:userName eq "a"',
        is: 'userName eq "a"',
      },
      {
        name: 'finds an extension’s attribute without its URN',
        filter: 'employeeNumber eq "7"',
        is: `${ENT}:employeeNumber eq "7"`,
      },
      {
        name: 'asks a complex attribute for its value (E-05, TV-025)',
        filter: 'id eq "1" and manager eq "2"',
        is: `(id eq "1" and ${ENT}:manager.value eq "2")`,
      },
      {
        name: 'asks it under its URN too (TV-025)',
        filter: `${ENT}:manager eq "2"`,
        is: `${ENT}:manager.value eq "2"`,
      },
      {
        name: 'asks for groups in any case (TV-030)',
        filter: 'displayName eq "ops"',
        is: 'displayName eq "ops"',
        type: GROUP_RESOURCE_TYPE,
      },
      {
        name: 'asks for members',
        filter: 'members.value eq "1"',
        is: 'members[value eq "1"]',
        type: GROUP_RESOURCE_TYPE,
      },
      {
        name: 'asks bare members for their value',
        filter: 'members eq "1"',
        is: 'members[value eq "1"]',
        type: GROUP_RESOURCE_TYPE,
      },
      { name: 'asks for groups of a user', filter: 'groups.value eq "1"', is: 'groups[value eq "1"]' },
      { name: 'asks for a reference', filter: 'groups.$ref sw "https:"', is: 'groups[$ref sw "https:"]' },
      { name: 'asks for schemas', filter: `schemas eq "${ENT}"`, is: `schemas[schemas eq "${ENT}"]` },
      { name: 'asks for an element of a simple list', filter: `${CUS}:tags eq "a"`, is: `${CUS}:tags[tags eq "a"]` },
      { name: 'asks for it as value', filter: 'tags[value sw "a"]', is: `${CUS}:tags[tags sw "a"]` },
      { name: 'asks for it as a sub-attribute', filter: 'tags.value sw "a"', is: `${CUS}:tags[tags sw "a"]` },
      {
        name: 'asks for an element of a list within',
        filter: 'place.names eq "a"',
        is: `${CUS}:place.names[names eq "a"]`,
      },
    ];
    it.each(cases)('$name', ({ filter, is, type }) => {
      expect(parse(filter, type)).toBe(is);
    });

    const refusals = [
      { filter: 'foo eq "x"', detail: 'Unknown attribute "foo" at character 1.' },
      { filter: 'userName eq "a" or foo.bar eq "x"', detail: 'Unknown attribute "foo.bar" at character 20.' },
      { filter: 'userName.value eq "x"', detail: 'Unknown attribute "userName.value" at character 1.' },
      { filter: 'members eq "x"', detail: 'Unknown attribute "members" at character 1.' },
      { filter: '__proto__ pr', detail: 'Unknown attribute "__proto__" at character 1.' },
      { filter: 'constructor eq "x"', detail: 'Unknown attribute "constructor" at character 1.' },
      { filter: 'name.constructor pr', detail: 'Unknown attribute "name.constructor" at character 1.' },
      { filter: 'urn:a:b:2.0:User:c eq "x"', detail: 'Unknown attribute "urn:a:b:2.0:User:c" at character 1.' },
      { filter: `${'x'.repeat(500)} pr`, detail: `Unknown attribute "${'x'.repeat(64)}…" at character 1.` },
      { filter: `${ENT} pr`, detail: 'A schema is named where an attribute belongs at character 1.' },
      {
        filter: 'password eq "x"',
        detail: 'No filter can ask for "password", which is never returned, at character 1.',
      },
      { filter: 'userName pr and Password pr', detail: 'No filter can ask for "Password"' },
      { filter: 'name eq "x"', detail: 'One of the sub-attributes (formatted, familyName, givenName,' },
      { filter: 'addresses co "x"', detail: 'must be named for "addresses" at character 1.' },
      { filter: 'meta gt "x"', detail: 'One of the sub-attributes (resourceType, created,' },
    ];
    it.each(refusals)('refuses $filter', ({ filter, detail }) => {
      expect(refusalOf(filter)).toEqual(refused(detail));
    });
  });

  describe('elements', () => {
    const cases = [
      {
        name: 'reads Entra’s form (E-04, TV-021)',
        filter: 'emails[type eq "work"].value eq "a@b"',
        is: 'emails[(type eq "work" and value eq "a@b")]',
      },
      {
        name: 'reads the RFC’s form alike (TV-022)',
        filter: 'emails[type eq "work" and value eq "a@b"]',
        is: 'emails[(type eq "work" and value eq "a@b")]',
      },
      { name: 'asks one element at a time (TV-022)', filter: 'emails.value eq "a@b"', is: 'emails[value eq "a@b"]' },
      {
        name: 'takes bare emails for their value',
        filter: 'emails co "example.com"',
        is: 'emails[value co "example.com"]',
      },
      {
        name: 'takes any case behind the bracket (E-33)',
        filter: 'EMAILS[TYPE EQ "work"].VALUE EQ "a"',
        is: 'emails[(type eq "work" and value eq "a")]',
      },
      {
        name: 'knows the whole grammar inside',
        filter: 'emails[not (type eq "a" or value pr) and (display sw "x")]',
        is: 'emails[(not (type eq "a" or value pr) and display sw "x")]',
      },
      {
        name: 'asks behind the bracket for presence',
        filter: 'emails[type eq "work"].display pr',
        is: 'emails[(type eq "work" and display pr)]',
      },
      {
        name: 'goes on behind it',
        filter: 'emails[type eq "a"].value eq "b" or title pr',
        is: '(emails[(type eq "a" and value eq "b")] or title pr)',
      },
      {
        name: 'takes brackets of an extension',
        filter: `${CUS}:tags[value eq "a" or value eq "b"]`,
        is: `${CUS}:tags[(tags eq "a" or tags eq "b")]`,
      },
      {
        name: 'takes brackets of the one value of a complex attribute',
        filter: 'name[givenName eq "a" and familyName pr]',
        is: '(name pr and (name.givenName eq "a" and name.familyName pr))',
      },
      {
        name: 'means by them a value that is there',
        filter: 'name[not (givenName eq "a")]',
        is: '(name pr and not name.givenName eq "a")',
      },
      {
        name: 'takes what is behind those too',
        filter: 'manager[displayName pr].value eq "a"',
        is: `(${ENT}:manager pr and ${ENT}:manager.displayName pr and ${ENT}:manager.value eq "a")`,
      },
      {
        name: 'takes brackets of meta',
        filter: 'meta[created gt "2024-01-01T00:00:00Z"]',
        is: '(meta pr and meta.created gt "2024-01-01T00:00:00Z")',
      },
      {
        name: 'takes brackets of a list within',
        filter: 'place[names eq "a"]',
        is: `(${CUS}:place pr and ${CUS}:place.names[names eq "a"])`,
      },
      { name: 'means by ne that none is equal', filter: 'emails.type ne "work"', is: 'not emails[type eq "work"]' },
      { name: 'means by a bare ne the same', filter: 'emails ne "a"', is: 'not emails[value eq "a"]' },
      {
        name: 'means by ne inside that an element differs',
        filter: 'emails[type ne "work"]',
        is: 'emails[type ne "work"]',
      },
      {
        name: 'means by ne behind that the element differs',
        filter: 'emails[type eq "a"].value ne "b"',
        is: 'emails[(type eq "a" and value ne "b")]',
      },
      { name: 'asks for any element', filter: 'emails pr', is: 'emails pr' },
      { name: 'asks for an element that has a sub-attribute', filter: 'emails.primary pr', is: 'emails[primary pr]' },
      { name: 'asks for a complex attribute', filter: 'name pr', is: 'name pr' },
    ];
    it.each(cases)('$name', ({ filter, is }) => {
      expect(parse(filter)).toBe(is);
    });

    const refusals = [
      { filter: 'emails[type eq "work"', detail: 'Expected "and", "or" or "]" but found the end at character 22.' },
      {
        filter: 'emails[type eq "work"].value',
        detail: 'Expected an operator (eq, ne, co, sw, ew, gt, ge, lt, le, pr) but found the end at character 29.',
      },
      {
        filter: 'emails[type eq "work"] .value eq "x"',
        detail: 'Expected "and", "or" or the end but found ".value" at character 24.',
      },
      { filter: 'emails[type eq "work"]. eq "x"', detail: 'Unknown attribute "" at character 23.' },
      { filter: 'emails[type eq "work"].foo eq "x"', detail: 'Unknown attribute "foo" at character 23.' },
      { filter: 'emails[]', detail: 'Expected an attribute name but found "]" at character 8.' },
      { filter: 'emails[userName eq "x"]', detail: 'Unknown attribute "userName" at character 8.' },
      { filter: 'emails[type eq "a")', detail: 'Expected "and", "or" or "]" but found ")" at character 19.' },
      { filter: 'emails[(type eq "a"])', detail: 'Expected "and", "or" or ")" but found "]" at character 20.' },
      { filter: 'emails[type[value eq "a"]]', detail: 'no elements to choose with "[…]" in "type" at character 8.' },
      { filter: 'title[value eq "a"]', detail: 'no elements to choose with "[…]" in "title" at character 1.' },
      {
        filter: 'emails.value[value eq "a"]',
        detail: 'no elements to choose with "[…]" in "emails.value" at character 1.',
      },
      { filter: '[type eq "a"]', detail: 'Expected an attribute name but found "[" at character 1.' },
      { filter: 'tags[type eq "a"]', detail: 'Unknown attribute "type" at character 6.' },
    ];
    it.each(refusals)('refuses $filter', ({ filter, detail }) => {
      expect(refusalOf(filter)).toEqual(refused(detail));
    });
  });

  describe('connectives', () => {
    const cases = [
      {
        name: 'binds and tighter than or',
        filter: 'title pr or active pr and id pr',
        is: '(title pr or (active pr and id pr))',
      },
      {
        name: 'binds and tighter than or, on the left too',
        filter: 'title pr and active pr or id pr',
        is: '((title pr and active pr) or id pr)',
      },
      { name: 'groups', filter: '(title pr or active pr) and id pr', is: '((title pr or active pr) and id pr)' },
      { name: 'takes any number', filter: 'title pr or active pr or id pr', is: '(title pr or active pr or id pr)' },
      {
        name: 'takes any case',
        filter: 'title PR AND NOT(active pr) Or id Pr',
        is: '((title pr and not active pr) or id pr)',
      },
      { name: 'takes not with a space', filter: 'not (title pr)', is: 'not title pr' },
      { name: 'takes not without a space', filter: 'not(title pr)', is: 'not title pr' },
      { name: 'binds not tightest', filter: 'not (title pr) and id pr', is: '(not title pr and id pr)' },
      { name: 'takes not of not', filter: 'not (not (title pr))', is: 'not not title pr' },
      { name: 'needs no space at brackets', filter: '(title pr)and(id pr)', is: '(title pr and id pr)' },
      { name: 'takes redundant brackets and space', filter: ' ( ( title\tpr ) )\r\n', is: 'title pr' },
    ];
    it.each(cases)('$name', ({ filter, is }) => {
      expect(parse(filter)).toBe(is);
    });

    const refusals = [
      { filter: '', detail: 'Expected an attribute name but found the end at character 1.' },
      { filter: '   ', detail: 'Expected an attribute name but found the end at character 4.' },
      {
        filter: 'title',
        detail: 'Expected an operator (eq, ne, co, sw, ew, gt, ge, lt, le, pr) but found the end at character 6.',
      },
      { filter: 'title bar', detail: 'but found "bar" at character 7.' },
      { filter: 'title = "x"', detail: 'but found "=" at character 7.' },
      { filter: 'title "eq" "x"', detail: 'but found "\\"eq\\"" at character 7.' },
      { filter: 'title constructor "x"', detail: 'but found "constructor" at character 7.' },
      { filter: 'title pr foo', detail: 'Expected "and", "or" or the end but found "foo" at character 10.' },
      { filter: 'title pr "x"', detail: 'Expected "and", "or" or the end but found "\\"x\\"" at character 10.' },
      { filter: 'title pr and', detail: 'Expected an attribute name but found the end at character 13.' },
      { filter: 'and title pr', detail: 'Unknown attribute "and" at character 1.' },
      { filter: 'title pr and or id pr', detail: 'Unknown attribute "or" at character 14.' },
      { filter: 'not title pr', detail: 'Unknown attribute "not" at character 1.' },
      { filter: 'not ()', detail: 'Expected an attribute name but found ")" at character 6.' },
      { filter: '(title pr', detail: 'Expected "and", "or" or ")" but found the end at character 10.' },
      { filter: 'title pr)', detail: 'Expected "and", "or" or the end but found ")" at character 9.' },
      { filter: '😀', detail: 'Unknown attribute "😀" at character 1.' },
      { filter: 'title eq "😀" and foo pr', detail: 'Unknown attribute "foo" at character 18.' },
    ];
    it.each(refusals)('refuses $filter (TV-036)', ({ filter, detail }) => {
      expect(refusalOf(filter)).toEqual(refused(detail));
    });
  });

  describe('values', () => {
    const cases = [
      { name: 'keeps a plus sign (TV-027)', filter: 'userName eq "a+b@c"', is: 'userName eq "a+b@c"' },
      {
        name: 'unescapes (E-07, TV-029)',
        filter: 'displayName eq "José\'s \\"A\\" Team"',
        is: 'displayName eq "José\'s \\"A\\" Team"',
      },
      {
        name: 'unescapes all that JSON has',
        filter: 'title eq "\\\\ \\/ \\b\\f\\n\\r\\t \\u00e9 \\ud83d\\ude00"',
        is: 'title eq "\\\\ / \\b\\f\\n\\r\\t é 😀"',
      },
      {
        name: 'lets brackets and quotes be in a value (E-07)',
        filter: 'emails[value eq "a\\"]) or (b"].type eq "x"',
        is: 'emails[(value eq "a\\"]) or (b" and type eq "x")]',
      },
      { name: 'takes pattern characters as they are', filter: 'title co "%_\\\\*$1"', is: 'title co "%_\\\\*$1"' },
      { name: 'takes an empty text', filter: 'title eq ""', is: 'title eq ""' },
      {
        name: 'takes a word without quotation marks (E-08, TV-028)',
        filter: 'externalId eq jana',
        is: 'externalId eq "jana"',
      },
      {
        name: 'ends such a word at a bracket (E-08)',
        filter: '(emails[value eq a@b.c].type eq x-1)',
        is: 'emails[(value eq "a@b.c" and type eq "x-1")]',
      },
      {
        name: 'takes a keyword for such a word where a value stands',
        filter: 'title eq and and id pr',
        is: '(title eq "and" and id pr)',
      },
      {
        name: 'takes the digits of a number for a text',
        filter: 'employeeNumber eq 12345678901234567890',
        is: `${ENT}:employeeNumber eq "12345678901234567890"`,
      },
      {
        name: 'takes what is no JSON number for a word',
        filter: 'employeeNumber eq 007',
        is: `${ENT}:employeeNumber eq "007"`,
      },
      {
        name: 'takes booleans',
        filter: 'active eq true or active ne false',
        is: '(active eq true or active ne false)',
      },
      {
        name: 'takes booleans as text in any case (E-27)',
        filter: 'roles[primary eq "True"]',
        is: 'roles[primary eq true]',
      },
      { name: 'takes booleans in any case', filter: 'active eq FALSE', is: 'active eq false' },
      { name: 'leaves the text "True" a text', filter: 'title eq "True"', is: 'title eq "True"' },
      {
        name: 'takes numbers',
        filter: 'level ge -3 and rate lt 1.5e2',
        is: `(${CUS}:level ge -3 and ${CUS}:rate lt 150)`,
      },
      { name: 'takes numbers as text', filter: 'level eq "42"', is: `${CUS}:level eq 42` },
      {
        name: 'keeps a date as it is sent',
        filter: 'meta.created gt "2011-05-13T04:42:34+02:00"',
        is: 'meta.created gt "2011-05-13T04:42:34+02:00"',
      },
      {
        name: 'takes a date without a zone',
        filter: 'since le "2024-02-29T00:00:00"',
        is: `${CUS}:since le "2024-02-29T00:00:00"`,
      },
      { name: 'takes parts of a binary', filter: 'seal sw "AQ="', is: `${CUS}:seal sw "AQ="` },
      { name: 'asks for absence', filter: 'title eq null', is: 'not title pr' },
      { name: 'asks for presence', filter: 'manager ne NULL', is: `${ENT}:manager pr` },
      { name: 'asks for the absence of any element', filter: 'emails eq null', is: 'not emails pr' },
      { name: 'asks for the absence of a sub-attribute', filter: 'emails.type eq null', is: 'not emails[type pr]' },
      { name: 'asks for absence in an element', filter: 'emails[type eq null]', is: 'emails[not type pr]' },
      { name: 'leaves the text "null" a text', filter: 'title eq "null"', is: 'title eq "null"' },
      { name: 'orders texts', filter: 'userName gt "m"', is: 'userName gt "m"' },
    ];
    it.each(cases)('$name', ({ filter, is }) => {
      expect(parse(filter)).toBe(is);
    });

    const refusals = [
      { filter: 'title eq', detail: 'Expected a value but found the end at character 9.' },
      { filter: 'title eq )', detail: 'Expected a value but found ")" at character 10.' },
      { filter: 'title eq "x', detail: 'The string that begins at character 10 has no closing quotation mark.' },
      { filter: 'title eq "x\\"', detail: 'The string that begins at character 10 has no closing quotation mark.' },
      { filter: 'title eq "\\x"', detail: '"\\"\\\\x\\"" at character 10 is not a JSON string.' },
      { filter: 'title eq "\\u12"', detail: 'at character 10 is not a JSON string.' },
      { filter: 'title eq "a\nb"', detail: 'at character 10 is not a JSON string.' },
      { filter: 'title eq "\\u0000"', detail: 'There is NUL or half a surrogate pair in the value at character 10.' },
      { filter: 'title eq "\\ud83d"', detail: 'There is NUL or half a surrogate pair in the value at character 10.' },
      { filter: 'title eq a\0b', detail: 'There is NUL or half a surrogate pair in the value at character 10.' },
      { filter: "title eq 'x'", detail: 'Expected a string in double quotation marks for "title" at character 10.' },
      { filter: 'title eq true', detail: 'Expected a string in double quotation marks for "title" at character 10.' },
      { filter: 'title eq x y', detail: 'Expected "and", "or" or the end but found "y" at character 12.' },
      { filter: 'title eq x"y"', detail: 'Expected "and", "or" or the end but found "\\"y\\"" at character 11.' },
      { filter: 'active eq "yes"', detail: 'Expected true or false for "active" at character 11.' },
      { filter: 'active eq 1', detail: 'Expected true or false for "active" at character 11.' },
      { filter: 'active gt true', detail: 'gt cannot compare "active", which is of type boolean, at character 1.' },
      { filter: 'active co "t"', detail: 'co cannot compare "active", which is of type boolean, at character 1.' },
      { filter: 'seal ge "AQ=="', detail: 'ge cannot compare "seal", which is of type binary, at character 1.' },
      { filter: 'level sw 4', detail: 'sw cannot compare "level", which is of type integer, at character 1.' },
      { filter: 'level eq "four"', detail: 'Expected a number for "level" at character 10.' },
      { filter: 'level eq true', detail: 'Expected a number for "level" at character 10.' },
      { filter: 'level eq 1e999', detail: 'Expected a number for "level" at character 10.' },
      { filter: 'level eq ""', detail: 'Expected a number for "level" at character 10.' },
      { filter: 'level eq NaN', detail: 'Expected a number for "level" at character 10.' },
      {
        filter: 'meta.created gt "yesterday"',
        detail: 'Expected a date such as "2024-05-31T09:30:00Z" for "meta.created" at character 17.',
      },
      { filter: 'meta.created gt "2023-02-29T00:00:00Z"', detail: 'Expected a date' },
      { filter: 'meta.created gt 2024', detail: 'Expected a date' },
      {
        filter: 'meta.created co "2024"',
        detail: 'co cannot compare "meta.created", which is of type dateTime, at character 1.',
      },
      { filter: 'title co null', detail: 'Only eq and ne compare with null, not co, at character 10.' },
      { filter: 'title gt null', detail: 'Only eq and ne compare with null, not gt, at character 10.' },
    ];
    it.each(refusals)('refuses $filter', ({ filter, detail }) => {
      expect(refusalOf(filter)).toEqual(refused(detail));
    });

    it('does not show the value that was refused', () => {
      expect(refusalOf('active eq "secret"')).toEqual({
        status: 400,
        scimType: 'invalidFilter',
        detail: expect.not.stringContaining('secret'),
      });
    });

    it.each(['externalId eq jana', 'employeeNumber eq 7001', 'meta.created gt 2011-05-13T04:42:34Z'])(
      'refuses %s where the connection is strict, and takes it where not',
      (filter) => {
        expect(refusalOf(filter, USER, STRICT)).toEqual(refused('Expected a'));
        expect(parse(filter)).toMatch(/"$/);
      },
    );

    it.each([
      'externalId eq "jana"',
      'active eq "True"',
      'level eq "42"',
      'emails[type eq "work"].value eq "a"',
      'title eq null',
    ])('gives %s the same meaning where the connection is strict', (filter) => {
      expect(parse(filter, USER, STRICT)).toBe(parse(filter));
    });
  });

  describe('limits (TV-187)', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}title pr${')'.repeat(depth)}`;
    const joined = (terms: number) => Array.from({ length: terms }, () => 'title pr').join(' or ');
    const long = (length: number) => `title eq "${'x'.repeat(length - 11)}"`;

    const allowed = [
      { name: 'the greatest depth', filter: nested(DEFAULT_LIMITS.filterDepth) },
      {
        name: 'the greatest depth of negations',
        filter: `${'not('.repeat(DEFAULT_LIMITS.filterDepth)}title pr${')'.repeat(DEFAULT_LIMITS.filterDepth)}`,
      },
      {
        name: 'depth again and again',
        filter: `${nested(DEFAULT_LIMITS.filterDepth)} or ${nested(DEFAULT_LIMITS.filterDepth)}`,
      },
      { name: 'the most terms', filter: joined(DEFAULT_LIMITS.filterTerms - 1) },
      { name: 'the greatest length', filter: long(DEFAULT_LIMITS.filterLength) },
    ];
    it.each(allowed)('allows $name', ({ filter }) => {
      expect(parse(filter)).not.toBe('');
    });

    const beyond = [
      {
        name: 'a deeper one',
        filter: nested(DEFAULT_LIMITS.filterDepth + 1),
        detail: 'A filter may be nested 32 levels deep at most.',
      },
      { name: '200 open brackets', filter: '('.repeat(200), detail: 'nested 32 levels deep at most.' },
      {
        name: 'a bracket too many',
        filter: `${'('.repeat(DEFAULT_LIMITS.filterDepth)}emails[type pr]${')'.repeat(DEFAULT_LIMITS.filterDepth)}`,
        detail: 'nested 32 levels deep',
      },
      {
        name: 'a term too many',
        filter: joined(DEFAULT_LIMITS.filterTerms),
        detail: 'A filter may have 200 terms at most.',
      },
      {
        name: 'a negation too many',
        filter: `not (${joined(DEFAULT_LIMITS.filterTerms - 1)})`,
        detail: 'A filter may have 200 terms at most.',
      },
      {
        name: 'a longer one',
        filter: long(DEFAULT_LIMITS.filterLength + 1),
        detail: 'A filter may have 8192 characters at most.',
      },
      {
        name: 'a long string without an end',
        filter: `title eq "${'\\"'.repeat(4000)}`,
        detail: 'has no closing quotation mark.',
      },
    ];
    it.each(beyond)('refuses $name', ({ filter, detail }) => {
      expect(refusalOf(filter)).toEqual(refused(detail));
    });
  });

  it('tells the path of what it compares', () => {
    const filter = parseFilter(USER, 'tags eq "a"', TOLERANT);
    const path: AttributePath | undefined = filter.kind === 'element' ? filter.path : undefined;
    expect(path?.extension).toBe(CUS);
    expect(filter).toMatchObject({ filter: { path: { attribute: path?.attribute } } });
  });
});
