import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { ANA, BOB, KIM, sent } from '../support/cast.js';
import { play, type Scenario } from '../support/scenario.js';
import { type ConnectionSettings, ENT, GROUP, USER, World } from '../support/scim-client.js';

/** Okta by number, request for request as it sends them; what takes more than one connection or the event log is in `okta.spec.ts`. */

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterAll(() => world.close());

const HEADERS = {
  'user-agent': 'Okta SCIM Client 1.0.0',
  accept: 'application/scim+json',
  'accept-charset': 'utf-8',
  'accept-encoding': 'gzip,deflate',
  'content-type': 'application/scim+json; charset=utf-8',
};

const JO = {
  userName: 'jo@corp.example',
  externalId: '00u1abcdefghijklm004',
  name: { givenName: 'Jo', familyName: 'Ng' },
  emails: [{ primary: true, value: 'jo@corp.example', type: 'work' }],
  displayName: 'Jo Ng',
  locale: 'en-US',
  active: true,
};
const PUSHED = { schemas: [USER], ...JO, groups: [], password: 'S3cret-passw0rd' };
const STAGED = '00u1abcdefghijklmSTG';
const LATER = '00u1abcdefghijklm009';

/** Each costs 31 requests of a connection's limit. */
const crowd = (displayName: string) => ({
  schemas: [GROUP],
  displayName,
  members: Array.from({ length: 3_000 }, (_, n) => ({ value: `00u1abcdefghijk${n}` })),
});

const SCENARIOS: readonly (Scenario & Pick<ConnectionSettings, 'rateLimit'>)[] = [
  {
    name: 'O-01: tests the connection and imports people and groups in pages, the numbers being numbers',
    given: ['ana', 'bob', 'kim', 'ops', 'empty'],
    steps: [
      {
        get: '/Users?startIndex=1&count=1',
        finds: ['{ana}'],
        shows: { totalResults: 3, startIndex: 1, itemsPerPage: 1 },
      },
      { get: '/Users?startIndex=1&count=2', finds: ['{ana}', '{bob}'], headers: HEADERS },
      {
        get: '/Users?startIndex=3&count=2',
        finds: ['{kim}'],
        shows: { totalResults: 3, startIndex: 3, itemsPerPage: 1 },
      },
      {
        get: '/Users?startIndex=101&count=100',
        finds: [],
        shows: { totalResults: 3, startIndex: 101, itemsPerPage: 0 },
      },
      { get: '/Groups?startIndex=1&count=100', finds: ['{ops}', '{empty}'], shows: { totalResults: 2 } },
    ],
  },
  {
    name: 'O-02: looks for a person by the attribute that is unique for it, by blanks as %20',
    given: ['ana', 'old'],
    steps: [
      {
        get: '/Users?filter=userName%20eq%20%22ana%40corp.example%22&startIndex=1&count=100',
        finds: ['{ana}'],
        headers: HEADERS,
      },
      {
        get: '/Users?filter=userName%20eq%20%22nobody%40corp.example%22&startIndex=1&count=100',
        finds: [],
        shows: { totalResults: 0 },
      },
      { get: '/Users?filter=emails%20eq%20%22ana%40corp.example%22&startIndex=1&count=100', finds: ['{ana}'] },
      { get: '/Users?filter=externalId%20eq%20%22Ana-001%22&startIndex=1&count=100', finds: ['{ana}'] },
      { get: '/Users?filter=userName%20eq%20%22old%40corp.example%22&startIndex=1&count=100', finds: ['{old}'] },
      { get: '/Users?filter=userName%20is%20%22x%22', status: 400, scimType: 'invalidFilter' },
    ],
  },
  {
    name: 'O-03, O-07: creates somebody with groups and a password, and gets them back, active, without it',
    steps: [
      { post: '/Users', body: PUSHED, headers: HEADERS, is: JO, hides: ['password', 'groups'], keep: 'jo' },
      { get: '/Users/{jo}', is: JO, hides: ['password'] },
    ],
  },
  {
    name: 'O-04: is refused who is there already, and finds them, though they are inactive',
    steps: [
      { post: '/Users', body: { ...PUSHED, active: false }, keep: 'jo' },
      { post: '/Users', body: PUSHED, status: 409, scimType: 'uniqueness' },
      { get: '/Users', filter: 'userName eq "JO@corp.example"', finds: ['{jo}'] },
    ],
  },
  {
    name: 'O-05: updates by PUT of what it got, with what is read-only in it; what it leaves out is gone',
    given: ['ana', 'ops'],
    steps: [
      { get: '/Users/{ana}', is: ANA },
      {
        put: '/Users/{ana}',
        body: {
          ...sent({ ...ANA, title: 'Boss' }),
          id: '{ana}',
          meta: { resourceType: 'User', version: 'W/"9"', location: 'https://elsewhere.example' },
          groups: [{ value: '{ops}', display: 'Ops' }],
        },
        is: { ...ANA, title: 'Boss' },
        shows: { groups: [{ value: '{ops}', type: 'direct' }] },
      },
      {
        put: '/Users/{ana}',
        body: { schemas: [USER], userName: ANA.userName, active: true },
        hides: ['title', ENT, 'emails'],
      },
      { put: '/Users/00000000-0000-4000-8000-000000000001', body: sent(ANA), status: 404 },
    ],
  },
  {
    name: 'O-06: deactivates and activates, by PATCH without a path and by PUT',
    given: ['ana', 'ops'],
    steps: [
      {
        patch: '/Users/{ana}',
        operations: [{ op: 'replace', value: { active: false } }],
        is: { ...ANA, active: false },
      },
      { get: '/Groups/{ops}', members: ['{ana}'] },
      { patch: '/Users/{ana}', operations: [{ op: 'replace', value: { active: true } }], is: ANA },
      { put: '/Users/{ana}', body: sent({ ...ANA, active: false }), is: { ...ANA, active: false } },
      { put: '/Users/{ana}', body: sent(ANA), is: ANA },
      {
        patch: '/Users/{ana}',
        operations: [{ op: 'replace', value: { active: 'perhaps' } }],
        status: 400,
        scimType: 'invalidValue',
      },
    ],
  },
  {
    name: 'O-08: sends a new password, which changes nothing that can be read',
    given: ['bob'],
    steps: [
      {
        patch: '/Users/{bob}',
        operations: [{ op: 'replace', value: { password: 'S3cret-passw0rd-2' } }],
        is: BOB,
        shows: { meta: { version: 'W/"1"' } },
      },
      { get: '/Users?filter=password+eq+%22S3cret-passw0rd-2%22', status: 400, scimType: 'invalidFilter' },
    ],
  },
  {
    name: 'O-09: looks for a group, then creates it, empty or with its members, whatever it says of the group besides',
    given: ['ana', 'kim'],
    steps: [
      { get: '/Groups?filter=displayName%20eq%20%22Push%22&startIndex=1&count=100', finds: [] },
      { post: '/Groups', body: { schemas: [GROUP], displayName: 'Push', members: [] }, hides: ['members'] },
      {
        post: '/Groups',
        body: {
          schemas: [GROUP, 'urn:okta:custom:group:1.0'],
          displayName: 'Pushed',
          members: [{ value: '{kim}', display: 'kim@corp.example' }],
          'urn:okta:custom:group:1.0': { description: 'Those who are pushed.' },
        },
        shows: { schemas: [GROUP] },
        members: ['{kim}'],
      },
      {
        post: '/Groups',
        body: { schemas: [GROUP], displayName: 'PUSH', members: [] },
        status: 409,
        scimType: 'uniqueness',
      },
    ],
  },
  {
    name: 'O-10: renames a group, its id in the same object; members stay',
    given: ['ana', 'bob', 'ops', 'empty'],
    steps: [
      { patch: '/Groups/{ops}', operations: [{ op: 'replace', value: { id: '{ops}', displayName: 'Ops3' } }] },
      { get: '/Groups/{ops}', shows: { displayName: 'Ops3' }, members: ['{ana}', '{bob}'] },
      {
        patch: '/Groups/{ops}',
        operations: [{ op: 'replace', value: { id: '{ops}', displayName: 'empty' } }],
        status: 409,
        scimType: 'uniqueness',
      },
    ],
  },
  {
    name: 'O-11: takes one out and brings another in, in one request',
    given: ['ana', 'bob', 'kim', 'ops'],
    steps: [
      {
        patch: '/Groups/{ops}',
        operations: [
          { op: 'remove', path: 'members[value eq "{ana}"]' },
          { op: 'add', path: 'members', value: [{ value: '{kim}', display: 'kim@corp.example' }] },
        ],
      },
      { get: '/Groups/{ops}', members: ['{bob}', '{kim}'] },
      {
        patch: '/Groups/{ops}',
        operations: [
          { op: 'remove', path: 'members[value eq "{bob}"]' },
          { op: 'remove', path: 'members[value eq "{kim}"' },
        ],
        status: 400,
        scimType: 'invalidPath',
      },
    ],
  },
  {
    name: 'O-12: pushes the whole list, an empty one too, with a path and without',
    given: ['ana', 'bob', 'kim', 'ops'],
    steps: [
      {
        patch: '/Groups/{ops}',
        operations: [{ op: 'replace', path: 'members', value: [{ value: '{kim}' }, { value: '{bob}' }] }],
      },
      { get: '/Groups/{ops}', members: ['{bob}', '{kim}'] },
      { patch: '/Groups/{ops}', operations: [{ op: 'replace', path: 'members', value: [] }] },
      { get: '/Groups/{ops}', hides: ['members'] },
      { patch: '/Groups/{ops}', operations: [{ op: 'replace', path: 'members', value: [{ value: '{ana}' }] }] },
      {
        patch: '/Groups/{ops}',
        operations: [{ op: 'replace', value: { members: [], id: '{ops}', displayName: 'Ops' } }],
      },
      { get: '/Groups/{ops}', hides: ['members'], shows: { displayName: 'Ops' } },
    ],
  },
  {
    name: 'O-13: replaces a group by PUT, its members with null for a name',
    given: ['ana', 'bob', 'kim', 'ops'],
    steps: [
      {
        put: '/Groups/{ops}',
        body: { schemas: [GROUP], id: '{ops}', displayName: 'Ops', members: [{ value: '{kim}', display: null }] },
        shows: { displayName: 'Ops' },
        members: ['{kim}'],
      },
      {
        put: '/Groups/{ops}',
        body: { schemas: [GROUP], id: '{ops}', members: [] },
        status: 400,
        scimType: 'invalidValue',
      },
    ],
  },
  {
    name: 'O-14, O-15: reads a group that it pushed, and deletes it; its people stay',
    given: ['ana', 'bob', 'ops'],
    steps: [
      { get: '/Groups/{ops}', shows: { displayName: 'Ops' } },
      { delete: '/Groups/{ops}' },
      { get: '/Groups/{ops}', status: 404 },
      { delete: '/Groups/{ops}', status: 404 },
      { get: '/Users/{ana}', is: ANA, hides: ['groups'] },
    ],
  },
  {
    name: 'O-16: names members who are staged, and others are in; who comes later is in from then on',
    given: ['ana', 'empty'],
    steps: [
      {
        patch: '/Groups/{empty}',
        operations: [{ op: 'add', path: 'members', value: [{ value: STAGED }, { value: LATER }, { value: '{ana}' }] }],
      },
      { get: '/Groups/{empty}', members: ['{ana}'] },
      { post: '/Users', body: { ...PUSHED, externalId: LATER }, keep: 'jo' },
      { get: '/Groups/{empty}', members: ['{ana}', '{jo}'] },
      { patch: '/Groups/{empty}', operations: [{ op: 'remove', path: `members[value eq "${STAGED}"]` }] },
    ],
  },
  {
    name: 'O-17: may read what it is said to read for entitlements alone',
    steps: [
      { get: '/ResourceTypes', shows: { totalResults: 2 } },
      { get: '/Schemas', shows: { totalResults: 3 } },
      { get: '/ServiceProviderConfig', shows: { patch: { supported: true } } },
      { get: '/Me', status: 501 },
    ],
  },
  {
    name: 'O-18: is told to wait when it pushes too fast, which changes nothing, and keeps being served with what is small',
    rateLimit: { perSecond: 1, burst: 50 },
    given: ['bob'],
    steps: [
      { post: '/Groups', body: crowd('Everybody') },
      { post: '/Groups', body: crowd('Once more'), status: 429 },
      { get: '/Groups', filter: 'displayName eq "Once more"', finds: [] },
      { patch: '/Users/{bob}', operations: [{ op: 'replace', value: { active: false } }], shows: { active: false } },
    ],
  },
  {
    name: 'O-19: renames somebody by PUT, and is told when the name is taken',
    given: ['ana', 'bob'],
    steps: [
      {
        put: '/Users/{bob}',
        body: sent({ ...BOB, userName: 'bob.new@corp.example' }),
        is: { ...BOB, userName: 'bob.new@corp.example' },
      },
      { get: '/Users', filter: 'userName eq "bob@corp.example"', finds: [] },
      {
        put: '/Users/{bob}',
        body: sent({ ...BOB, userName: 'ANA@corp.example' }),
        status: 409,
        scimType: 'uniqueness',
      },
    ],
  },
  {
    name: 'O-20: passes the nine requests that an integration is tested with',
    given: ['ana'],
    steps: [
      {
        get: '/Users?count=1&startIndex=1',
        shows: { totalResults: 1, startIndex: 1, itemsPerPage: 1, Resources: [ANA] },
      },
      { get: '/Users/{ana}', is: ANA },
      { get: '/Users', filter: 'userName eq "nobody@corp.example"', finds: [], shows: { totalResults: 0 } },
      { get: '/Users/010101001010101011001010101011', status: 404 },
      { get: '/Users', filter: 'emails eq "nobody@corp.example"', finds: [] },
      { post: '/Users', body: PUSHED, is: JO, keep: 'jo' },
      { get: '/Users/{jo}', is: JO },
      { post: '/Users', body: PUSHED, status: 409, scimType: 'uniqueness' },
      { get: '/Users', filter: 'userName eq "JO@CORP.EXAMPLE"', finds: ['{jo}'] },
    ],
  },
  {
    name: 'O-21: assigns somebody, renames, deactivates, activates, and takes the assignment away',
    steps: [
      { post: '/Users', body: { ...PUSHED, ...KIM }, keep: 'kim' },
      {
        put: '/Users/{kim}',
        body: sent({ ...KIM, name: { givenName: 'Kimi' } }),
        shows: { name: { givenName: 'Kimi' } },
      },
      { patch: '/Users/{kim}', operations: [{ op: 'replace', value: { active: false } }], shows: { active: false } },
      { patch: '/Users/{kim}', operations: [{ op: 'replace', value: { active: true } }], shows: { active: true } },
      { put: '/Users/{kim}', body: sent({ ...KIM, active: false }), shows: { active: false } },
      { get: '/Users', filter: `userName eq "${KIM.userName}"`, finds: ['{kim}'] },
    ],
  },
];

describe('Okta', () => {
  it.each(SCENARIOS)('$name', async ({ rateLimit, ...scenario }) => {
    await play(await world.connect({ kind: 'okta', ...(rateLimit && { rateLimit }) }), scenario);
  });
});
