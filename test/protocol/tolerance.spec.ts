import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ANA, KIM, type Name, sent } from '../support/cast.js';
import { play, type Step } from '../support/scenario.js';
import { ENT, objectId, type RecordedEvent, type ScimClient, World } from '../support/scim-client.js';

/** What a tolerant connection lets pass and a strict one refuses; and what both take alike. Strict never gives an accepted request another meaning. */

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterAll(() => world.close());

const NOBODY = '6f2b0a3e-8f1d-4c57-9f0c-2d1d2b7f6a11';

interface Row {
  readonly name: string;
  readonly given?: readonly Name[];
  readonly tolerant: readonly Step[];
  readonly strict: readonly Step[];
  /** What the event tells that the tolerant connection left. */
  readonly warning?: RegExp;
}

/** One PATCH of ana: what a tolerant connection makes of her, and how a strict one refuses. */
function patched(
  name: string,
  operations: readonly Record<string, unknown>[],
  is: Record<string, unknown>,
  scimType: string,
  warning?: RegExp,
): Row {
  return {
    name,
    given: ['ana', 'bob'],
    tolerant: [{ patch: '/Users/{ana}', operations, is }],
    strict: [{ patch: '/Users/{ana}', operations, status: 400, scimType }],
    ...(warning && { warning }),
  };
}

const TITLE = { op: 'replace', path: 'title', value: 'Boss' };
const BOSS = { ...ANA, title: 'Boss' };

describe.each<Row>([
  patched(
    'an attribute that no schema knows',
    [TITLE, { op: 'add', path: 'nickFoo', value: 'x' }],
    BOSS,
    'invalidPath',
    /nickFoo/,
  ),
  patched(
    'a part that no attribute has',
    [TITLE, { op: 'add', path: 'name.nick', value: 'x' }],
    BOSS,
    'invalidPath',
    /nick/,
  ),
  patched(
    'an unknown name among values',
    [{ op: 'replace', value: { title: 'Boss', 'x.y': 1 } }],
    BOSS,
    'invalidPath',
    /x\.y/,
  ),
  patched(
    'an extension that nobody registered',
    [TITLE, { op: 'add', path: 'urn:x:1.0:User:badge', value: '9' }],
    BOSS,
    'invalidPath',
    /badge/,
  ),
  patched(
    'a filtered path without a match, by replace',
    [{ op: 'replace', path: 'phoneNumbers[type eq "mobile"].value', value: '+1' }],
    { ...ANA, phoneNumbers: [{ type: 'mobile', value: '+1' }] },
    'noTarget',
  ),
  patched(
    'one with two conditions',
    [{ op: 'replace', path: 'emails[type eq "work" and primary eq false].value', value: 'x@corp.example' }],
    { ...ANA, emails: [...ANA.emails, { type: 'work', primary: false, value: 'x@corp.example' }] },
    'noTarget',
  ),
  patched(
    'an operation on the groups of a user',
    [TITLE, { op: 'replace', path: 'groups', value: [] }],
    BOSS,
    'mutability',
    /groups/,
  ),
  patched('an operation on meta', [TITLE, { op: 'remove', path: 'meta.created' }], BOSS, 'mutability', /meta/),
  patched(
    'an operation on the id',
    [TITLE, { op: 'replace', path: 'id', value: NOBODY }],
    BOSS,
    'mutability',
    /\bid\b/,
  ),
  patched('a number for a text', [{ op: 'replace', path: 'title', value: 7 }], { ...ANA, title: '7' }, 'invalidValue'),
  patched(
    'a primary that is none',
    [{ op: 'add', path: 'emails', value: [{ type: 'other', value: 'o@corp.example', primary: '1-555' }] }],
    { ...ANA, emails: [...ANA.emails, { type: 'other', value: 'o@corp.example' }] },
    'invalidValue',
    /primary/,
  ),
  patched(
    'active that is unassigned by null',
    [TITLE, { op: 'replace', path: 'active', value: null }],
    BOSS,
    'invalidValue',
    /active/,
  ),
  patched(
    'active that is unassigned by remove',
    [TITLE, { op: 'remove', path: 'active' }],
    BOSS,
    'mutability',
    /active/,
  ),
  patched(
    'a deactivation beside a value that is refused',
    [
      { op: 'Replace', path: 'title', value: { a: 1 } },
      { op: 'Replace', path: 'active', value: 'False' },
      { op: 'Add', path: 'nickName', value: 'A' },
    ],
    { ...ANA, active: false, nickName: 'A' },
    'invalidValue',
    /skipped/,
  ),
  patched(
    'a deactivation beside a path that is malformed',
    [
      { op: 'Replace', path: 'emails[type eq', value: 'x' },
      { op: 'Replace', value: { active: false } },
    ],
    { ...ANA, active: false },
    'invalidPath',
    /skipped/,
  ),
  {
    name: 'a deactivation beside a name that is taken',
    given: ['ana', 'bob'],
    tolerant: [
      {
        patch: '/Users/{ana}',
        operations: [{ op: 'replace', value: { userName: 'bob@corp.example', active: false } }],
        is: { ...ANA, active: false },
      },
    ],
    strict: [
      {
        patch: '/Users/{ana}',
        operations: [{ op: 'replace', value: { userName: 'bob@corp.example', active: false } }],
        status: 409,
        scimType: 'uniqueness',
      },
    ],
    warning: /uniqueness/,
  },
  {
    name: 'no operations',
    given: ['ana', 'ops'],
    tolerant: [
      { patch: '/Users/{ana}', operations: [], is: ANA, shows: { meta: { version: 'W/"1"' } } },
      { patch: '/Groups/{ops}', operations: [] },
    ],
    strict: [
      { patch: '/Users/{ana}', operations: [], status: 400, scimType: 'invalidSyntax' },
      { patch: '/Groups/{ops}', operations: [], status: 400, scimType: 'invalidSyntax' },
    ],
  },
  {
    name: 'a number for a text in a new user',
    tolerant: [
      {
        post: '/Users',
        body: sent({ ...KIM, externalId: 7001, displayName: 4.5 }),
        is: { ...KIM, externalId: '7001', displayName: '4.5' },
      },
    ],
    strict: [{ post: '/Users', body: sent({ ...KIM, externalId: 7001 }), status: 400, scimType: 'invalidValue' }],
  },
  {
    name: 'a primary that is none in a new user',
    tolerant: [
      {
        post: '/Users',
        body: sent({ ...KIM, emails: [{ value: 'k@corp.example', primary: '1-648-081 x2534' }] }),
        is: { ...KIM, emails: [{ value: 'k@corp.example' }] },
      },
    ],
    strict: [
      {
        post: '/Users',
        body: sent({ ...KIM, emails: [{ value: 'k', primary: 'x' }] }),
        status: 400,
        scimType: 'invalidValue',
      },
    ],
    warning: /primary/,
  },
  {
    name: 'a member that is not here',
    given: ['ana', 'bob', 'ops'],
    tolerant: [
      { patch: '/Groups/{ops}', operations: [{ op: 'add', path: 'members', value: [{ value: NOBODY }] }] },
      {
        post: '/Groups',
        body: { displayName: 'New', members: [{ value: NOBODY }, { value: '{ana}' }] },
        members: ['{ana}'],
      },
      { put: '/Groups/{ops}', body: { displayName: 'Ops', members: [{ value: NOBODY }] }, hides: ['members'] },
    ],
    strict: [
      {
        patch: '/Groups/{ops}',
        operations: [{ op: 'add', path: 'members', value: [{ value: NOBODY }] }],
        status: 400,
        scimType: 'invalidValue',
      },
      {
        post: '/Groups',
        body: { displayName: 'New', members: [{ value: NOBODY }] },
        status: 400,
        scimType: 'invalidValue',
      },
      {
        put: '/Groups/{ops}',
        body: { displayName: 'Ops', members: [{ value: NOBODY }] },
        status: 400,
        scimType: 'invalidValue',
      },
      { get: '/Groups', filter: 'displayName eq "New"', finds: [] },
    ],
  },
  {
    name: 'a member’s type that contradicts what the id is',
    given: ['ana', 'bob', 'ops', 'empty'],
    tolerant: [
      {
        patch: '/Groups/{empty}',
        operations: [{ op: 'add', path: 'members', value: [{ value: '{ops}', type: 'User' }] }],
      },
      { get: '/Groups/{empty}', shows: { members: [{ value: '{ops}', type: 'Group' }] } },
    ],
    strict: [
      {
        patch: '/Groups/{empty}',
        operations: [{ op: 'add', path: 'members', value: [{ value: '{ops}', type: 'User' }] }],
        status: 400,
        scimType: 'invalidValue',
      },
      {
        patch: '/Groups/{empty}',
        operations: [{ op: 'add', path: 'members', value: [{ value: '{ops}', type: 'group' }] }],
        status: 200,
        members: ['{ops}'],
      },
    ],
  },
  {
    name: 'the answer to the PATCH of a group',
    given: ['ana', 'bob', 'ops'],
    tolerant: [
      { patch: '/Groups/{ops}', operations: [{ op: 'replace', path: 'displayName', value: 'Ops2' }], status: 204 },
      {
        patch: '/Groups/{ops}?attributes=displayName',
        operations: [{ op: 'replace', path: 'displayName', value: 'Ops3' }],
        status: 200,
        is: { displayName: 'Ops3' },
      },
    ],
    strict: [
      {
        patch: '/Groups/{ops}',
        operations: [{ op: 'replace', path: 'displayName', value: 'Ops2' }],
        status: 200,
        shows: { displayName: 'Ops2' },
        members: ['{ana}', '{bob}'],
      },
      {
        patch: '/Groups/{ops}?excludedAttributes=members',
        operations: [{ op: 'replace', path: 'displayName', value: 'Ops3' }],
        status: 200,
        hides: ['members'],
      },
    ],
  },
])('$name', ({ name, given, tolerant, strict, warning }) => {
  it('passes on a tolerant connection', async () => {
    const client = await world.connect();
    await play(client, { name, ...(given && { given }), steps: tolerant });
    if (warning) expect(await warnings(client)).toMatch(warning);
  });

  it(
    strict.some(({ status = 200 }) => status >= 400) ? 'is refused on a strict one' : 'is its own on a strict one',
    async () => {
      const client = await world.connect({ kind: 'generic' });
      await play(client, { name, ...(given && { given }), steps: strict });
    },
  );
});

async function warnings(client: ScimClient): Promise<string> {
  const events: readonly RecordedEvent[] = await world.events(client);
  return events.flatMap((event) => event.warnings).join('\n');
}

describe('what passes without changing anything', () => {
  it.each<readonly [string, Record<string, unknown>]>([
    ['an unknown attribute', { op: 'add', path: 'nickFoo', value: 'x' }],
    ['what is read-only', { op: 'replace', path: 'groups', value: [] }],
    ['active that is unassigned', { op: 'replace', path: 'active', value: '' }],
  ])('%s leaves no event and no version', async (name, operation) => {
    const client = await world.connect();
    const before = (await world.events(client)).length;
    await play(client, {
      name,
      given: ['ana'],
      steps: [{ patch: '/Users/{ana}', operations: [operation], is: ANA, shows: { meta: { version: 'W/"1"' } } }],
    });
    expect((await world.events(client)).length).toBe(before + 1);
  });
});

describe.each([
  ['tolerant', 'entra' as const],
  ['strict', 'generic' as const],
])('on a %s connection', (_, kind) => {
  let client: ScimClient;

  beforeEach(async () => {
    client = await world.connect({ kind });
  });

  const work = ANA.emails[0];
  it.each<readonly [string, readonly Record<string, unknown>[], Record<string, unknown>]>([
    ['words for booleans', [{ op: 'replace', path: 'active', value: 'False' }], { ...ANA, active: false }],
    [
      '"True" for a text is a text',
      [{ op: 'replace', path: 'displayName', value: 'True' }],
      { ...ANA, displayName: 'True' },
    ],
    [
      'a manager as a text',
      [{ op: 'add', path: `${ENT}:manager`, value: 'no-such' }],
      { ...ANA, [ENT]: { ...ANA[ENT], manager: { value: 'no-such' } } },
    ],
    ['one value in a list', [{ op: 'replace', path: 'title', value: ['Boss'] }], BOSS],
    ['one value in an object', [{ op: 'replace', path: 'title', value: { $ref: null, value: 'Boss' } }], BOSS],
    ['one value in an object in a list', [{ op: 'replace', path: 'title', value: [{ value: 'Boss' }] }], BOSS],
    ['names of operations and attributes in any case', [{ op: 'REPLACE', path: 'TITLE', value: 'Boss' }], BOSS],
    ['a removal of nothing', [{ op: 'remove', path: 'emails[type eq "fax"]' }], ANA],
    [
      'a filtered path without a match, by add',
      [{ op: 'add', path: 'phoneNumbers[type eq "fax"].value', value: '1' }],
      { ...ANA, phoneNumbers: [{ type: 'fax', value: '1' }] },
    ],
    [
      'dotted names among values',
      [{ op: 'replace', value: { 'name.familyName': 'Vega', [`${ENT}:department`]: 'R&D' } }],
      { ...ANA, name: { ...ANA.name, familyName: 'Vega' }, [ENT]: { ...ANA[ENT], department: 'R&D' } },
    ],
    [
      'a path among values',
      [{ op: 'replace', value: { 'emails[type eq "work"].value': 'w@corp.example' } }],
      { ...ANA, emails: [{ ...work, value: 'w@corp.example' }, ANA.emails[1]] },
    ],
    [
      'an empty text for nothing',
      [{ op: 'replace', path: 'name.formatted', value: '' }],
      { ...ANA, name: { givenName: 'Ana', familyName: 'Ruiz' } },
    ],
    ['what is the service’s among values', [{ op: 'replace', value: { id: 'x', groups: [], title: 'Boss' } }], BOSS],
  ])('%s passes', async (name, operations, is) => {
    await play(client, { name, given: ['ana'], steps: [{ patch: '/Users/{ana}', operations, is }] });
  });

  it.each<readonly [string, Record<string, unknown>, string]>([
    ['a boolean for a text', { op: 'replace', path: 'title', value: true }, 'invalidValue'],
    ['an object for a text', { op: 'replace', path: 'title', value: { a: 'x' } }, 'invalidValue'],
    ['a list for a text', { op: 'replace', path: 'title', value: ['a', 'b'] }, 'invalidValue'],
    ['a filter left open', { op: 'remove', path: 'emails[type eq "work"' }, 'invalidPath'],
    ['no userName by remove', { op: 'remove', path: 'userName' }, 'mutability'],
    ['no userName by an empty value', { op: 'replace', path: 'userName', value: '' }, 'invalidValue'],
    ['yes for a boolean', { op: 'replace', path: 'active', value: 'yes' }, 'invalidValue'],
    ['1 for a boolean', { op: 'replace', path: 'active', value: '1' }, 'invalidValue'],
    [
      'a filter that is no conjunction of eq',
      { op: 'add', path: 'emails[type ne "work" and type ne "home"].value', value: 'x' },
      'noTarget',
    ],
  ])('%s is refused', async (name, operation, scimType) => {
    await play(client, {
      name,
      given: ['ana'],
      steps: [{ patch: '/Users/{ana}', operations: [operation], status: 400, scimType }],
    });
  });

  it('members are removed as they are named, and all of them by a bare remove alone', async () => {
    const patch = { patch: '/Groups/{ops}', status: kind === 'entra' ? 204 : 200 };
    const removal = (value: unknown) => ({ ...patch, operations: [{ op: 'remove', path: 'members', value }] });
    await play(client, {
      name: 'members',
      given: ['ana', 'bob', 'ops'],
      steps: [
        removal([{ value: '{ana}' }]),
        { get: '/Groups/{ops}', members: ['{bob}'] },
        removal([]),
        { get: '/Groups/{ops}', members: ['{bob}'] },
        {
          ...patch,
          operations: [{ op: 'remove', path: 'members[value eq "{bob}"' }],
          status: 400,
          scimType: 'invalidPath',
        },
        {
          ...patch,
          operations: [{ op: 'add', path: 'members[value eq "{kim}"]', value: [{ value: '{kim}' }] }],
          status: 400,
          scimType: 'noTarget',
        },
        { get: '/Groups/{ops}', members: ['{bob}'] },
        { ...patch, operations: [{ op: 'remove', path: 'members' }] },
        { get: '/Groups/{ops}', hides: ['members'] },
      ],
    });
  });

  it('a manager who is not here is kept as sent, before they come and after', async () => {
    const { body: ana } = await client.post('/Users', { ...sent(ANA), [ENT]: { manager: objectId(3) } });
    expect(ana[ENT]).toEqual({ manager: { value: objectId(3) } });
    await client.post('/Users', sent({ ...KIM, externalId: objectId(3) }));
    expect((await client.get(`/Users/${ana.id}`)).body).toEqual(ana);
    expect((await world.personOf(ana.id)).attributes).toMatchObject({ manager: { value: objectId(3) } });
  });
});
