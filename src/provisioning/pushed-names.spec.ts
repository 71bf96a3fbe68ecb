import { describe, expect, it } from '@jest/globals';
import {
  aConnection,
  ANA,
  ANAS_KEY,
  anotherConnection,
  aPerson,
  aUser,
  BENS_KEY,
  frozen,
  linked,
  pushOf,
  received,
} from '../../test/support/people.js';
import type { Person } from '../directory/person.js';
import type { JsonObject } from '../kernel/resource/resource.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import type { Names } from './facts.repository.js';
import { createNames, updateNames } from './pushed-names.js';

const work = (value: string): JsonObject => ({ emails: [{ type: 'work', value }] });

describe('the names that a POST brings', () => {
  const cases: readonly (readonly [name: string, body: JsonObject, names: Names])[] = [
    [
      'all three',
      { ...ANA, userName: 'ANA' },
      { userNameKey: 'ana', externalId: ANAS_KEY, emailKey: 'ana@corp.example' },
    ],
    ['a userName that is an address', { userName: 'A@b' }, { userNameKey: 'a@b', externalId: null, emailKey: 'a@b' }],
    ['a userName alone', { userName: 'ana' }, { userNameKey: 'ana', externalId: null, emailKey: null }],
  ];
  it.each(cases)('%s', (_name, body, names) => {
    expect(createNames(frozen(received(body)))).toEqual(names);
  });
});

describe('the names that a PUT or PATCH brings anew', () => {
  const own = { userNameKey: 'ana@corp.example', externalId: ANAS_KEY, emailKey: null, userId: 'u-ana' };
  const cases: readonly {
    readonly name: string;
    readonly next: JsonObject;
    readonly person?: Partial<Person>;
    readonly others?: readonly StoredUser[];
    readonly names: Names | undefined;
  }[] = [
    { name: 'none: nobody else is concerned', next: { title: 'Boss' }, names: undefined },
    { name: 'case alone', next: { userName: 'ANA@corp.example' }, names: undefined },
    { name: 'the case of the address', next: work('ANA@corp.example'), names: undefined },
    { name: 'a new userName', next: { userName: 'ana' }, names: { ...own, userNameKey: 'ana' } },
    { name: 'a key that goes', next: { externalId: '' }, names: { ...own, externalId: null } },
    { name: 'a new address', next: work('new@corp.example'), names: { ...own, emailKey: 'new@corp.example' } },
    {
      name: 'a hand-over claims the leaver’s address anew',
      next: { externalId: BENS_KEY },
      names: { ...own, externalId: BENS_KEY, emailKey: 'ana@corp.example' },
    },
    {
      name: 'an address that was refused is claimed again with every change',
      next: { title: 'Boss' },
      person: { email: null, emailKey: null, held: true },
      names: { ...own, emailKey: 'ana@corp.example' },
    },
    {
      name: 'no address for a protected person',
      next: work('new@corp.example'),
      person: { protected: true },
      names: undefined,
    },
    {
      name: 'no address where another connection leads',
      next: work('new@corp.example'),
      others: [aUser({}, { id: 'u-okta', identityProviderId: 'okta' })],
      names: undefined,
    },
  ];
  it.each(cases)('$name', ({ next, person, others = [], names }) => {
    const leads = anotherConnection({ position: 0 });
    const push = pushOf(aConnection(), others.length > 0 ? [leads, aConnection()] : [aConnection()]);
    const current = { user: aUser(), person: linked(aPerson(person), ...others, aUser()) };
    const { resource } = received({ ...ANA, ...next });
    expect(updateNames(frozen(push), frozen(current), frozen({ resource, warnings: [] }))).toEqual(names);
  });
});
