import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ANA, BOB, type Name, sent } from '../support/cast.js';
import { RawConnection } from '../support/raw-request.js';
import { play, type Scenario } from '../support/scenario.js';
import { ENT, GROUP, PATCH, type ScimClient, USER, World } from '../support/scim-client.js';

/** Other clients, by number: what each sends as no other does. Each on a connection of its kind, strict where that is the default. */

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterAll(() => world.close());

/** `generic` is strict unless the administrator says otherwise. */
function scenarios(given: readonly Name[], list: readonly Scenario[], settings: { strict?: boolean } = {}): void {
  it.each(list)('$name', async (scenario) => {
    await play(await world.connect({ kind: 'generic', ...settings }), { given, ...scenario });
  });
}

describe('OneLogin', () => {
  scenarios(
    ['ana'],
    [
      {
        name: 'X-01: joins addresses by hand, and names schemas of before there was an RFC',
        steps: [
          { get: '/Users?filter=userName+eq+%22ana@corp.example%22&', finds: ['{ana}'], headers: { 'user-agent': '' } },
          {
            put: '/Users/{ana}?',
            body: {
              ...ANA,
              schemas: ['urn:scim:schemas:core:2.0', 'urn:scim:schemas:extension:enterprise:2.0'],
              title: 'Boss',
            },
            is: { ...ANA, title: 'Boss' },
            shows: { schemas: [USER, ENT] },
          },
          { get: '/Users', filter: 'emails.value eq "ana@corp.example"', finds: ['{ana}'] },
          {
            put: '/Users/{ana}',
            body: {
              ...BOB,
              schemas: ['urn:scim:schemas:core:2.0'],
              'urn:scim:schemas:extension:enterprise:2.0': { department: 'X' },
            },
            is: { ...BOB, [ENT]: { department: 'X' } },
          },
        ],
      },
      {
        name: 'X-01: deprovisions as it is told to: by PATCH, by PUT or by DELETE',
        steps: [
          {
            patch: '/Users/{ana}',
            operations: [{ op: 'replace', path: 'active', value: false }],
            is: { ...ANA, active: false },
          },
          { put: '/Users/{ana}', body: sent(ANA), is: ANA },
          { put: '/Users/{ana}', body: sent({ ...ANA, active: false }), is: { ...ANA, active: false } },
          { delete: '/Users/{ana}' },
        ],
      },
    ],
  );
});

describe('JumpCloud', () => {
  scenarios(
    ['ana', 'bob', 'kim', 'ops'],
    [
      {
        name: 'X-02: adds the same member again and again, and sees them',
        steps: [1, 2, 3].map(() => ({
          patch: '/Groups/{ops}',
          operations: [{ op: 'add', path: 'members', value: [{ value: '{kim}' }] }],
          status: 200,
          members: ['{ana}', '{bob}', '{kim}'],
          shows: { meta: { version: 'W/"2"' } },
        })),
      },
    ],
  );
});

describe('JumpCloud', () => {
  scenarios(
    ['ana', 'bob', 'kim', 'ops'],
    [
      {
        name: 'X-02: updates people and groups by PUT, and is shown who is in them',
        steps: [
          { put: '/Users/{bob}', body: sent({ ...BOB, title: 'Boss' }), is: { ...BOB, title: 'Boss' } },
          { put: '/Users/{bob}', body: sent({ ...BOB, userName: ANA.userName }), status: 409, scimType: 'uniqueness' },
          {
            put: '/Groups/{ops}',
            body: { schemas: [GROUP], displayName: 'Ops', members: [{ value: '{kim}' }, { value: '{bob}' }] },
            members: ['{bob}', '{kim}'],
          },
        ],
      },
    ],
  );
});

describe('Google Workspace', () => {
  scenarios(
    ['ana', 'old'],
    [
      {
        name: 'X-03: mixes URNs of two versions, and lists everybody',
        steps: [
          { post: '/Users', body: { ...BOB, schemas: ['urn:scim:schemas:core:1.0', USER] }, is: BOB, keep: 'bob' },
          { get: '/Users', finds: ['{ana}', '{old}', '{bob}'] },
          { get: '/Users?filter=userName%20eq%20%22bob%40corp.example%22&startIndex=1', finds: ['{bob}'] },
        ],
      },
    ],
  );
});

describe('Ping', () => {
  scenarios(
    ['ana', 'bob', 'old', 'ops', 'empty'],
    [
      {
        name: 'X-04: creates people who are inactive, updates by PUT alone, finds groups by listing them',
        steps: [
          {
            post: '/Users',
            body: { schemas: [USER], userName: 'new', active: false },
            shows: { active: false },
            keep: 'new',
          },
          { put: '/Users/{new}', body: { schemas: [USER], userName: 'new', active: true }, shows: { active: true } },
          { get: '/Users?startIndex=1&count=2', finds: ['{ana}', '{bob}'], shows: { totalResults: 4 } },
          { get: '/Users?startIndex=3&count=2', finds: ['{old}', '{new}'], shows: { totalResults: 4 } },
          { get: '/Groups', finds: ['{ops}', '{empty}'] },
        ],
      },
    ],
  );
});

describe('SailPoint', () => {
  scenarios(
    ['ana', 'ops'],
    [
      {
        name: 'X-05: reads what there is before anything else, one thing at a time',
        steps: [
          { get: '/ServiceProviderConfig', shows: { patch: { supported: true }, filter: { supported: true } } },
          { get: '/ResourceTypes', shows: { totalResults: 2 } },
          { get: '/ResourceTypes/User', shows: { id: 'User', schema: USER } },
          { get: '/Schemas', shows: { totalResults: 3 } },
          { get: `/Schemas/${USER}`, shows: { id: USER, name: 'User' } },
          { get: '/Users?startIndex=1&count=100', finds: ['{ana}'] },
        ],
      },
    ],
  );

  it('X-05: pushes one membership a request, all at once, and loses none', async () => {
    const client = await world.connect({ kind: 'generic' });
    const people = await everybody(client, 40);
    const { body: group } = await client.post('/Groups', { displayName: 'Ops' });
    const answers = await Promise.all(
      people.map((value) => client.patch(`/Groups/${group.id}`, [{ op: 'add', path: 'members', value: [{ value }] }])),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(await membersOf(client, group.id)).toEqual(people.toSorted());
  });
});

describe('authentik', () => {
  it('X-06: finds every member of ServiceProviderConfig that it parses, whatever is supported', async () => {
    const { body } = await (await world.connect({ kind: 'generic' })).get('/ServiceProviderConfig');
    for (const [feature, member, type] of [
      ['bulk', 'supported', 'boolean'],
      ['bulk', 'maxOperations', 'number'],
      ['bulk', 'maxPayloadSize', 'number'],
      ['filter', 'maxResults', 'number'],
      ['changePassword', 'supported', 'boolean'],
      ['sort', 'supported', 'boolean'],
      ['etag', 'supported', 'boolean'],
    ])
      expect([feature, member, typeof body[feature as string][member as string]]).toEqual([feature, member, type]);
  });

  scenarios(
    ['ana', 'bob', 'ops'],
    [
      {
        name: 'X-06: adopts who is there already, and makes anew who is gone',
        steps: [
          { post: '/Users', body: sent(ANA), status: 409, scimType: 'uniqueness' },
          { get: '/Users', filter: 'userName eq "ana@corp.example"', finds: ['{ana}'] },
          { put: '/Users/{ana}', body: sent({ ...ANA, title: 'Boss' }), shows: { title: 'Boss' } },
          { delete: '/Users/{ana}' },
          { put: '/Users/{ana}', body: sent(ANA), status: 404 },
          { post: '/Users', body: sent(ANA), is: ANA },
          { get: '/Users?count=500', shows: { totalResults: 2 } },
        ],
      },
      {
        name: 'X-06: renames a group with its id and key in the same object',
        steps: [
          {
            patch: '/Groups/{ops}',
            operations: [{ op: 'replace', value: { id: '{ops}', externalId: 'g-ops', displayName: 'Ops2' } }],
            status: 200,
            shows: { displayName: 'Ops2', externalId: 'g-ops' },
            members: ['{ana}', '{bob}'],
          },
        ],
      },
    ],
  );
  scenarios(
    ['ana'],
    [
      {
        name: 'X-06: asked without quotation marks in older versions',
        steps: [{ get: '/Users', filter: 'userName eq ana@corp.example', finds: ['{ana}'] }],
      },
    ],
    { strict: false },
  );
});

describe('Keycloak’s plug-ins', () => {
  it('X-07: send the whole list for one change', async () => {
    const client = await world.connect({ kind: 'generic' });
    const people = await everybody(client, 211);
    const { body: group } = await client.post('/Groups', {
      displayName: 'Ops',
      members: people.slice(1).map((value) => ({ value })),
    });
    const value = people.slice(0, 210).map((id) => ({ value: id, display: id }));
    expect((await client.patch(`/Groups/${group.id}`, [{ op: 'replace', path: 'members', value }])).status).toBe(200);
    expect(await membersOf(client, group.id)).toEqual(people.slice(0, 210).toSorted());
    const { body } = await world.admin.get(`/tenants/${client.tenantId}/audit-events?targetId=${group.id}&limit=200`);
    const types: string[] = body.items.map(({ type }: { type: string }) => type);
    expect(types.filter((type) => type === 'scim_group_member_removed')).toHaveLength(1);
    expect(
      (await client.patch(`/Groups/${group.id}`, [{ op: 'replace', path: 'members', value }])).body.meta.version,
    ).toBe('W/"2"');
  });
});

describe('clients of other receivers', () => {
  it('X-09: push members a hundred at a time', async () => {
    const client = await world.connect({ kind: 'generic' });
    const people = await everybody(client, 250);
    const { body: group } = await client.post('/Groups', { displayName: 'Ops' });
    for (const from of [0, 100, 200]) {
      const value = people.slice(from, from + 100).map((id) => ({ value: id }));
      expect((await client.patch(`/Groups/${group.id}`, [{ op: 'add', path: 'members', value }])).status).toBe(200);
    }
    expect(await membersOf(client, group.id)).toEqual(people.toSorted());
  });

  scenarios(
    ['ana', 'bob', 'kim', 'ops'],
    [
      {
        name: 'X-08: say everything with its URN, or nothing but what the RFC asks for',
        steps: [
          { post: '/Users', body: { schemas: [USER], userName: 'least' }, shows: { active: true }, keep: 'least' },
          { post: '/Users', body: { schemas: [USER] }, status: 400, scimType: 'invalidValue' },
          {
            patch: '/Users/{least}',
            operations: [
              { op: 'add', path: `${USER}:name.familyName`, value: 'Least' },
              { op: 'add', path: `${ENT}:department`, value: 'X' },
            ],
            shows: { name: { familyName: 'Least' }, [ENT]: { department: 'X' } },
          },
          {
            get: '/Users',
            filter: `${USER}:name.familyName eq "least" and ${ENT}:department eq "x"`,
            finds: ['{least}'],
          },
        ],
      },
      {
        name: 'X-10: do everything without a PUT',
        steps: [
          {
            patch: '/Users/{ana}',
            operations: [{ op: 'replace', value: { title: 'Boss', active: false } }],
            is: { ...ANA, title: 'Boss', active: false },
          },
          {
            patch: '/Groups/{ops}',
            operations: [{ op: 'replace', value: { displayName: 'O', members: [{ value: '{kim}' }] } }],
            status: 200,
            members: ['{kim}'],
          },
          {
            patch: '/Users/{ana}',
            operations: [{ op: 'replace', path: 'userName', value: null }],
            status: 400,
            scimType: 'invalidValue',
          },
          { delete: '/Users/{ana}' },
        ],
      },
      {
        name: 'X-14: are told the truth of what hardly anybody asks for',
        steps: [
          {
            get: '/ServiceProviderConfig',
            shows: { bulk: { supported: true }, pagination: { cursor: true, index: true } },
          },
          { post: '/Bulk', body: { Operations: [] }, status: 200, shows: { Operations: [] } },
          { post: '/Users/.search', body: { filter: 'title pr' }, status: 200, finds: ['{ana}'] },
          { post: '/Users/.search', body: { filter: 'title' }, status: 400, scimType: 'invalidFilter' },
          { get: '/Me', status: 501 },
        ],
      },
    ],
  );
});

describe('scripts', () => {
  scenarios(
    ['ana', 'bob', 'kim', 'ops'],
    [
      {
        name: 'X-11: write the envelope in lower case, name no schemas, and add without a path',
        steps: [
          {
            patch: '/Groups/{ops}',
            body: { schemas: [], operations: [{ op: 'add', value: { members: [{ value: '{kim}' }] } }] },
            status: 200,
            members: ['{ana}', '{bob}', '{kim}'],
          },
          { post: '/Users', body: { schemas: [], userName: 'x' }, shows: { schemas: [USER] } },
        ],
      },
      {
        name: 'X-12: list once more within the value whom they remove',
        steps: [
          {
            patch: '/Groups/{ops}',
            operations: [{ op: 'remove', path: 'members', value: { members: [{ value: '{ana}' }] } }],
            status: 200,
            members: ['{bob}'],
          },
        ],
      },
    ],
  );
});

describe('clients that only PUT', () => {
  scenarios(
    ['ana', 'bob', 'old', 'ops'],
    [
      {
        name: 'X-13: leave out active, which stays as it is',
        steps: [
          { put: '/Users/{old}', body: { schemas: [USER], userName: 'old@corp.example' }, shows: { active: false } },
          { put: '/Users/{ana}', body: { schemas: [USER], userName: 'ana@corp.example' }, shows: { active: true } },
        ],
      },
      {
        name: 'X-13: leave out the members of a group without any, and it has none',
        steps: [
          {
            put: '/Groups/{ops}',
            body: { schemas: [GROUP], displayName: 'Ops', externalId: 'g-ops' },
            hides: ['members'],
          },
          {
            put: '/Groups/{ops}',
            body: { schemas: [GROUP], displayName: 'Ops', members: [{ value: '{ana}' }] },
            members: ['{ana}'],
          },
          { put: '/Groups/{ops}', body: { schemas: [GROUP], displayName: 'Ops', members: [] }, hides: ['members'] },
        ],
      },
    ],
  );
});

describe('a client without any manners', () => {
  it('sends no headers but its token, and another media type for every request', async () => {
    const client = await world.connect({ kind: 'generic' });
    const wire = new RawConnection(client.url);
    const headers = { authorization: `bEaReR   ${client.token}` };
    const { body: made } = await wire.send('/Users', { method: 'POST', headers, body: JSON.stringify(sent(BOB)) });
    const patch = JSON.stringify({ schemas: [PATCH], Operations: [{ op: 'replace', path: 'title', value: 'x' }] });
    const changed = await wire.send(`/Users/${made.id}/`, {
      method: 'PATCH',
      headers: { ...headers, 'content-type': 'application/json-patch+json', accept: 'text/xml' },
      body: patch,
    });
    expect(changed).toMatchObject({ status: 200, body: { id: made.id, title: 'x' } });
    wire.close();
  });
});

async function everybody(client: ScimClient, count: number): Promise<readonly string[]> {
  const names = Array.from({ length: count }, (_, n) => `person${n}@corp.example`);
  return Promise.all(
    names.map(async (userName) => (await client.post('/Users', { schemas: [USER], userName })).body.id),
  );
}

async function membersOf(client: ScimClient, id: string): Promise<readonly string[]> {
  const { body } = await client.get(`/Groups/${id}`);
  return body.members.map(({ value }: { value: string }) => value).toSorted();
}
