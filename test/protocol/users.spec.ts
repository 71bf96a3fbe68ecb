import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ANA, BOB, KIM, OLD, sent } from '../support/cast.js';
import { play, type Scenario } from '../support/scenario.js';
import { ENT, type ScimClient, USER, World } from '../support/scim-client.js';

/** `/Users` of RFC 7644 §3.3 to §3.6. Every scenario stands on a connection of its own. */

let world: World;
let client: ScimClient;

beforeAll(async () => {
  world = await World.start();
});

beforeEach(async () => {
  client = await world.connect();
});

afterAll(() => world.close());

const scenarios = (list: readonly Scenario[]) => it.each(list)('$name', (scenario) => play(client, scenario).then());
const NOBODY = '6f2b0a3e-8f1d-4c57-9f0c-2d1d2b7f6a11';
const { [ENT]: ANAS_WORK, ...ANA_ALONE } = ANA;

describe('POST', () => {
  scenarios([
    {
      name: 'answers all that was sent, as it was sent, with what the service adds',
      steps: [
        { post: '/Users', body: sent(ANA), is: ANA, shows: { schemas: [USER, ENT], meta: { version: 'W/"1"' } } },
        { get: '/Users', shows: { totalResults: 1, startIndex: 1, itemsPerPage: 1 } },
      ],
    },
    {
      name: 'gives the id and ignores what else is not the client’s to say',
      steps: [
        {
          post: '/Users',
          body: { ...sent(BOB), id: NOBODY, meta: { version: 'W/"9"', created: 'x' }, groups: [{ value: 'g' }] },
          is: BOB,
          shows: { meta: { version: 'W/"1"' } },
          keep: 'bob',
        },
        { get: `/Users/${NOBODY}`, status: 404 },
        { get: '/Users/{bob}', is: BOB, hides: ['groups'] },
      ],
    },
    {
      name: 'makes whom nothing is said about active',
      steps: [
        { post: '/Users', body: { schemas: [USER], userName: 'x' }, is: { userName: 'x', active: true } },
        { post: '/Users', body: { schemas: [USER], userName: 'y', active: null }, shows: { active: true } },
        { post: '/Users', body: sent(OLD), is: OLD },
      ],
    },
    {
      name: 'takes what is null or empty for unassigned, at every depth',
      steps: [
        {
          post: '/Users',
          body: {
            ...sent(BOB),
            title: null,
            nickName: '',
            roles: [],
            emails: null,
            name: { givenName: null },
            [ENT]: {},
          },
          is: BOB,
          shows: { schemas: [USER] },
        },
      ],
    },
    {
      name: 'ignores what no schema knows',
      steps: [
        {
          post: '/Users',
          body: { ...sent(BOB), jobTitle: 'x', vendor: { a: [1] }, name: { givenName: 'Bob', nick: 'x' } },
          is: { ...BOB, name: { givenName: 'Bob' } },
        },
      ],
    },
    {
      name: 'takes the extension that is there, whatever `schemas` says',
      steps: [
        { post: '/Users', body: { ...ANA, schemas: [USER] }, is: ANA, shows: { schemas: [USER, ENT] } },
        { post: '/Users', body: { ...BOB, schemas: ['urn:scim:schemas:core:1.0'] }, shows: { schemas: [USER] } },
        { post: '/Users', body: KIM, is: KIM, shows: { schemas: [USER] } },
        { post: '/Users', body: { ...OLD, schemas: [USER, ENT] }, is: OLD, shows: { schemas: [USER] } },
      ],
    },
    {
      name: 'reads names in any case, and answers them as the schema spells them',
      steps: [
        {
          post: '/Users',
          body: { SCHEMAS: [USER], USERNAME: 'x', Name: { GIVENNAME: 'X' }, [ENT.toUpperCase()]: { Department: 'D' } },
          is: { userName: 'x', active: true, name: { givenName: 'X' }, [ENT]: { department: 'D' } },
        },
      ],
    },
    {
      name: 'keeps one primary and each value once',
      steps: [
        {
          post: '/Users',
          body: {
            ...sent(BOB),
            emails: [
              { type: 'work', value: 'a@corp.example', primary: true },
              { type: 'home', value: 'b@corp.example', primary: true },
              { type: 'work', value: 'a@corp.example' },
            ],
          },
          is: {
            ...BOB,
            emails: [
              { type: 'work', value: 'a@corp.example', primary: true },
              { type: 'home', value: 'b@corp.example', primary: false },
            ],
          },
        },
      ],
    },
    {
      name: 'refuses a userName that is taken, in any case, whoever is inactive included',
      given: ['ana', 'old'],
      steps: [
        { post: '/Users', body: { ...sent(BOB), userName: 'ANA@Corp.Example' }, status: 409, scimType: 'uniqueness' },
        { post: '/Users', body: { ...sent(BOB), userName: 'old@corp.example' }, status: 409, scimType: 'uniqueness' },
        { post: '/Users', body: { ...sent(BOB), externalId: 'Ana-001' }, status: 409, scimType: 'uniqueness' },
        { post: '/Users', body: { ...sent(BOB), externalId: 'ana-001' }, keep: 'bob' },
        { get: '/Users/{ana}', is: ANA, shows: { meta: { version: 'W/"1"' } } },
      ],
    },
    {
      name: 'takes names of every kind',
      steps: [
        'jana_p.example#EXT#@corp.example',
        `${'n'.repeat(300)}@corp.example`,
        'O\'Neil "the" \\ boss',
        'ｆｕｌｌ＠幅',
        '👩‍🚀',
        ' blank ',
      ].flatMap((userName, n) => [
        { post: '/Users', body: { schemas: [USER], userName }, shows: { userName }, keep: `u${n}` },
        { get: '/Users', filter: `userName eq ${JSON.stringify(userName)}`, finds: [`{u${n}}`] },
      ]),
    },
  ]);
});

describe('GET', () => {
  scenarios([
    {
      name: 'of nobody is 404, as are those of whatever else comes to their id',
      given: ['ana'],
      steps: [
        { get: `/Users/${NOBODY}`, status: 404 },
        { get: `/Groups/{ana}`, status: 404 },
        { put: `/Users/${NOBODY}`, body: sent(BOB), status: 404 },
        { patch: `/Users/${NOBODY}`, operations: [{ op: 'add', path: 'title', value: 'x' }], status: 404 },
        { delete: `/Users/${NOBODY}`, status: 404 },
        { get: '/Users', shows: { totalResults: 1 } },
      ],
    },
    {
      name: 'shows `groups` as they are, and takes none',
      given: ['ana', 'bob', 'ops'],
      steps: [
        { get: '/Users/{ana}', shows: { groups: [{ value: '{ops}', display: 'Ops', type: 'direct' }] } },
        { put: '/Users/{ana}', body: { ...sent(ANA), groups: [] }, shows: { groups: [{ value: '{ops}' }] } },
        { patch: '/Users/{ana}', operations: [{ op: 'replace', value: { groups: [], title: 'Boss' } }] },
        { get: '/Users/{ana}', shows: { title: 'Boss', groups: [{ value: '{ops}' }] } },
      ],
    },
    {
      name: 'answers with what `attributes` names, in any case, and always id and schemas',
      given: ['ana'],
      steps: [
        { get: '/Users/{ana}?attributes=userName', is: { userName: ANA.userName }, hides: ['meta'] },
        { get: '/Users/{ana}?attributes=NAME.givenname,title', is: { name: { givenName: 'Ana' }, title: 'Lead' } },
        { get: '/Users/{ana}?attributes=emails.value', is: { emails: ANA.emails.map(({ value }) => ({ value })) } },
        { get: `/Users/{ana}?attributes=${ENT}:department`, is: { [ENT]: { department: 'Ops' } } },
        { get: `/Users/{ana}?attributes=${USER}:title`, is: { title: 'Lead' }, shows: { schemas: [USER] } },
        { get: '/Users/{ana}?attributes=nothing,password', is: {} },
        { get: '/Users/{ana}?attributes=', is: ANA },
      ],
    },
    {
      name: 'leaves out what `excludedAttributes` names, but never id and schemas',
      given: ['ana'],
      steps: [
        { get: `/Users/{ana}?excludedAttributes=${ENT}`, is: ANA_ALONE, shows: { schemas: [USER] } },
        {
          get: '/Users/{ana}?excludedAttributes=emails.type,meta,id,schemas,externalId,addresses',
          shows: { emails: [{ value: 'ana@corp.example', primary: true }, { value: 'ana@home.example' }] },
          hides: ['meta', 'externalId', 'addresses'],
        },
        { get: '/Users?excludedAttributes=userName', shows: { Resources: [{ title: 'Lead' }] }, hides: ['userName'] },
      ],
    },
  ]);

  it('is answered 304 where the version is known, by every spelling of it', async () => {
    const { body } = await client.post('/Users', sent(BOB));
    const path = `/Users/${body.id}`;
    const ask = (tag: string) => client.get(path, { 'if-none-match': tag });
    for (const tag of [body.meta.version, 'W/"9", W/"1"', '"1"', '*']) {
      const answer = await ask(tag);
      expect(answer).toMatchObject({ status: 304, text: '' });
      expect(answer.headers.get('etag')).toBe(body.meta.version);
    }
    expect((await ask('W/"2"')).body).toEqual(body);
  });
});

describe('PUT', () => {
  scenarios([
    {
      name: 'replaces: what is left out is cleared, but for active and externalId',
      given: ['ana'],
      steps: [
        {
          put: '/Users/{ana}',
          body: { schemas: [USER], userName: 'ana@corp.example', title: 'Boss' },
          is: { userName: 'ana@corp.example', externalId: 'Ana-001', active: true, title: 'Boss' },
          shows: { schemas: [USER], meta: { version: 'W/"2"' } },
        },
      ],
    },
    {
      name: 'leaves whoever is inactive so where nothing is said, and unassigns the externalId by an explicit null',
      given: ['old'],
      steps: [
        {
          put: '/Users/{old}',
          body: { schemas: [USER], userName: 'old@corp.example', externalId: null },
          is: { userName: 'old@corp.example', active: false },
        },
        {
          put: '/Users/{old}',
          body: { schemas: [USER], userName: 'old@corp.example', active: true },
          shows: { active: true },
        },
      ],
    },
    {
      name: 'of what was got changes nothing: no version, no time, no event',
      given: ['ana'],
      steps: [
        {
          put: '/Users/{ana}',
          body: { ...sent(ANA), id: '{ana}', meta: { resourceType: 'User' }, groups: [] },
          is: ANA,
          shows: { meta: { version: 'W/"1"' } },
        },
      ],
    },
    {
      name: 'refuses somebody else’s name or key, a missing name, and changes nothing',
      given: ['ana', 'bob'],
      steps: [
        {
          put: '/Users/{bob}',
          body: { ...sent(BOB), userName: 'ANA@corp.example' },
          status: 409,
          scimType: 'uniqueness',
        },
        { put: '/Users/{bob}', body: { ...sent(BOB), externalId: 'Ana-001' }, status: 409, scimType: 'uniqueness' },
        { put: '/Users/{bob}', body: { schemas: [USER], title: 'x' }, status: 400, scimType: 'invalidValue' },
        { put: '/Users/{bob}', body: [], status: 400, scimType: 'invalidSyntax' },
        {
          put: '/Users/{bob}',
          body: { ...sent(BOB), userName: 'BOB@corp.example' },
          shows: { userName: 'BOB@corp.example' },
        },
      ],
    },
  ]);
});

describe('PATCH', () => {
  const work = ANA.emails[0];
  const home = ANA.emails[1];
  it.each<readonly [string, readonly Record<string, unknown>[], Record<string, unknown>]>([
    ['replaces one value', [{ op: 'Replace', path: 'displayName', value: 'A R' }], { ...ANA, displayName: 'A R' }],
    [
      'adds to a single value by replacing it',
      [{ op: 'Add', path: 'title', value: 'Boss' }],
      { ...ANA, title: 'Boss' },
    ],
    [
      'changes a part and leaves the others',
      [{ op: 'Replace', path: 'name.givenName', value: 'Anna' }],
      { ...ANA, name: { ...ANA.name, givenName: 'Anna' } },
    ],
    [
      'merges a complex value',
      [{ op: 'replace', path: 'name', value: { familyName: 'Vega', formatted: null } }],
      { ...ANA, name: { givenName: 'Ana', familyName: 'Vega' } },
    ],
    [
      'changes an extension’s attribute by its URN',
      [{ op: 'Replace', path: `${ENT}:department`, value: 'R&D' }],
      { ...ANA, [ENT]: { ...ANAS_WORK, department: 'R&D' } },
    ],
    [
      'knows the core by its URN',
      [
        { op: 'replace', path: `${USER}:name.familyName`, value: 'Vega' },
        { op: 'replace', path: `${USER.toUpperCase()}:TITLE`, value: 'Boss' },
      ],
      { ...ANA, title: 'Boss', name: { ...ANA.name, familyName: 'Vega' } },
    ],
    [
      'changes the value that a filter chooses, and no other',
      [{ op: 'Replace', path: 'emails[type eq "work"].value', value: 'new@corp.example' }],
      { ...ANA, emails: [{ ...work, value: 'new@corp.example' }, home] },
    ],
    [
      'appends to a list by add, replaces it by replace',
      [
        { op: 'replace', path: 'emails', value: [{ type: 'other', value: 'o@corp.example' }] },
        { op: 'add', path: 'emails', value: [{ type: 'home', value: 'h@corp.example' }] },
      ],
      {
        ...ANA,
        emails: [
          { type: 'other', value: 'o@corp.example' },
          { type: 'home', value: 'h@corp.example' },
        ],
      },
    ],
    [
      'keeps one primary: the one that was set last',
      [{ op: 'replace', path: 'emails[type eq "home"].primary', value: true }],
      {
        ...ANA,
        emails: [
          { ...work, primary: false },
          { ...home, primary: true },
        ],
      },
    ],
    [
      'removes what it names',
      [
        { op: 'remove', path: 'title' },
        { op: 'remove', path: 'emails[type eq "home"]' },
        { op: 'remove', path: `${ENT}:department` },
        { op: 'remove', path: 'addresses' },
      ],
      without({ ...ANA, emails: [work], [ENT]: { employeeNumber: '7001' } }, 'title', 'addresses'),
    ],
    [
      'removes of a list what the value lists',
      [{ op: 'Remove', path: 'emails', value: [{ value: 'ana@home.example' }] }],
      { ...ANA, emails: [work] },
    ],
    [
      'removes what is not there with success',
      [
        { op: 'remove', path: 'nickName' },
        { op: 'remove', path: 'emails[type eq "zzz"]' },
        { op: 'remove', path: 'phoneNumbers' },
      ],
      ANA,
    ],
    [
      'unassigns by null and by an empty text',
      [{ op: 'replace', value: { title: '', nickName: null } }],
      without(ANA, 'title'),
    ],
    [
      'drops an extension with its last value',
      [{ op: 'replace', value: { [ENT]: { department: null, employeeNumber: '' } } }],
      ANA_ALONE,
    ],
    [
      'applies the operations in order',
      [
        { op: 'remove', path: 'title' },
        { op: 'add', path: 'title', value: 'A' },
        { op: 'replace', path: 'title', value: 'B' },
      ],
      { ...ANA, title: 'B' },
    ],
    ['sets a name back to itself', [{ op: 'replace', path: 'userName', value: ANA.userName }], ANA],
    [
      'changes the case of a name',
      [{ op: 'replace', path: 'userName', value: 'ANA@corp.example' }],
      { ...ANA, userName: 'ANA@corp.example' },
    ],
    ['unassigns the externalId', [{ op: 'remove', path: 'externalId' }], without(ANA, 'externalId')],
    [
      'ignores what is the service’s among the values',
      [{ op: 'replace', value: { id: 'x', meta: {}, title: 'B' } }],
      { ...ANA, title: 'B' },
    ],
  ])('%s', async (name, operations, is) => {
    await play(client, { name, given: ['ana'], steps: [{ patch: '/Users/{ana}', operations, is }] });
  });

  it.each<readonly [string, readonly unknown[], number, string]>([
    ['somebody else’s userName', [{ op: 'replace', path: 'userName', value: 'BOB@corp.example' }], 409, 'uniqueness'],
    ['somebody else’s externalId', [{ op: 'replace', path: 'externalId', value: 'Bob-002' }], 409, 'uniqueness'],
    ['no userName by remove', [{ op: 'remove', path: 'userName' }], 400, 'mutability'],
    ['no userName by an empty value', [{ op: 'replace', path: 'userName', value: '' }], 400, 'invalidValue'],
    ['no userName by null', [{ op: 'replace', value: { userName: null } }], 400, 'invalidValue'],
    ['an unfinished filter', [{ op: 'replace', path: 'emails[type eq "work"', value: 'x' }], 400, 'invalidPath'],
    ['a path of no sense', [{ op: 'replace', path: '..', value: 'x' }], 400, 'invalidPath'],
    ['a path that is no text', [{ op: 'replace', path: 1, value: 'x' }], 400, 'invalidPath'],
    [
      'a filter that creates nothing',
      [{ op: 'replace', path: 'emails[type ne "work" and type ne "home"].value', value: 'x' }],
      400,
      'noTarget',
    ],
    ['a removal of everything', [{ op: 'remove' }], 400, 'noTarget'],
    ['another verb', [{ op: 'move', path: 'title', value: 'x' }], 400, 'invalidSyntax'],
    ['no verb', [{ path: 'title', value: 'x' }], 400, 'invalidSyntax'],
    ['nothing to set', [{ op: 'replace', path: 'title' }], 400, 'invalidValue'],
    ['a text without a path', [{ op: 'replace', value: 'x' }], 400, 'invalidValue'],
    ['several values for one', [{ op: 'replace', path: 'title', value: ['a', 'b'] }], 400, 'invalidValue'],
    ['an object for a text', [{ op: 'replace', path: 'title', value: { a: 1 } }], 400, 'invalidValue'],
    ['maybe for a boolean', [{ op: 'replace', path: 'active', value: 'maybe' }], 400, 'invalidValue'],
    ['one for a boolean', [{ op: 'replace', path: 'active', value: 1 }], 400, 'invalidValue'],
    ['an operation that is none', ['title'], 400, 'invalidSyntax'],
  ])('refuses %s, and nothing of the request is done', async (name, operations, status, scimType) => {
    const both = [{ op: 'replace', path: 'title', value: 'Lost' }, ...operations];
    const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: both };
    await play(client, { name, given: ['ana', 'bob'], steps: [{ patch: '/Users/{ana}', body, status, scimType }] });
  });

  scenarios([
    {
      name: 'without Operations is refused',
      given: ['ana'],
      steps: [{}, { Operations: 'x' }, { Operations: {} }, []].map((body) => ({
        patch: '/Users/{ana}',
        body,
        status: 400,
        scimType: 'invalidSyntax',
      })),
    },
    {
      name: 'is found under the new name, and no longer under the old one',
      given: ['ana'],
      steps: [
        { patch: '/Users/{ana}', operations: [{ op: 'Replace', path: 'userName', value: 'ana.vega@corp.example' }] },
        { get: '/Users', filter: 'userName eq "ana.vega@corp.example"', finds: ['{ana}'] },
        { get: '/Users', filter: 'userName eq "ana@corp.example"', finds: [] },
        { post: '/Users', body: { schemas: [USER], userName: 'ana@corp.example' } },
      ],
    },
    {
      name: 'answers with what `attributes` names',
      given: ['ana'],
      steps: [
        {
          patch: '/Users/{ana}?attributes=title',
          operations: [{ op: 'replace', path: 'title', value: 'Boss' }],
          is: { title: 'Boss' },
        },
      ],
    },
    {
      name: 'that changes nothing leaves version and time alone',
      given: ['ana'],
      steps: [
        [{ op: 'add', path: 'title', value: 'Lead' }],
        [{ op: 'add', path: 'emails', value: [work] }],
        [{ op: 'replace', path: 'emails[type eq "home"].value', value: 'ana@home.example' }],
        [{ op: 'replace', value: ANA_ALONE }],
        [
          { op: 'remove', path: 'title' },
          { op: 'add', path: 'title', value: 'Lead' },
        ],
      ].map((operations) => ({
        patch: '/Users/{ana}',
        operations,
        is: ANA,
        shows: { meta: { version: 'W/"1"' } },
      })),
    },
  ]);
});

describe('If-Match', () => {
  const steps = (tag: string, status?: number) => [
    {
      put: '/Users/{ana}',
      body: sent({ ...ANA, title: 'P' }),
      headers: { 'if-match': tag },
      ...(status && { status }),
    },
    {
      patch: '/Users/{ana}',
      operations: [{ op: 'replace', path: 'title', value: 'Q' }],
      headers: { 'if-match': '*' },
      ...(status && { status: 200 }),
    },
  ];
  scenarios([
    { name: 'holds for the version that is there, however it is spelled', given: ['ana'], steps: steps('W/"7", "1"') },
    { name: 'is 412 for another', given: ['ana'], steps: steps('W/"2"', 412) },
    {
      name: 'keeps what has changed from being deleted',
      given: ['ana'],
      steps: [
        { patch: '/Users/{ana}', operations: [{ op: 'replace', path: 'title', value: 'Q' }] },
        { delete: '/Users/{ana}', headers: { 'if-match': 'W/"1"' }, status: 412 },
        { get: '/Users/{ana}' },
        { delete: '/Users/{ana}', headers: { 'if-match': 'W/"2"' } },
      ],
    },
  ]);
});

describe('DELETE', () => {
  scenarios([
    {
      name: 'is 204 once, then nobody is there; the name is free for somebody new',
      given: ['ana', 'bob', 'ops'],
      steps: [
        { delete: '/Users/{ana}' },
        { delete: '/Users/{ana}', status: 404 },
        { get: '/Users/{ana}', status: 404 },
        { put: '/Users/{ana}', body: sent(ANA), status: 404 },
        { patch: '/Users/{ana}', operations: [{ op: 'add', path: 'title', value: 'x' }], status: 404 },
        { get: '/Users', filter: 'userName eq "ana@corp.example"', finds: [] },
        { get: '/Users', filter: 'active eq true', finds: ['{bob}'] },
        { get: '/Groups/{ops}', members: ['{bob}'] },
        { get: '/Groups', filter: 'members.value eq "{ana}"', finds: [] },
        { post: '/Users', body: sent(ANA), is: ANA, keep: 'new' },
        { get: '/Users', filter: 'userName eq "ana@corp.example"', finds: ['{new}'] },
        { get: '/Users/{ana}', status: 404 },
      ],
    },
  ]);
});

function without<T extends Record<string, unknown>>(body: T, ...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}
