import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { ANA, BOB, type Name, sent } from '../support/cast.js';
import { play, type Scenario } from '../support/scenario.js';
import { ENT, GROUP, USER, World } from '../support/scim-client.js';

/** What Microsoft's SCIM Validator and gallery suite ask of a service, and the oddities of Entra's requests by their number in docs/quirks. */

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterAll(() => world.close());

function scenarios(given: readonly Name[], list: readonly Scenario[]): void {
  it.each(list)('$name', async (scenario) => {
    await play(await world.connect(), { given, ...scenario });
  });
}

const NOBODY = '6f2b0a3e-8f1d-4c57-9f0c-2d1d2b7f6a11';
const ADSCIM = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';
const work = ANA.emails[0];
const home = ANA.emails[1];
const WORKS = ANA[ENT];

/** Six ways to set a manager, and six to clear one. */
const SETTING = [
  { op: 'add', path: `${ENT}:manager`, value: '{bob}' },
  { op: 'Replace', path: `${ENT}:manager`, value: { value: '{bob}' } },
  { op: 'Replace', path: `${ENT}:manager`, value: [{ $ref: null, value: '{bob}' }] },
  { op: 'replace', path: `${ENT}:manager.value`, value: '{bob}' },
  { op: 'replace', path: 'manager', value: '{bob}' },
  { op: 'replace', value: { [`${ENT}:manager`]: '{bob}' } },
];
const CLEARING = [
  { op: 'replace', path: `${ENT}:manager`, value: '' },
  { op: 'replace', path: `${ENT}:manager`, value: null },
  { op: 'remove', path: `${ENT}:manager` },
  { op: 'Remove', path: `${ENT}:manager`, value: [{ value: '{bob}' }] },
  { op: 'replace', value: { [`${ENT}:manager`]: '' } },
  { op: 'replace', value: { [ENT]: { manager: null } } },
] as const;

/** Paths as names. */
const FLAT = {
  op: 'replace',
  value: {
    'name.givenName': 'Anna',
    name: { familyName: 'Vega' },
    'Name.Formatted': 'F',
    [`${ENT}:department`]: 'Q',
    [`${ENT.toUpperCase()}:MANAGER`]: '{bob}',
    active: false,
  },
};

describe('the validator, users', () => {
  scenarios(
    [],
    [
      {
        name: 'creates one, finds them, and is refused the same again',
        steps: [
          { post: '/Users', body: sent(ANA), is: ANA, keep: 'new' },
          { get: '/Users', filter: 'userName eq "ana@corp.example"', finds: ['{new}'] },
          { get: '/Users', filter: 'userName eq "ANA@CORP.example"', finds: ['{new}'] },
          { get: '/Users', filter: 'userName eq "nobody@corp.example"', finds: [] },
          { post: '/Users', body: sent(ANA), status: 409, scimType: 'uniqueness' },
        ],
      },
    ],
  );
  scenarios(
    ['ana', 'bob'],
    [
      {
        name: 'replaces attributes, one operation each',
        steps: [
          {
            patch: '/Users/{ana}',
            operations: [
              { op: 'Replace', path: 'emails[type eq "work"].value', value: 'w@corp.example' },
              { op: 'Replace', path: 'emails[type eq "work"].primary', value: 'True' },
              { op: 'Replace', path: 'phoneNumbers[type eq "mobile"].value', value: '1-648-081-5815 x2534' },
              { op: 'Replace', path: 'addresses[type eq "work"].formatted', value: 'f' },
              { op: 'Replace', path: 'name.familyName', value: 'Vega' },
              { op: 'Replace', path: 'timezone', value: 'zzz' },
              { op: 'Replace', path: `${ENT}:department`, value: 'R&D' },
            ],
            is: {
              ...ANA,
              emails: [{ ...work, value: 'w@corp.example' }, home],
              phoneNumbers: [{ type: 'mobile', value: '1-648-081-5815 x2534' }],
              addresses: [{ ...ANA.addresses[0], formatted: 'f' }],
              name: { ...ANA.name, familyName: 'Vega' },
              timezone: 'zzz',
              [ENT]: { ...WORKS, department: 'R&D' },
            },
          },
        ],
      },
      {
        name: 'adds attributes to whom has none',
        steps: [
          {
            patch: '/Users/{bob}',
            operations: [
              { op: 'add', path: 'emails[type eq "untyped"].value', value: 'b@corp.example' },
              {
                op: 'add',
                value: { 'name.givenName': 'Bob', 'name.familyName': 'Oz', [`${ENT}:employeeNumber`]: '7' },
              },
            ],
            is: {
              ...BOB,
              emails: [{ type: 'untyped', value: 'b@corp.example' }],
              name: { givenName: 'Bob', familyName: 'Oz' },
              [ENT]: { employeeNumber: '7' },
            },
          },
        ],
      },
      {
        name: 'renames by the attribute that it joins on',
        steps: [
          { patch: '/Users/{ana}', operations: [{ op: 'replace', value: { userName: 'ana.new@corp.example' } }] },
          { get: '/Users', filter: 'userName eq "ana.new@corp.example"', finds: ['{ana}'] },
        ],
      },
      {
        name: 'disables, and sees it by id and by filter',
        steps: [
          { patch: '/Users/{ana}', operations: [{ op: 'Replace', path: 'active', value: 'False' }] },
          { get: '/Users/{ana}', is: { ...ANA, active: false } },
          { get: '/Users', filter: 'userName eq "ana@corp.example"', shows: { Resources: [{ active: false }] } },
        ],
      },
      {
        name: 'adds, replaces and clears the manager',
        steps: SETTING.flatMap((operation, n) => [
          {
            patch: '/Users/{ana}',
            operations: [operation],
            is: { ...ANA, [ENT]: { ...WORKS, manager: { value: '{bob}' } } },
          },
          { patch: '/Users/{ana}', operations: [CLEARING[n]!], is: ANA },
        ]),
      },
      {
        name: 'removes attributes',
        steps: [
          {
            patch: '/Users/{ana}',
            operations: [
              { op: 'remove', path: 'title' },
              { op: 'Remove', path: 'emails[type eq "home"]' },
              { op: 'remove', path: 'addresses[type eq "work"].locality' },
              { op: 'remove', path: `${ENT}:employeeNumber` },
            ],
            is: {
              ...without(ANA, 'title'),
              emails: [work],
              addresses: [{ type: 'work', streetAddress: '1 Quay' }],
              [ENT]: { department: 'Ops' },
            },
          },
        ],
      },
      {
        name: 'does several things at once, and several to one attribute',
        steps: [
          {
            patch: '/Users/{ana}',
            operations: [
              { op: 'remove', path: 'title' },
              { op: 'add', path: 'nickName', value: 'A' },
              { op: 'replace', path: 'displayName', value: 'A R' },
              { op: 'add', path: 'title', value: 'X' },
              { op: 'replace', path: 'title', value: 'Y' },
            ],
            is: { ...ANA, title: 'Y', nickName: 'A', displayName: 'A R' },
          },
        ],
      },
      {
        name: 'deletes: 204, then 404 for each request',
        steps: [
          { delete: '/Users/{ana}' },
          { get: '/Users/{ana}', status: 404 },
          { delete: '/Users/{ana}', status: 404 },
          { delete: `/Users/${NOBODY}`, status: 404 },
        ],
      },
    ],
  );
});

describe('the validator, groups', () => {
  scenarios(
    [],
    [
      {
        name: 'creates one, finds it with and without members, and is refused the same again',
        steps: [
          {
            post: '/Groups',
            body: { schemas: [GROUP, ADSCIM], displayName: 'Dev', externalId: 'g', meta: { resourceType: 'Group' } },
            is: { displayName: 'Dev', externalId: 'g' },
            shows: { schemas: [GROUP] },
            keep: 'dev',
          },
          { post: '/Groups', body: { schemas: [GROUP], displayName: 'DEV' }, status: 409, scimType: 'uniqueness' },
          { get: '/Groups/{dev}?excludedAttributes=members', is: { displayName: 'Dev', externalId: 'g' } },
          {
            get: '/Groups?excludedAttributes=members',
            filter: 'displayName eq "dev"',
            finds: ['{dev}'],
            hides: ['members'],
          },
          { get: '/Groups', filter: 'displayName eq "Dev"', finds: ['{dev}'] },
          { get: '/Groups', filter: 'displayName eq "Nothing"', finds: [] },
        ],
      },
    ],
  );
  scenarios(
    ['ana', 'bob', 'kim', 'ops'],
    [
      {
        name: 'renames it, by name and by key, and its members stay',
        steps: [
          { patch: '/Groups/{ops}', operations: [{ op: 'Replace', path: 'displayName', value: 'Ops2' }] },
          { patch: '/Groups/{ops}', operations: [{ op: 'replace', value: { externalId: 'g2' } }] },
          { get: '/Groups/{ops}', shows: { displayName: 'Ops2', externalId: 'g2' }, members: ['{ana}', '{bob}'] },
        ],
      },
      {
        name: 'adds and removes members, both in one request too',
        steps: [
          { patch: '/Groups/{ops}', operations: [{ op: 'add', path: 'members', value: [{ value: '{kim}' }] }] },
          { get: '/Groups/{ops}', members: ['{ana}', '{bob}', '{kim}'] },
          { patch: '/Groups/{ops}', operations: [{ op: 'replace', path: 'members', value: [{ value: '{kim}' }] }] },
          { get: '/Groups/{ops}', members: ['{kim}'] },
          {
            patch: '/Groups/{ops}',
            operations: [
              { op: 'add', path: 'members', value: [{ value: '{ana}' }] },
              { op: 'remove', path: 'members[value eq "{ana}"]' },
              { op: 'remove', path: 'members', value: [{ value: '{kim}' }] },
            ],
          },
          { get: '/Groups/{ops}', hides: ['members'] },
        ],
      },
      {
        name: 'deletes: 204, then 404; its members stay',
        steps: [
          { delete: '/Groups/{ops}' },
          { delete: '/Groups/{ops}', status: 404 },
          { get: '/Groups/{ops}', status: 404 },
          { delete: `/Groups/${NOBODY}`, status: 404 },
          { get: '/Users/{ana}', hides: ['groups'] },
        ],
      },
    ],
  );
});

describe('the gallery suite', () => {
  const NULLABLE = [
    'displayName',
    'title',
    'name.givenName',
    'name.formatted',
    `${ENT}:department`,
    `${ENT}:employeeNumber`,
  ];
  const CLEARED = { ...without(ANA, 'displayName', 'title', ENT), name: { familyName: 'Ruiz' } };
  scenarios(
    ['ana'],
    [
      ...['', null].map((nothing) => ({
        name: `clears every optional attribute by ${JSON.stringify(nothing)}, a path each`,
        steps: [
          {
            patch: '/Users/{ana}',
            operations: [
              ...NULLABLE.map((path) => ({ op: 'replace', path, value: nothing })),
              { op: 'replace', path: 'emails[type eq "home"].value', value: nothing },
            ],
            is: { ...CLEARED, emails: [work] },
            shows: { schemas: [USER] },
          },
        ],
      })),
      ...['', null].map((nothing) => ({
        name: `clears them by ${JSON.stringify(nothing)}, all in one object`,
        steps: [
          {
            patch: '/Users/{ana}',
            operations: [{ op: 'replace', value: Object.fromEntries(NULLABLE.map((path) => [path, nothing])) }],
            is: CLEARED,
          },
        ],
      })),
    ],
  );
});

/** By number: what Entra sends that the RFC does not say, or says otherwise. */
describe('Entra', () => {
  scenarios(
    [],
    [
      {
        name: 'E-15 to E-18: a create with nulls, wrong URNs, a manager as text and more than it announces',
        given: ['bob'],
        steps: [
          {
            post: '/Users',
            body: {
              ...ANA,
              schemas: [USER, 'urn:ietf:params:scim:schemas:extension:enterprise:2.0User', 'urn:scim:schemas:core:1.0'],
              addresses: null,
              roles: [],
              phoneNumbers: null,
              mailNickname: 'ana',
              meta: { resourceType: 'User' },
              [ENT]: { ...WORKS, manager: '{bob}', costCenter: null },
            },
            is: { ...without(ANA, 'addresses'), [ENT]: { ...WORKS, manager: { value: '{bob}' } } },
            shows: { schemas: [USER, ENT] },
          },
        ],
      },
      {
        name: 'E-15: a manager beside the extension instead of in it is none, and fails nobody',
        steps: [{ post: '/Users', body: { ...sent(BOB), manager: null }, is: BOB }],
      },
    ],
  );
  scenarios(
    ['ana', 'bob'],
    [
      {
        name: 'E-26: names of the envelope in any case',
        steps: [
          {
            patch: '/Users/{ana}',
            body: { SCHEMAS: [], operations: [{ OP: 'REPLACE', Path: 'DisplayName', Value: 'X' }] },
            is: { ...ANA, displayName: 'X' },
          },
        ],
      },
      {
        name: 'E-28: paths as names of one object, beside filtered operations, in either order',
        steps: [
          [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'w@corp.example' }, FLAT],
          [FLAT, { op: 'replace', path: 'emails[type eq "work"].value', value: 'w@corp.example' }],
        ].map((operations) => ({
          patch: '/Users/{ana}',
          operations,
          is: {
            ...ANA,
            emails: [{ ...work, value: 'w@corp.example' }, home],
            name: { givenName: 'Anna', familyName: 'Vega', formatted: 'F' },
            [ENT]: { department: 'Q', employeeNumber: '7001', manager: { value: '{bob}' } },
            active: false,
          },
        })),
      },
      {
        name: 'E-30 and E-31: an element that is not there is made, one for all that name it',
        steps: [
          {
            patch: '/Users/{bob}',
            operations: [
              { op: 'Replace', path: 'addresses[type eq "work"].streetAddress', value: '1' },
              { op: 'Add', path: 'addresses[type eq "work"].postalCode', value: '2' },
              { op: 'Add', path: 'addresses[type eq "work"].Formatted', value: 'f' },
            ],
            is: { ...BOB, addresses: [{ type: 'work', streetAddress: '1', postalCode: '2', formatted: 'f' }] },
          },
          {
            patch: '/Users/{bob}',
            operations: [{ op: 'Add', path: 'addresses[type eq "work"].country', value: 'PT' }],
            shows: { addresses: [{ type: 'work', streetAddress: '1', country: 'PT' }] },
          },
        ],
      },
      {
        name: 'E-32 and E-33: its neighbours stay; names are spelled as the schema spells them',
        steps: [
          {
            patch: '/Users/{ana}',
            operations: [{ op: 'Add', path: 'emails[type eq "other"].Value', value: 'x@corp.example' }],
            is: { ...ANA, emails: [work, home, { type: 'other', value: 'x@corp.example' }] },
          },
        ],
      },
      {
        name: 'E-36: a single value in a list, with $ref',
        steps: [
          {
            patch: '/Users/{ana}',
            operations: [{ op: 'Replace', path: `${ENT}:department`, value: [{ $ref: null, value: 'Ops2' }] }],
            is: { ...ANA, [ENT]: { ...WORKS, department: 'Ops2' } },
          },
        ],
      },
      {
        name: 'E-37: one value for a list, by itself',
        steps: [
          {
            patch: '/Users/{bob}',
            operations: [{ op: 'add', path: 'emails', value: { type: 'work', value: 'b@corp.example' } }],
            is: { ...BOB, emails: [{ type: 'work', value: 'b@corp.example' }] },
          },
        ],
      },
      {
        name: 'E-42: what is there already changes no time',
        steps: [
          {
            patch: '/Users/{bob}',
            operations: [{ op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+1 555' }],
          },
          {
            patch: '/Users/{bob}',
            operations: [{ op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+1 555' }],
            is: { ...BOB, phoneNumbers: [{ type: 'mobile', value: '+1 555' }] },
            shows: { meta: { version: 'W/"2"' } },
          },
        ],
      },
      {
        name: 'E-45 and E-46: part of a complex value leaves the rest; an element without its value goes',
        steps: [
          {
            patch: '/Users/{ana}',
            operations: [
              { op: 'Replace', path: 'name', value: { familyName: 'Vega' } },
              { op: 'Replace', path: 'emails[type eq "home"].value', value: '' },
            ],
            is: { ...ANA, name: { ...ANA.name, familyName: 'Vega' }, emails: [work] },
          },
        ],
      },
      {
        name: 'E-57: roles by a filter on "True", element by element, and as JSON in a text',
        steps: [
          {
            patch: '/Users/{bob}',
            operations: [
              { op: 'Add', path: 'roles[primary eq "True"].value', value: 'Admin' },
              { op: 'Add', path: 'roles[primary eq "True"].display', value: 'Administrator' },
              { op: 'Replace', path: 'roles[primary eq "True"].value', value: 'Editor' },
            ],
            is: { ...BOB, roles: [{ primary: true, value: 'Editor', display: 'Administrator' }] },
          },
          {
            patch: '/Users/{ana}',
            operations: [{ op: 'Add', path: 'roles', value: [{ value: '{"id":"1","value":"Admin"}' }] }],
            is: { ...ANA, roles: [{ value: '{"id":"1","value":"Admin"}' }] },
          },
        ],
      },
      {
        name: 'E-58: a key that is set later, and a name that is changed back',
        steps: [
          {
            patch: '/Users/{bob}',
            operations: [{ op: 'Add', path: 'externalId', value: 'x1' }],
            is: { ...BOB, externalId: 'x1' },
          },
          { patch: '/Users/{bob}', operations: [{ op: 'Replace', path: 'externalId', value: 'Bob-002' }], is: BOB },
        ],
      },
      {
        name: 'E-59: disabled and enabled, once more each time',
        steps: ['False', 'false', false, 'True', 'true', true].map((value) => ({
          patch: '/Users/{ana}',
          operations: [{ op: 'Replace', path: 'active', value }],
          is: { ...ANA, active: /true/i.test(String(value)) },
        })),
      },
      {
        name: 'E-71: an attribute that is mapped but unknown here does not keep anybody active',
        steps: [
          {
            patch: '/Users/{ana}',
            operations: [
              { op: 'Add', path: 'urn:acme:1.0:User:badge', value: '9' },
              { op: 'Replace', path: 'active', value: 'False' },
            ],
            is: { ...ANA, active: false },
          },
        ],
      },
    ],
  );
});

function without(body: Record<string, unknown>, ...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}
