import { describe, expect, it } from '@jest/globals';
import type { JsonObject, Resource } from '../resource/resource.js';
import { STRICT, TOLERANT, type Tolerance } from '../resource/tolerance.js';
import { defineAttribute } from '../schema/define-attribute.js';
import { USER_RESOURCE_TYPE, withExtensions } from '../schema/resource-types.js';
import { applyPatch, type Patched } from './apply-patch.js';
import { parsePatch } from './parse-patch.js';

const U = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const CUS = 'urn:ietf:params:scim:schemas:extension:acme:2.0:User';

const TYPE = withExtensions(USER_RESOURCE_TYPE, [
  {
    id: CUS,
    name: 'Acme',
    description: 'A tenant’s own extension.',
    attributes: [
      defineAttribute('badge', 'Badge.'),
      defineAttribute('active', 'Not that of the user.', { type: 'boolean' }),
      defineAttribute('tags', 'Tags.', { multiValued: true }),
      defineAttribute('level', 'Level.', { type: 'integer' }),
      defineAttribute('vip', 'VIP.', { type: 'boolean' }),
      defineAttribute('serial', 'Serial.', { mutability: 'immutable' }),
      defineAttribute('desk', 'Desk.', {
        type: 'complex',
        subAttributes: [
          defineAttribute('room', 'Room.', { required: true }),
          defineAttribute('floor', 'Floor.', { mutability: 'immutable' }),
        ],
      }),
    ],
  },
]);

const NAME = { givenName: 'Ana', familyName: 'Ruiz', formatted: 'Ana Ruiz' };
const WORK = { type: 'work', value: 'ana@corp.example', primary: true };
const HOME = { type: 'home', value: 'ana@home.example' };
const QUAY = { type: 'work', streetAddress: '1 Quay', locality: 'Porto' };

const ANA = deepFreeze({
  schemas: [U, ENT],
  userName: 'ana@corp.example',
  externalId: 'Ana-001',
  displayName: 'Ana Ruiz',
  name: NAME,
  title: 'Lead',
  active: true,
  emails: [WORK, HOME],
  addresses: [QUAY],
  [ENT]: { department: 'Ops', employeeNumber: '7001' },
});

const BOB = deepFreeze({ schemas: [U], userName: 'bob@corp.example', active: true });

/** `gives` is what differs from `from`, a user called Ana if not said; `undefined`: no longer there. */
type Acceptance = readonly [
  name: string,
  operations: readonly JsonObject[],
  gives: Readonly<Record<string, unknown>>,
  more?: { readonly from?: Resource; readonly as?: Tolerance; readonly warns?: readonly string[] },
];

function set(op: string, path: string, value: JsonObject[string]): JsonObject {
  return { op, path, value };
}

function remove(path: string): JsonObject {
  return { op: 'remove', path };
}

const DEFAULT_DIALECT: readonly Acceptance[] = [
  ['TV-059 Replace of a string', [set('Replace', 'displayName', 'A R')], { displayName: 'A R' }],
  ['TV-060 Add on an existing single value replaces it', [set('Add', 'title', 'Boss')], { title: 'Boss' }],
  ['TV-061 any case everywhere', [{ OP: 'REPLACE', Path: 'DisplayName', Value: 'X' }], { displayName: 'X' }],
  ['TV-062 a dotted path', [set('Replace', 'name.givenName', 'Anna')], { name: { ...NAME, givenName: 'Anna' } }],
  [
    'TV-063 a URN path',
    [set('Replace', `${ENT}:department`, 'R&D')],
    { [ENT]: { department: 'R&D', employeeNumber: '7001' } },
  ],
  [
    'TV-064 a core URN path',
    [set('Replace', `${U}:name.familyName`, 'Vega'), set('Replace', `${U}:title`, 'T')],
    { name: { ...NAME, familyName: 'Vega' }, title: 'T' },
  ],
  [
    'TV-065 a filtered path keeps siblings and primary',
    [set('Replace', 'emails[type eq "work"].value', 'new@corp.example')],
    { emails: [{ ...WORK, value: 'new@corp.example' }, HOME] },
  ],
  [
    'TV-066 Replace creates the element',
    [set('Replace', 'emails[type eq "work"].value', 'b@corp.example')],
    { emails: [{ type: 'work', value: 'b@corp.example' }] },
    { from: BOB },
  ],
  [
    'TV-066 Add creates the same',
    [set('Add', 'emails[type eq "work"].value', 'b@corp.example')],
    { emails: [{ type: 'work', value: 'b@corp.example' }] },
    { from: BOB },
  ],
  [
    'TV-066 Add creates it on a strict connection',
    [set('add', 'emails[type eq "work"].value', 'b@corp.example')],
    { emails: [{ type: 'work', value: 'b@corp.example' }] },
    { from: BOB, as: STRICT },
  ],
  [
    'TV-067 several parts make one element',
    [
      set('Add', 'addresses[type eq "work"].streetAddress', '1'),
      set('Add', 'addresses[type eq "work"].postalCode', '2'),
      set('Add', 'addresses[type eq "work"].Formatted', 'f'),
    ],
    { addresses: [{ type: 'work', streetAddress: '1', postalCode: '2', formatted: 'f' }] },
    { from: BOB },
  ],
  [
    'TV-067 a later part joins it',
    [set('Add', 'addresses[type eq "work"].country', 'PT')],
    { addresses: [{ ...QUAY, country: 'PT' }] },
  ],
  [
    'TV-068 a capitalised sub-attribute of a new type',
    [set('Add', 'emails[type eq "other"].Value', 'x@y.example')],
    { emails: [WORK, HOME, { type: 'other', value: 'x@y.example' }] },
  ],
  [
    'TV-069 a type of the client’s own',
    [set('Add', 'emails[type eq "untyped"].value', 'u@y.example')],
    { emails: [{ type: 'untyped', value: 'u@y.example' }] },
    { from: BOB },
  ],
  ['TV-070 "True" for a boolean', [set('Replace', 'emails[type eq "work"].primary', 'True')], {}],
  [
    'TV-071 setting primary resets the other',
    [set('Replace', 'emails[type eq "home"].primary', true)],
    {
      emails: [
        { ...WORK, primary: false },
        { ...HOME, primary: true },
      ],
    },
  ],
  ['TV-072 "False" deactivates', [set('Replace', 'active', 'False')], { active: false }],
  ['TV-072 "true" is true', [set('Replace', 'active', 'true')], {}],
  ['TV-073 a name that reads like a boolean', [set('Replace', 'displayName', 'True')], { displayName: 'True' }],
  [
    'TV-074 a single value in a list of objects',
    [set('Replace', `${ENT}:department`, [{ $ref: null, value: 'Ops2' }])],
    { [ENT]: { department: 'Ops2', employeeNumber: '7001' } },
  ],
  ['E-36 a list of one', [set('Replace', 'title', ['T'])], { title: 'T' }],
  [
    'TV-075 the same Add twice is one element',
    [
      set('Add', 'phoneNumbers[type eq "mobile"].value', '+1 555'),
      set('Add', 'phoneNumbers[type eq "mobile"].value', '+1 555'),
    ],
    { phoneNumbers: [{ type: 'mobile', value: '+1 555' }] },
    { from: BOB },
  ],
  ['TV-077 a rename', [set('Replace', 'userName', 'ana.vega@corp.example')], { userName: 'ana.vega@corp.example' }],
  ['TV-079 externalId replaced', [set('Replace', 'externalId', 'x1')], { externalId: 'x1' }],
  [
    'TV-079 externalId added where there was none',
    [set('Add', 'externalId', 'b1')],
    { externalId: 'b1' },
    { from: BOB },
  ],
  ['TV-080 no operation', [], {}],
  [
    'TV-081 a list of strings sent as objects',
    [set('Add', `${CUS}:tags`, [{ value: '1' }, { value: '2' }])],
    { schemas: [U, ENT, CUS], [CUS]: { tags: ['1', '2'] } },
  ],
  [
    'TV-082 an unmapped path beside a deactivation',
    [set('Add', 'nickFoo', 'x'), set('Replace', 'active', 'False')],
    { active: false },
  ],
  [
    'E-32 an element of another type leaves the rest',
    [set('Add', 'emails', [{ type: 'other', value: 'o@y.example' }])],
    { emails: [WORK, HOME, { type: 'other', value: 'o@y.example' }] },
  ],
  [
    'E-37 one object for a list',
    [set('add', 'emails', { type: 'other', value: 'o@y.example' })],
    { emails: [WORK, HOME, { type: 'other', value: 'o@y.example' }] },
  ],
  ['E-42 Add of what is there', [set('Add', 'emails', [{ type: 'home', value: 'ana@home.example' }])], {}],
  [
    'the same address in another case is the same value, spelled anew',
    [set('add', 'emails', [{ type: 'home', value: 'ANA@home.example' }])],
    { emails: [WORK, { type: 'home', value: 'ANA@home.example' }] },
  ],
  [
    'an added primary value resets the old one',
    [set('add', 'emails', [{ type: 'other', value: 'o@y.example', primary: true }])],
    { emails: [{ ...WORK, primary: false }, HOME, { type: 'other', value: 'o@y.example', primary: true }] },
  ],
  [
    'an object for a filtered path merges',
    [set('replace', 'emails[type eq "work"]', { value: 'w@y.example' })],
    { emails: [{ ...WORK, value: 'w@y.example' }, HOME] },
  ],
  [
    'an object for a filtered path without a match is created',
    [set('replace', 'emails[type eq "other"]', { value: 'o@y.example' })],
    { emails: [WORK, HOME, { type: 'other', value: 'o@y.example' }] },
  ],
  [
    'a sub-attribute without a filter is set in every value',
    [set('replace', 'emails.display', 'Ana')],
    {
      emails: [
        { ...WORK, display: 'Ana' },
        { ...HOME, display: 'Ana' },
      ],
    },
  ],
  [
    'a sub-attribute without a filter creates the first value',
    [set('replace', 'emails.value', 'b@corp.example')],
    { emails: [{ value: 'b@corp.example' }] },
    { from: BOB },
  ],
  [
    'E-35 a nonsense primary is passed over',
    [set('replace', 'emails[type eq "home"].primary', '1-555 x2')],
    {},
    { warns: ['emails.primary was neither true nor false and was ignored.'] },
  ],
];

const FLAG_DIALECT: readonly Acceptance[] = [
  [
    'TV-087 dotted and URN keys',
    [
      {
        op: 'replace',
        value: {
          displayName: 'D',
          'name.givenName': 'Ann',
          'name.familyName': 'V',
          [`${ENT}:department`]: 'Q',
          [`${ENT}:employeeNumber`]: '9',
        },
      },
    ],
    {
      displayName: 'D',
      name: { ...NAME, givenName: 'Ann', familyName: 'V' },
      [ENT]: { department: 'Q', employeeNumber: '9' },
    },
  ],
  [
    'TV-088 add makes the parent',
    [{ op: 'add', value: { 'name.givenName': 'Bob' } }],
    { name: { givenName: 'Bob' } },
    { from: BOB },
  ],
  ['TV-089 deactivation', [{ op: 'replace', value: { active: false } }], { active: false }],
  [
    'TV-090 mixed, filter first',
    [set('replace', 'emails[type eq "work"].value', 'n@c.example'), { op: 'replace', value: { title: 'T' } }],
    { emails: [{ ...WORK, value: 'n@c.example' }, HOME], title: 'T' },
  ],
  [
    'TV-090 mixed, filter last',
    [{ op: 'replace', value: { title: 'T' } }, set('replace', 'emails[type eq "work"].value', 'n@c.example')],
    { emails: [{ ...WORK, value: 'n@c.example' }, HOME], title: 'T' },
  ],
  [
    'E-28 a filtered path as a key',
    [{ op: 'replace', value: { 'emails[type eq "work"].value': 'n@c.example' } }],
    { emails: [{ ...WORK, value: 'n@c.example' }, HOME] },
  ],
  [
    'TV-091 an extension object merges',
    [{ op: 'replace', value: { [ENT]: { department: 'Z' } } }],
    { [ENT]: { department: 'Z', employeeNumber: '7001' } },
  ],
  [
    'E-29 an extension as the path merges',
    [set('replace', ENT, { department: 'Z' })],
    { [ENT]: { department: 'Z', employeeNumber: '7001' } },
  ],
  [
    'TV-092 a nested object merges',
    [{ op: 'replace', value: { name: { givenName: 'Q' } } }],
    { name: { ...NAME, givenName: 'Q' } },
  ],
  [
    'TV-093 odd case',
    [
      {
        op: 'replace',
        value: { 'Name.GivenName': 'C', [`${ENT.replace('enterprise', 'ENTERPRISE')}:Department`]: 'D' },
      },
    ],
    { name: { ...NAME, givenName: 'C' }, [ENT]: { department: 'D', employeeNumber: '7001' } },
  ],
  [
    'TV-095 replace of a list replaces it',
    [{ op: 'replace', value: { emails: [{ value: 'o@y.example' }] } }],
    { emails: [{ value: 'o@y.example' }] },
  ],
  [
    'TV-095 add of a list appends',
    [{ op: 'add', value: { emails: [{ value: 'o@y.example' }] } }],
    { emails: [WORK, HOME, { value: 'o@y.example' }] },
  ],
  [
    'TV-096 read-only names are ignored without a word',
    [{ op: 'replace', value: { id: 'zzz', meta: { version: '1' }, groups: [], schemas: [], displayName: 'K' } }],
    { displayName: 'K' },
    { warns: [] },
  ],
  [
    'TV-096 on a strict connection too',
    [{ op: 'replace', value: { id: 'zzz', meta: { version: '1' }, groups: [], displayName: 'K' } }],
    { displayName: 'K' },
    { as: STRICT, warns: [] },
  ],
  ['TV-098 in order', [remove('title'), set('add', 'title', 'A'), set('replace', 'title', 'B')], { title: 'B' }],
  [
    'TV-099 a dotted key and its parent',
    [{ op: 'replace', value: { 'name.formatted': 'F', name: { familyName: 'N' } } }],
    { name: { givenName: 'Ana', familyName: 'N', formatted: 'F' } },
  ],
  ['a core URN with an object', [{ op: 'replace', value: { [U]: { title: 'T' } } }], { title: 'T' }],
  [
    'TV-163 a password is accepted and forgotten',
    [{ op: 'replace', value: { password: 'S3cret!' } }],
    {},
    { warns: [] },
  ],
  [
    'X-01 an extension under OneLogin’s URN',
    [{ op: 'replace', value: { 'urn:scim:schemas:extension:enterprise:2.0': { department: 'Z' } } }],
    { [ENT]: { department: 'Z', employeeNumber: '7001' } },
  ],
  [
    'TV-186 keys of prototypes are unknown',
    [{ op: 'add', value: { ['__proto__']: { polluted: true }, 'constructor.prototype.x': 1, title: 'T' } }],
    { title: 'T' },
  ],
];

const CLEARING: readonly Acceptance[] = [
  ...[
    set('replace', 'title', ''),
    set('replace', 'title', null),
    set('add', 'title', null),
    remove('title'),
    set('Remove', 'title', 'stray'),
  ].map((operation): Acceptance => [`TV-100 ${JSON.stringify(operation)}`, [operation], { title: undefined }]),
  [
    'TV-100 remove of what is not there',
    [remove('title'), remove('name.givenName'), remove(`${ENT}:department`)],
    {},
    { from: BOB },
  ],
  [
    'TV-101 names with nothing',
    [{ op: 'replace', value: { title: '', 'name.givenName': '', [`${ENT}:department`]: null } }],
    { title: undefined, name: { familyName: 'Ruiz', formatted: 'Ana Ruiz' }, [ENT]: { employeeNumber: '7001' } },
  ],
  ['TV-102 an emptied element goes', [set('replace', 'emails[type eq "work"].value', '')], { emails: [HOME] }],
  ['E-46 nothing is created to be cleared', [set('replace', 'emails[type eq "work"].value', null)], {}, { from: BOB }],
  ['E-46 nor does it matter how it is named', [set('replace', 'emails[type co "zzz"].value', '')], {}],
  ['TV-103 remove of one value', [remove('emails[type eq "home"]')], { emails: [WORK] }],
  ['TV-103 remove of all values', [remove('emails')], { emails: undefined }],
  ['TV-103 remove without a match', [remove('emails[type eq "zzz"]')], {}],
  [
    'remove of a part of one value',
    [remove('addresses[type eq "work"].locality')],
    { addresses: [{ type: 'work', streetAddress: '1 Quay' }] },
  ],
  [
    'E-51 remove with a list removes what is listed',
    [set('Remove', 'emails', [{ value: 'ANA@home.example' }])],
    { emails: [WORK] },
  ],
  ['E-51 of the type that is listed', [set('Remove', 'emails', [{ type: 'other', value: 'ana@home.example' }])], {}],
  ['E-51 one string', [set('Remove', 'emails', 'ana@home.example')], { emails: [WORK] }],
  ['E-51 an empty list removes nothing', [set('Remove', 'emails', [])], {}],
  ['E-51 an address is listed whole', [set('Remove', 'addresses', [QUAY])], { addresses: undefined }],
  ['replace of a list with nothing', [set('replace', 'emails', [])], { emails: undefined }],
  ['add of an empty list', [set('add', 'emails', [])], {}],
  [
    'TV-104 a null within a complex value',
    [set('replace', 'name', { familyName: null })],
    { name: { givenName: 'Ana', formatted: 'Ana Ruiz' } },
  ],
  ['remove of a complex value', [remove('name')], { name: undefined }],
  [
    'TV-105 an empty extension goes',
    [set('replace', `${ENT}:department`, null), remove(`${ENT}:employeeNumber`)],
    { schemas: [U], [ENT]: undefined },
  ],
  ['an extension removed as a whole', [remove(ENT)], { schemas: [U], [ENT]: undefined }],
  [
    'an extension replaced with nothing',
    [{ op: 'replace', value: { [ENT]: null } }],
    { schemas: [U], [ENT]: undefined },
  ],
  [
    'TV-108 active replaced with null',
    [set('replace', 'active', null)],
    {},
    { warns: ['active was left as it is: it can be true or false, but not be left empty.'] },
  ],
  [
    'TV-108 active removed',
    [remove('active')],
    {},
    { warns: ['active was left as it is: it can be true or false, but not be left empty.'] },
  ],
  [
    'remove, then add of the same value keeps it one element',
    [remove('emails[type eq "work"].value'), set('add', 'emails[type eq "work"].value', 'n@c.example')],
    { emails: [{ type: 'work', primary: true, value: 'n@c.example' }, HOME] },
  ],
];

const MANAGED = deepFreeze({ ...ANA, [ENT]: { department: 'Ops', employeeNumber: '7001', manager: { value: 'U3' } } });
const managed = (manager: JsonObject): Readonly<Record<string, unknown>> => ({
  [ENT]: { department: 'Ops', employeeNumber: '7001', manager },
});

const MANAGER_AND_ROLES: readonly Acceptance[] = [
  ...[
    set('Add', `${ENT}:manager`, 'U3'),
    set('replace', `${ENT}:manager`, { value: 'U3' }),
    set('replace', `${ENT}:manager`, { value: 'U3', displayName: 'ignored' }),
    set('replace', `${ENT}:manager.value`, 'U3'),
    set('replace', 'manager', 'U3'),
    { op: 'replace', value: { [`${ENT}:manager`]: 'U3' } },
  ].map((operation): Acceptance => [
    `TV-109, TV-110 ${JSON.stringify(operation)}`,
    [operation],
    managed({ value: 'U3' }),
  ]),
  [
    'TV-110 a list of one, with its $ref',
    [set('replace', `${ENT}:manager`, [{ $ref: 'https://x.example/Users/U3', value: 'U3' }])],
    managed({ $ref: 'https://x.example/Users/U3', value: 'U3' }),
  ],
  ...[
    set('replace', `${ENT}:manager`, ''),
    set('replace', `${ENT}:manager`, null),
    remove(`${ENT}:manager`),
    set('Remove', `${ENT}:manager`, [{ value: 'U3' }]),
  ].map((operation): Acceptance => [
    `TV-111 ${JSON.stringify(operation)}`,
    [operation],
    { [ENT]: ANA[ENT] },
    { from: MANAGED },
  ]),
  ['TV-112 a manager that is not here', [set('Add', `${ENT}:manager`, 'no-such')], managed({ value: 'no-such' })],
  [
    'TV-115 a role by "True"',
    [
      set('Add', 'roles[primary eq "True"].value', 'Admin'),
      set('Add', 'roles[primary eq "True"].display', 'A'),
      set('Replace', 'roles[primary eq "True"].value', 'Editor'),
    ],
    { roles: [{ primary: true, value: 'Editor', display: 'A' }] },
    { from: BOB },
  ],
  [
    'TV-115 display before value',
    [set('Add', 'roles[primary eq "True"].type', 'T'), set('Add', 'roles[primary eq "True"].value', 'Admin')],
    { roles: [{ primary: true, type: 'T', value: 'Admin' }] },
    { from: BOB },
  ],
  [
    'E-57 a role that is JSON in a string stays one',
    [set('Add', 'roles', [{ value: '{"id":"1"}' }, { value: '{"id":"1"}' }])],
    { roles: [{ value: '{"id":"1"}' }] },
    { from: BOB },
  ],
  [
    'E-27 "True" within a list',
    [set('Add', 'roles', [{ value: 'Admin', primary: 'True' }])],
    { roles: [{ value: 'Admin', primary: true }] },
    { from: BOB },
  ],
];

const OWN_EXTENSION: readonly Acceptance[] = [
  [
    'E-24 numbers and booleans as strings',
    [{ op: 'add', value: { [CUS]: { level: '4', vip: 'TRUE' } } }],
    { schemas: [U, ENT, CUS], [CUS]: { level: 4, vip: true } },
  ],
  ['an attribute of the same name is another', [set('replace', `${CUS}:active`, null)], {}, { warns: [] }],
  [
    'an immutable value set once',
    [set('add', `${CUS}:serial`, 's1'), set('replace', `${CUS}:serial`, 's1')],
    { schemas: [U, ENT, CUS], [CUS]: { serial: 's1' } },
  ],
  [
    'a string list with a filter',
    [{ op: 'remove', path: `${CUS}:tags[value eq "A"]` }],
    { [CUS]: { tags: ['b'] } },
    { from: deepFreeze({ ...BOB, schemas: [U, CUS], [CUS]: { tags: ['a', 'b'] } }) },
  ],
  [
    'an immutable part stays beside a changed one',
    [set('replace', `${CUS}:desk`, { room: '2', floor: 'f' })],
    { [CUS]: { desk: { room: '2', floor: 'f' } } },
    { from: deepFreeze({ ...BOB, schemas: [U, CUS], [CUS]: { desk: { room: '1', floor: 'f' } } }) },
  ],
];

const DEACTIVATION: readonly Acceptance[] = [
  [
    'what fails is skipped',
    [
      set('replace', 'userName', ''),
      set('replace', 'emails[type ne "work" and type ne "home"].value', 'x'),
      { op: 'move', path: 'a' },
      set('Replace', 'active', 'False'),
      set('replace', 'title', 'T'),
    ],
    { active: false, title: 'T' },
    {
      warns: [
        'The operation on userName was skipped (invalidValue); active was set to false all the same.',
        'The operation on emails.value was skipped (noTarget); active was set to false all the same.',
        'An operation was skipped (invalidSyntax); active was set to false all the same.',
      ],
    },
  ],
  [
    'one key of an object fails',
    [{ op: 'replace', value: { displayName: { a: 1 }, active: false, title: 'T' } }],
    { active: false, title: 'T' },
    { warns: ['An operation was skipped (invalidValue); active was set to false all the same.'] },
  ],
  [
    'the rest would be too large',
    [
      set('replace', 'active', false),
      ...Array.from({ length: 6 }, (_, index) => set('add', 'roles', [{ value: `${index}${'r'.repeat(60_000)}` }])),
    ],
    { active: false },
    { warns: ['Only active was changed: with the other operations the resource would be too large.'] },
  ],
  [
    'nothing fails on a strict connection',
    [set('replace', 'active', false), set('replace', 'title', 'T')],
    { active: false, title: 'T' },
    { as: STRICT },
  ],
];

describe.each([
  ['paths, as Entra sends them', DEFAULT_DIALECT],
  ['objects without a path, as Entra’s flag and Okta send them', FLAG_DIALECT],
  ['clearing', CLEARING],
  ['manager and roles', MANAGER_AND_ROLES],
  ['an extension of the tenant', OWN_EXTENSION],
  ['beside a deactivation', DEACTIVATION],
])('PATCH: %s', (_, rows) => {
  it.each(rows)('%s', (_name, operations, gives, { from = ANA, as = TOLERANT, warns } = {}) => {
    const patched = patch(from, operations, as);
    expect(patched.resource).toStrictEqual(withoutUndefined({ ...from, ...gives }));
    if (Object.keys(gives).length === 0) expect(patched.resource).toBe(from);
    if (warns) expect(patched.warnings).toEqual(warns);
    expect(patch(deepFreeze(patched.resource), operations, as).resource).toBe(patched.resource);
  });
});

type Refusal = readonly [
  name: string,
  operations: readonly JsonObject[],
  scimType: string,
  more?: { readonly from?: Resource; readonly as?: Tolerance },
];

const REFUSALS: readonly Refusal[] = [
  [
    'TV-066 on a strict connection',
    [set('replace', 'emails[type eq "work"].value', 'x')],
    'noTarget',
    { from: BOB, as: STRICT },
  ],
  [
    'TV-078 what fails undoes what came before',
    [set('replace', 'title', 'T'), set('replace', 'userName', '')],
    'invalidValue',
  ],
  [
    'TV-082 on a strict connection',
    [set('Add', 'nickFoo', 'x'), set('Replace', 'active', 'False')],
    'invalidPath',
    { as: STRICT },
  ],
  ['an unknown key on a strict connection', [{ op: 'add', value: { nickFoo: 'x' } }], 'invalidPath', { as: STRICT }],
  [
    'E-46 nothing to clear on a strict connection',
    [set('replace', 'emails[type eq "zzz"].value', null)],
    'noTarget',
    { as: STRICT },
  ],
  ['a filter with another operator', [set('add', 'emails[type sw "wo"].value', 'x')], 'noTarget', { from: BOB }],
  [
    'TV-084 a filter that describes no element',
    [set('replace', 'emails[type ne "work" and type ne "home"].value', 'x')],
    'noTarget',
  ],
  ['a filter that contradicts itself', [set('replace', 'emails[type eq "a" and type eq "b"].value', 'x')], 'noTarget'],
  ['a value that contradicts its filter', [set('replace', 'emails[value eq "a@b.example"].value', 'x')], 'noTarget'],
  ['TV-085 an open bracket', [set('replace', 'emails[type eq "work"', 'x')], 'invalidPath'],
  ['an open bracket never means all', [remove('emails[type eq "work"')], 'invalidPath'],
  ['TV-097 a string without a path', [{ op: 'replace', value: 'str' }], 'invalidValue'],
  ['TV-097 remove without a path', [{ op: 'remove' }], 'noTarget'],
  ['remove with an empty path', [remove('')], 'noTarget'],
  ['TV-097 another op', [{ op: 'move', path: 'title', value: 'x' }], 'invalidSyntax'],
  ['no op', [{ path: 'title', value: 'x' }], 'invalidSyntax'],
  ['add without a value', [{ op: 'add', path: 'title' }], 'invalidValue'],
  ['a path that is no string', [{ op: 'add', path: 1, value: 'x' }], 'invalidPath'],
  ['TV-106 userName replaced with ""', [set('replace', 'userName', '')], 'invalidValue'],
  ['TV-106 userName replaced with null', [set('replace', 'userName', null)], 'invalidValue'],
  ['TV-106 userName removed', [remove('userName')], 'mutability'],
  ['TV-108 active emptied on a strict connection', [set('replace', 'active', '')], 'invalidValue', { as: STRICT }],
  ['TV-108 active removed on a strict connection', [remove('active')], 'mutability', { as: STRICT }],
  ['E-27 "yes" is no boolean', [set('replace', 'active', 'yes')], 'invalidValue'],
  ['E-27 nor is 1', [set('replace', 'active', 1)], 'invalidValue'],
  [
    'E-35 a nonsense primary on a strict connection',
    [set('replace', 'emails[type eq "home"].primary', '1-555 x2')],
    'invalidValue',
    { as: STRICT },
  ],
  ['E-36 a list of two for one value', [set('replace', 'title', ['a', 'b'])], 'invalidValue'],
  ['an object for a string', [set('replace', 'title', { a: 1 })], 'invalidValue'],
  ['a boolean for a string', [set('replace', 'title', true)], 'invalidValue'],
  ['a number for a string on a strict connection', [set('replace', 'title', 4)], 'invalidValue', { as: STRICT }],
  ['a string for a complex value without "value"', [set('replace', 'name', 'Ana')], 'invalidValue'],
  ['a string for an extension', [set('replace', ENT, 'x')], 'invalidValue'],
  ['a core schema as the path', [remove(U)], 'invalidPath'],
  ['E-63 a read-only attribute on a strict connection', [set('replace', 'groups', [])], 'mutability', { as: STRICT }],
  [
    'a read-only sub-attribute on a strict connection',
    [set('replace', `${ENT}:manager.displayName`, 'B')],
    'mutability',
    { as: STRICT },
  ],
  ['a password that is no string', [set('replace', 'password', { a: 1 })], 'invalidValue'],
  ['an immutable value changed', [set('add', `${CUS}:serial`, 's1'), set('add', `${CUS}:serial`, 's2')], 'mutability'],
  ['an immutable value removed', [set('add', `${CUS}:serial`, 's1'), remove(`${CUS}:serial`)], 'mutability'],
  [
    'an immutable part changed',
    [set('add', `${CUS}:desk`, { room: '1', floor: 'f' }), set('replace', `${CUS}:desk.floor`, 'g')],
    'mutability',
  ],
  [
    'a required part emptied',
    [set('add', `${CUS}:desk`, { room: '1' }), set('replace', `${CUS}:desk`, { room: null })],
    'invalidValue',
  ],
  ['TV-056 "four" is no integer', [set('add', `${CUS}:level`, 'four')], 'invalidValue'],
  [
    'a failure beside a deactivation on a strict connection',
    [set('replace', 'active', false), set('replace', 'userName', '')],
    'invalidValue',
    { as: STRICT },
  ],
  ['a failure beside an activation', [set('replace', 'active', true), set('replace', 'userName', '')], 'invalidValue'],
  [
    'a resource that grows too large',
    Array.from({ length: 6 }, (_, index) => set('add', 'roles', [{ value: `${index}${'r'.repeat(60_000)}` }])),
    'invalidValue',
  ],
  [
    'more values than an attribute may have',
    ['a', 'b'].map((kind) =>
      set(
        'add',
        `${CUS}:tags`,
        Array.from({ length: 600 }, (_, index) => `${kind}${index}`),
      ),
    ),
    'invalidValue',
  ],
];

describe('PATCH is refused', () => {
  it.each(REFUSALS)('%s', (_, operations, scimType, { from = ANA, as = TOLERANT } = {}) => {
    expect(() => patch(from, operations, as)).toThrow(expect.objectContaining({ scimType, status: 400 }));
  });
});

describe('PATCH passes over on a tolerant connection', () => {
  it.each([
    {
      name: 'E-63 groups',
      operations: [set('replace', 'groups', [{ value: 'g' }])],
      warns: 'groups is read-only and was left as it is.',
    },
    { name: 'E-63 id', operations: [set('replace', 'id', 'zzz')], warns: 'id is read-only and was left as it is.' },
    {
      name: 'E-63 meta.version',
      operations: [remove('meta.version')],
      warns: 'meta.version is read-only and was left as it is.',
    },
    {
      name: 'E-71 an attribute of no schema',
      operations: [set('add', 'nickFoo', 'x')],
      warns: 'The unknown attribute "nickFoo" was ignored.',
    },
    {
      name: 'a sub-attribute of no schema',
      operations: [set('replace', 'name', { nick: 'x' })],
      warns: 'The unknown attribute "name.nick" was ignored.',
    },
    {
      name: 'TV-186 __proto__ as a path',
      operations: [set('add', '__proto__', { polluted: true })],
      warns: 'The unknown attribute "__proto__" was ignored.',
    },
  ])('$name', ({ operations, warns }) => {
    const { operations: steps, warnings } = parsePatch(TYPE, { Operations: operations }, TOLERANT);
    const patched = applyPatch(TYPE, ANA, steps, TOLERANT);
    expect([...warnings, ...patched.warnings]).toEqual([warns]);
    expect(patched.resource).toBe(ANA);
    expect({}).not.toHaveProperty('polluted');
  });
});

function patch(resource: Resource, operations: readonly JsonObject[], tolerance: Tolerance): Patched {
  const parsed = parsePatch(TYPE, deepFreeze({ Operations: operations }), tolerance);
  const patched = applyPatch(TYPE, resource, deepFreeze(parsed.operations), tolerance);
  return { ...patched, warnings: [...parsed.warnings, ...patched.warnings] };
}

function withoutUndefined(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(object).filter(([, member]) => member !== undefined));
}

function deepFreeze<T>(object: T): T {
  if (typeof object === 'object' && object !== null && !Object.isFrozen(object)) {
    Object.freeze(object);
    Object.values(object).forEach(deepFreeze);
  }
  return object;
}
