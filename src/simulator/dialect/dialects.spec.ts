import { describe, expect, it } from '@jest/globals';
import type { Person } from '../directory/directory.js';
import type { JsonObject } from '../scim/json.js';
import { ENTERPRISE } from '../scim/schemas.js';
import { ENTRA, ENTRA_FLAGGED } from './entra.js';
import { differences, profileOf } from './mapping.js';
import { OKTA } from './okta.js';

const ANA: Person = {
  objectId: '6f2b0a3e-8f1d-4c57-9f0c-2d1d2b7f6a11',
  userName: "ana.o'neil@corp.example",
  givenName: 'Ana',
  familyName: "O'Neil",
  title: 'Lead',
  department: 'Sales',
  employeeNumber: '7001',
  mobile: '+1 (555) 010-0100',
  streetAddress: '1 Mill Lane',
  locality: 'Leeds',
  enabled: true,
};

const STORED = { ...profileOf(ANA), id: 'u1', externalId: ANA.objectId, active: true };
const LEFT: Person = { ...ANA, enabled: false, title: 'Advisor', mobile: '+1 (555) 010-0199', department: 'Legal' };
const GROUP = { objectId: 'g', displayName: 'Sales – VPN', members: [] };

function operationsOf(requests: readonly { readonly body?: JsonObject }[]): unknown {
  return requests[0]?.body?.Operations;
}

describe('what differs', () => {
  it('is nothing where the service returns what was sent', () => {
    expect(differences(ANA, ANA.objectId, STORED)).toEqual([]);
  });

  it.each([
    ['userName', { userName: ANA.userName.toUpperCase() }],
    ['emails[type eq "work"].value', { emails: [{ type: 'home', value: ANA.userName }] }],
    ['active', { active: 'True' }],
    ['name.givenName', { name: { familyName: "O'Neil" } }],
    [`${ENTERPRISE}:department`, { [ENTERPRISE]: { employeeNumber: '7001' } }],
    ['externalId', { externalId: ANA.objectId.toUpperCase() }],
  ])('is %s where it comes back as another value', (path, altered) => {
    const found = differences(ANA, ANA.objectId, { ...STORED, ...altered });
    expect(found.map(({ attribute }) => attribute.path)).toEqual([path]);
  });
});

describe('Entra without the flag', () => {
  it('sends an operation a path, capitalised, and booleans as text', () => {
    expect(operationsOf(ENTRA.updateUser(LEFT, { ...STORED, title: undefined }))).toEqual([
      { op: 'Replace', path: 'active', value: 'False' },
      { op: 'Add', path: 'title', value: 'Advisor' },
      { op: 'Replace', path: 'phoneNumbers[type eq "mobile"].value', value: '+1 (555) 010-0199' },
      { op: 'Replace', path: `${ENTERPRISE}:department`, value: 'Legal' },
    ]);
  });

  it('sends nothing where nothing differs', () => {
    expect(ENTRA.updateUser(ANA, STORED)).toEqual([]);
    expect(ENTRA.changeMembers('g1', GROUP, { joining: [], leaving: [] })).toEqual([]);
  });

  it('lists the members to remove as a value, in a PATCH of their own', () => {
    const requests = ENTRA.changeMembers('g1', GROUP, { joining: ['u1'], leaving: ['u2', 'u3'] });
    expect(requests.map(({ body }) => body?.Operations)).toEqual([
      [{ op: 'Add', path: 'members', value: [{ $ref: null, value: 'u1' }] }],
      [{ op: 'Remove', path: 'members', value: [{ value: 'u2' }, { value: 'u3' }] }],
    ]);
  });

  it('encodes a filter as a form', () => {
    expect(ENTRA.findUser(ANA)[0]?.query).toBe('filter=userName+eq+%22ana.o%27neil%40corp.example%22');
    expect(ENTRA.findGroup({ ...GROUP, displayName: 'A & B' })[0]?.query).toBe(
      'excludedAttributes=members&filter=displayName+eq+%22A+%26+B%22',
    );
  });

  it('sends the manager as an id, and not again where it is there', () => {
    const path = `${ENTERPRISE}:manager`;
    expect(operationsOf(ENTRA.updateManager('u1', 'u9', STORED))).toEqual([{ op: 'Add', path, value: 'u9' }]);
    const managed = { ...STORED, [ENTERPRISE]: { manager: { value: 'u9' } } };
    expect(ENTRA.updateManager('u1', 'u9', managed)).toEqual([]);
  });
});

describe('Entra with the flag', () => {
  it('sends one operation without a path for all that has no filter, in lower case, with real booleans', () => {
    expect(operationsOf(ENTRA_FLAGGED.updateUser(LEFT, STORED))).toEqual([
      { op: 'replace', path: 'phoneNumbers[type eq "mobile"].value', value: '+1 (555) 010-0199' },
      { op: 'replace', value: { active: false, title: 'Advisor', [`${ENTERPRISE}:department`]: 'Legal' } },
    ]);
  });

  it('removes each member by a filter', () => {
    expect(operationsOf(ENTRA_FLAGGED.changeMembers('g1', GROUP, { joining: [], leaving: ['u2', 'u3'] }))).toEqual([
      { op: 'remove', path: 'members[value eq "u2"]' },
      { op: 'remove', path: 'members[value eq "u3"]' },
    ]);
  });
});

describe('Okta', () => {
  const externalId = '00u6f2b0a3e8f1d4c579';
  const stored = { ...STORED, externalId };

  it('sends the profile with PUT over what it read, and the activity with PATCH', () => {
    const [put, patch] = OKTA.updateUser(LEFT, { ...stored, meta: { version: 'W/"1"' } });
    expect(put).toMatchObject({ method: 'PUT', path: '/Users/u1', body: { id: 'u1', title: 'Advisor', active: true } });
    expect(put?.body?.meta).toEqual({ version: 'W/"1"' });
    expect(patch?.body?.Operations).toEqual([{ op: 'replace', value: { active: false } }]);
  });

  it('sends no PUT where only the activity differs', () => {
    expect(OKTA.updateUser({ ...ANA, enabled: false }, stored).map(({ method }) => method)).toEqual(['PATCH']);
  });

  it('names the group along with its members, and its id within the value', () => {
    expect(operationsOf(OKTA.changeMembers('g1', GROUP, { joining: ['u1'], leaving: ['u2'] }))).toEqual([
      { op: 'replace', value: { id: 'g1', displayName: 'Sales – VPN' } },
      { op: 'remove', path: 'members[value eq "u2"]' },
      { op: 'add', path: 'members', value: [{ value: 'u1' }] },
    ]);
  });

  it('encodes a space as %20', () => {
    expect(OKTA.findUser(ANA)[0]?.query).toMatch(/^filter=userName%20eq%20%22/);
  });
});
