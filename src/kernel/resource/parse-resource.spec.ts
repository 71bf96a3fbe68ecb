import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ScimError } from '../error/scim-error.js';
import { defineAttribute } from '../schema/define-attribute.js';
import { GROUP_RESOURCE_TYPE, USER_RESOURCE_TYPE, withExtensions } from '../schema/resource-types.js';
import { defaultActive } from './default-active.js';
import { parseResource } from './parse-resource.js';
import { STRICT, TOLERANT, type Tolerance } from './tolerance.js';

const U = 'urn:ietf:params:scim:schemas:core:2.0:User';
const G = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const CUS = 'urn:ietf:params:scim:schemas:extension:acme:2.0:User';

const TYPE = withExtensions(USER_RESOURCE_TYPE, [
  {
    id: CUS,
    name: 'Acme',
    description: 'A tenant’s own extension.',
    attributes: [
      defineAttribute('badge', 'Badge.'),
      defineAttribute('tags', 'Tags.', { multiValued: true }),
      defineAttribute('level', 'Level.', { type: 'integer' }),
      defineAttribute('ratio', 'Ratio.', { type: 'decimal' }),
      defineAttribute('vip', 'VIP.', { type: 'boolean' }),
      defineAttribute('since', 'Since.', { type: 'dateTime' }),
      defineAttribute('key', 'Key.', { type: 'binary', caseExact: true }),
      defineAttribute('pin', 'Pin.', { returned: 'never' }),
      defineAttribute('desk', 'Desk.', {
        type: 'complex',
        subAttributes: [defineAttribute('room', 'Room.', { required: true }), defineAttribute('floor', 'Floor.')],
      }),
    ],
  },
]);

type Body = Readonly<Record<string, unknown>>;

/** What is received of a user who has a userName besides. */
function received(body: Body, tolerance: Tolerance = TOLERANT): Body {
  const sent = { userName: 'ana', ...body };
  const before = JSON.stringify(sent);
  const { resource } = parseResource(TYPE, sent, tolerance);
  expect(JSON.stringify(sent)).toBe(before);
  const { userName, ...rest } = resource;
  return rest;
}

const WORK = { type: 'work', value: 'jana@corp.example' };

describe('a user that is pushed', () => {
  it('TV-041 is kept as Entra sends it, with the extensions that are there', () => {
    const { resource, warnings } = parseResource(
      TYPE,
      {
        schemas: [U, ENT],
        externalId: 'jana',
        userName: 'jana@corp.example',
        active: true,
        displayName: 'Jana Ruiz',
        emails: [{ primary: true, type: 'work', value: 'jana@corp.example' }],
        meta: { resourceType: 'User' },
        name: { formatted: 'Jana Ruiz', givenName: 'Jana', familyName: 'Ruiz' },
        roles: [],
        title: 'Lead',
        [ENT]: { employeeNumber: '7001', department: 'Ops', manager: 'U2' },
        [CUS]: { badge: '9' },
      },
      TOLERANT,
    );
    expect(warnings).toEqual([]);
    expect(resource).toStrictEqual({
      schemas: [U, ENT, CUS],
      externalId: 'jana',
      userName: 'jana@corp.example',
      active: true,
      displayName: 'Jana Ruiz',
      emails: [{ primary: true, type: 'work', value: 'jana@corp.example' }],
      name: { formatted: 'Jana Ruiz', givenName: 'Jana', familyName: 'Ruiz' },
      title: 'Lead',
      [ENT]: { employeeNumber: '7001', department: 'Ops', manager: { value: 'U2' } },
      [CUS]: { badge: '9' },
    });
  });

  it.each<[name: string, body: Body, kept: Body]>([
    [
      'TV-042 an extension that schemas does not name',
      { schemas: [U], [CUS]: { badge: '9' } },
      { schemas: [U, CUS], [CUS]: { badge: '9' } },
    ],
    ['TV-043 a misspelled URN in schemas', { schemas: [U, `${ENT.slice(0, -5)}User`] }, {}],
    ['TV-044 schemas of SCIM 1', { schemas: ['urn:scim:schemas:core:1.0', U] }, {}],
    ['X-11 no schemas at all', { schemas: [] }, {}],
    ['schemas that is no list', { schemas: 4 }, {}],
    [
      'TV-045 nulls and empties',
      { addresses: null, manager: null, roles: [], phoneNumbers: null, title: '', name: {} },
      {},
    ],
    ['TV-046 "True"', { active: 'True' }, { active: true }],
    ['TV-046 "FALSE"', { active: 'FALSE' }, { active: false }],
    ['TV-049 what is read-only', { id: 'x', meta: { version: '1' }, groups: [{ value: 'g' }] }, {}],
    ['TV-052 what no schema knows', { jobTitle: 'x', vendor: { a: 1 } }, {}],
    [
      'TV-053 verbatim',
      { phoneNumbers: [{ type: 'mobile', value: '+1 (555) 0100 x4' }], timezone: 'zzz', locale: 'qq' },
      { phoneNumbers: [{ type: 'mobile', value: '+1 (555) 0100 x4' }], timezone: 'zzz', locale: 'qq' },
    ],
    [
      'TV-055 two primaries',
      {
        emails: [
          { value: 'a', primary: true },
          { value: 'b', primary: true },
        ],
      },
      {
        emails: [
          { value: 'a', primary: true },
          { value: 'b', primary: false },
        ],
      },
    ],
    [
      'TV-056 a number and a boolean as strings',
      { [CUS]: { level: '4', vip: 'True' } },
      { schemas: [U, CUS], [CUS]: { level: 4, vip: true } },
    ],
    [
      'E-18 manager as an object',
      { [ENT]: { manager: { value: 'U2', $ref: null } } },
      { schemas: [U, ENT], [ENT]: { manager: { value: 'U2' } } },
    ],
    [
      'E-56 manager in a list',
      { [ENT]: { manager: [{ value: 'U2' }] } },
      { schemas: [U, ENT], [ENT]: { manager: { value: 'U2' } } },
    ],
    ['E-56 manager without a URN', { manager: 'U2' }, { schemas: [U, ENT], [ENT]: { manager: { value: 'U2' } } }],
    [
      'a manager’s name is the service’s',
      { [ENT]: { manager: { value: 'U2', displayName: 'Bob' } } },
      { schemas: [U, ENT], [ENT]: { manager: { value: 'U2' } } },
    ],
    [
      'E-27 a name that reads like a boolean',
      { displayName: 'True', title: 'false' },
      { displayName: 'True', title: 'false' },
    ],
    [
      'E-28 dotted and URN keys',
      { 'name.givenName': 'J', name: { familyName: 'R' }, [`${ENT}:department`]: 'Ops' },
      { schemas: [U, ENT], name: { familyName: 'R', givenName: 'J' }, [ENT]: { department: 'Ops' } },
    ],
    ['E-28 a filtered path as a key', { 'emails[type eq "work"].value': WORK.value }, { emails: [WORK] }],
    [
      'E-33 names in any case',
      { DISPLAYNAME: 'J', Emails: [{ Type: 'work', VALUE: WORK.value }] },
      { displayName: 'J', emails: [WORK] },
    ],
    [
      'E-34 a type of the client’s own',
      { emails: [{ type: 'untyped', value: 'x' }] },
      { emails: [{ type: 'untyped', value: 'x' }] },
    ],
    ['TV-118 a nonsense primary', { emails: [{ ...WORK, primary: '1-555 x2' }] }, { emails: [WORK] }],
    [
      'TV-116 primary as "True"',
      { roles: [{ primary: 'True', type: 'WindowsAzureActiveDirectoryRole', value: 'Admin' }] },
      { roles: [{ primary: true, type: 'WindowsAzureActiveDirectoryRole', value: 'Admin' }] },
    ],
    [
      'E-36 a single value in a list',
      { title: ['T'], [ENT]: { department: [{ $ref: null, value: 'Ops' }] } },
      { schemas: [U, ENT], title: 'T', [ENT]: { department: 'Ops' } },
    ],
    ['E-36 a single value in an object', { title: { value: 'T' } }, { title: 'T' }],
    ['E-37 one object for a list', { emails: WORK }, { emails: [WORK] }],
    ['E-37 a string for a list of objects', { emails: WORK.value }, { emails: [{ value: WORK.value }] }],
    [
      'E-60 a list of strings as objects',
      { [CUS]: { tags: [{ value: '1' }, '2', { value: '' }] } },
      { schemas: [U, CUS], [CUS]: { tags: ['1', '2'] } },
    ],
    [
      'X-01 an extension under OneLogin’s URN',
      { schemas: ['urn:scim:schemas:core:2.0'], 'urn:scim:schemas:extension:enterprise:2.0': { department: 'Ops' } },
      { schemas: [U, ENT], [ENT]: { department: 'Ops' } },
    ],
    [
      'an extension under its URN in another case',
      { [ENT.toUpperCase()]: { DEPARTMENT: 'Ops' } },
      { schemas: [U, ENT], [ENT]: { department: 'Ops' } },
    ],
    ['attributes under the core URN', { [U]: { title: 'T' } }, { title: 'T' }],
    ['an extension with nothing in it', { schemas: [U, ENT], [ENT]: { department: null } }, {}],
    [
      'duplicates by type and value',
      { emails: [WORK, { ...WORK, type: 'home' }, { ...WORK, primary: true }] },
      {
        emails: [
          { ...WORK, primary: true },
          { ...WORK, type: 'home' },
        ],
      },
    ],
    [
      'duplicates of a simple value',
      { [CUS]: { tags: ['a', 'b', 'A'] } },
      { schemas: [U, CUS], [CUS]: { tags: ['A', 'b'] } },
    ],
    [
      'an element without content',
      { emails: [WORK, { type: 'home', primary: false }, null, {}, ''], addresses: [{ type: 'work' }] },
      { emails: [WORK] },
    ],
    [
      'a number for a string',
      { title: 7, [ENT]: { employeeNumber: 7001 } },
      { schemas: [U, ENT], title: '7', [ENT]: { employeeNumber: '7001' } },
    ],
    ['TV-163 a password', { password: 'S3cret!', [CUS]: { pin: '1234' } }, {}],
    ['a decimal as a string', { [CUS]: { ratio: '-1.5e3' } }, { schemas: [U, CUS], [CUS]: { ratio: -1500 } }],
    [
      'a date',
      { [CUS]: { since: '2024-02-29T09:30:00Z' } },
      { schemas: [U, CUS], [CUS]: { since: '2024-02-29T09:30:00Z' } },
    ],
    [
      'base64',
      { x509Certificates: [{ value: 'MIIDQzCCAqygAwIBAgICEAAwDQ==' }] },
      { x509Certificates: [{ value: 'MIIDQzCCAqygAwIBAgICEAAwDQ==' }] },
    ],
    [
      'TV-186 names of prototypes',
      {
        ['__proto__']: { polluted: true },
        constructor: { prototype: { polluted: true } },
        'constructor.prototype.x': 1,
      },
      {},
    ],
  ])('%s', (_, body, kept) => {
    expect(received(body)).toStrictEqual({ schemas: [U], ...kept });
    expect({}).not.toHaveProperty('polluted');
  });

  it.each<[name: string, body: Body]>([
    ['strings for booleans', { active: 'True' }],
    ['wrapped values', { title: [{ value: 'T' }], manager: 'U2', emails: WORK }],
    ['names of no schema', { jobTitle: 'x' }],
    ['dotted keys', { 'name.givenName': 'J' }],
  ])('means the same on a strict connection: %s', (_, body) => {
    expect(received(body, STRICT)).toStrictEqual(received(body, TOLERANT));
  });

  it('TV-050 may have a long name, or a guest’s', () => {
    for (const userName of ['jana_p.example#EXT#@corp.example', 'x'.repeat(200), 'ü'.repeat(384)]) {
      expect(parseResource(TYPE, { userName }, STRICT).resource['userName']).toBe(userName);
    }
  });

  it.each<[body: Body, active: boolean]>([
    [{}, true],
    [{ active: null }, true],
    [{ active: false }, false],
  ])('TV-046 %j becomes active: %s', (body, active) => {
    const { resource } = parseResource(TYPE, { userName: 'ana', ...body }, TOLERANT);
    expect(defaultActive(resource)).toStrictEqual({ schemas: [U], userName: 'ana', active });
  });

  it('TV-159, TV-162 tells which attributes the body named', () => {
    const body = {
      USERNAME: 'ana',
      externalId: null,
      'name.givenName': 'J',
      groups: [],
      unknown: 1,
      [ENT]: { department: 'Ops' },
    };
    expect([...parseResource(TYPE, body, TOLERANT).named].sort()).toEqual(['externalId', 'groups', 'name', 'userName']);
  });

  it.each<[name: string, body: Body, warnings: readonly unknown[]]>([
    ['nothing', { id: 'x', meta: {}, roles: [] }, []],
    [
      'E-25 unknown names',
      { jobTitle: 'x', vendor: { a: 1 }, 'a b': 1 },
      ['Unknown attributes were ignored: "jobTitle", "vendor", "a b".'],
    ],
    ['unknown sub-attributes', { name: { nick: 'J' } }, ['The unknown attribute "name.nick" was ignored.']],
    [
      'many unknown names',
      Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`x${index}`, 1])),
      [expect.stringMatching(/"x9" and 2 more\.$/)],
    ],
    [
      'TV-055 two primaries',
      {
        emails: [
          { value: 'a', primary: true },
          { value: 'b', primary: true },
        ],
      },
      ['More than one value of emails was primary; only the first stayed so.'],
    ],
    [
      'E-35 a nonsense primary',
      { emails: [{ value: 'a', primary: 'x' }] },
      ['emails.primary was neither true nor false and was ignored.'],
    ],
  ])('warns of %s', (_, body, warnings) => {
    expect(parseResource(TYPE, { userName: 'ana', ...body }, TOLERANT).warnings).toEqual(warnings);
  });
});

describe('a user is refused', () => {
  it.each<[name: string, body: unknown, scimType: string, detail: string, as?: Tolerance]>([
    ['TV-051 no userName', {}, 'invalidValue', 'userName is required.'],
    ['an empty userName', { userName: '' }, 'invalidValue', 'userName is required.'],
    ['TV-051 a list', [], 'invalidSyntax', 'The body must be a JSON object.'],
    ['a string', '{}', 'invalidSyntax', 'The body must be a JSON object.'],
    ['null', null, 'invalidSyntax', 'The body must be a JSON object.'],
    ['no body', undefined, 'invalidSyntax', 'The body must be a JSON object.'],
    ['TV-046 "maybe"', user({ active: 'maybe' }), 'invalidValue', 'active must be true or false, not another string.'],
    ['1 for true', user({ active: 1 }), 'invalidValue', 'active must be true or false, not a number.'],
    [
      'a list of several for one value',
      user({ title: ['a', 'b'] }),
      'invalidValue',
      'title must be one value, not a list of several.',
    ],
    ['a list in a list', user({ title: [['a']] }), 'invalidValue', 'title must be a string, not a list.'],
    ['a boolean for a string', user({ title: true }), 'invalidValue', 'title must be a string, not a boolean.'],
    ['an object for a string', user({ title: { a: 1 } }), 'invalidValue', 'title must be a string, not an object.'],
    [
      'an object that wraps too much',
      user({ title: { value: 'x', other: 1 } }),
      'invalidValue',
      'title must be a string, not an object.',
    ],
    [
      'a number for a string, strict',
      user({ title: 7 }),
      'invalidValue',
      'title must be a string, not a number.',
      STRICT,
    ],
    ['a number that lost digits', user({ title: 2 ** 60 }), 'invalidValue', 'title must be a string, not a number.'],
    ['a string for a complex value', user({ name: 'Ana' }), 'invalidValue', 'name must be an object, not a string.'],
    [
      'a boolean for an element',
      user({ emails: [true] }),
      'invalidValue',
      'Value 1 of emails: emails.value must be a string, not a boolean.',
    ],
    ['a string for an extension', user({ [ENT]: 'Ops' }), 'invalidValue', `${ENT} must be an object, not a string.`],
    [
      'TV-056 "four"',
      user({ [CUS]: { level: 'four' } }),
      'invalidValue',
      `${CUS}:level must be an integer, not another string.`,
    ],
    [
      'a fraction for an integer',
      user({ [CUS]: { level: 1.5 } }),
      'invalidValue',
      `${CUS}:level must be an integer, not another number.`,
    ],
    [
      'an integer beyond the safe ones',
      user({ [CUS]: { level: '9007199254740993' } }),
      'invalidValue',
      `${CUS}:level must be an integer, not another string.`,
    ],
    [
      '1e999',
      user({ [CUS]: { ratio: JSON.parse('1e999') } }),
      'invalidValue',
      `${CUS}:ratio must be a finite number, not another number.`,
    ],
    [
      'a day that does not exist',
      user({ [CUS]: { since: '2023-02-29T09:30:00Z' } }),
      'invalidValue',
      `${CUS}:since must be a date and time such as "2024-05-31T09:30:00Z", not another string.`,
    ],
    ['no base64', user({ [CUS]: { key: 'a!' } }), 'invalidValue', `${CUS}:key must be base64, not another string.`],
    [
      'a required part missing',
      user({ [CUS]: { desk: { floor: '1' } } }),
      'invalidValue',
      `${CUS}:desk.room is required.`,
    ],
    [
      'TV-118 a nonsense primary, strict',
      user({ emails: [{ value: 'a', primary: 'x' }] }),
      'invalidValue',
      'Value 1 of emails: emails.primary must be true or false, not another string.',
      STRICT,
    ],
    [
      'a password that is no string',
      user({ password: {} }),
      'invalidValue',
      'password must be a string, not an object.',
    ],
    [
      'TV-185 NUL',
      user({ displayName: 'a\0b' }),
      'invalidValue',
      '"displayName" has NUL or half a surrogate pair in it.',
    ],
    [
      'TV-185 half a surrogate pair',
      user({ name: { givenName: '\udc00' } }),
      'invalidValue',
      '"givenName" has NUL or half a surrogate pair in it.',
    ],
    [
      'a value of more than 64 KiB',
      user({ title: 'x'.repeat(64 * 1024 + 1) }),
      'invalidValue',
      'title is longer than 65536 bytes.',
    ],
    [
      'a value of more than 64 KiB in UTF-8',
      user({ title: 'ü'.repeat(32 * 1024 + 1) }),
      'invalidValue',
      'title is longer than 65536 bytes.',
    ],
    [
      'a userName of more than 768 bytes',
      { userName: 'x'.repeat(769) },
      'invalidValue',
      'userName is longer than 768 bytes.',
    ],
    [
      'a resource of more than 256 KiB',
      user({ roles: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ value: name + 'x'.repeat(60_000) })) }),
      'invalidValue',
      'The resource is larger than 262144 bytes.',
    ],
    [
      'more than 1,000 values',
      user({ roles: Array.from({ length: 1001 }, (_, index) => `r${index}`) }),
      'invalidValue',
      'roles has 1001 values; 1000 are allowed.',
    ],
    ['33 levels', user({ unknown: nested(32) }), 'invalidSyntax', 'The body is nested deeper than 32 levels.'],
  ])('%s', (_, body, scimType, detail, as = TOLERANT) => {
    const refusal = expect.objectContaining({ status: 400, scimType, message: detail });
    expect(() => parseResource(TYPE, body, as)).toThrow(refusal);
  });

  it.each<[name: string, body: Body]>([
    ['64 KiB in one value', { title: 'x'.repeat(64 * 1024) }],
    ['1,000 values', { roles: Array.from({ length: 1000 }, (_, index) => `r${index}`) }],
    ['32 levels', { unknown: nested(31) }],
    ['100,000 names of no schema', Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`x${index}`, 1]))],
    [
      '100,000 names of no schema in an extension',
      { [ENT]: Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`x${index}`, 1])) },
    ],
  ])('but not for %s', (_, body) => {
    expect(received(body)).toMatchObject({ schemas: [U] });
  });

  it('or kept, whatever JSON is sent', () => {
    const keys = fc.constantFrom(
      'userName',
      'emails',
      'name',
      'name.givenName',
      ENT,
      CUS,
      'manager',
      '__proto__',
      'active',
      'id',
    );
    const bodies = fc.oneof(fc.jsonValue(), fc.dictionary(keys, fc.jsonValue()));
    fc.assert(
      fc.property(bodies, (body) => [TOLERANT, STRICT].every((as) => answers(body, as))),
      { numRuns: 1000 },
    );
  });
});

describe('a group that is pushed', () => {
  it('TV-126, TV-179 is kept without its members', () => {
    const body = {
      schemas: [G, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
      displayName: 'Dev',
      externalId: 'g-dev',
      meta: { resourceType: 'Group' },
      Members: [{ value: 'U1' }],
      [`${G}:members`]: ['U2'],
    };
    const { resource, named } = parseResource(GROUP_RESOURCE_TYPE, body, TOLERANT);
    expect(resource).toStrictEqual({ schemas: [G], displayName: 'Dev', externalId: 'g-dev' });
    expect(named.has('members')).toBe(true);
  });

  it.each<[name: string, body: Body, detail: string]>([
    ['no displayName', { members: [] }, 'displayName is required.'],
    ['displayName null', { displayName: null }, 'displayName is required.'],
    ['displayName that is a list', { displayName: [] }, 'displayName is required.'],
  ])('is refused: %s', (_, body, message) => {
    const refusal = expect.objectContaining({ status: 400, scimType: 'invalidValue', message });
    expect(() => parseResource(GROUP_RESOURCE_TYPE, body, TOLERANT)).toThrow(refusal);
  });
});

function user(body: Body): Body {
  return { userName: 'ana', ...body };
}

/** Lists within each other, so many levels with the innermost string not counted. */
function nested(levels: number): unknown {
  return levels === 0 ? 'x' : [nested(levels - 1)];
}

/** Whether the body is received, and what was received is received again as it is, or it is refused. */
function answers(body: unknown, tolerance: Tolerance): boolean {
  try {
    const { resource } = parseResource(TYPE, body, tolerance);
    expect(parseResource(TYPE, resource, tolerance).resource).toStrictEqual(resource);
    return true;
  } catch (error) {
    if (error instanceof ScimError) return true;
    throw error;
  }
}
