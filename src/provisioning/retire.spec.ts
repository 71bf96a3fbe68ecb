import { describe, expect, it } from '@jest/globals';
import {
  aConnection,
  anotherConnection,
  aPerson,
  aUser,
  frozen,
  linked,
  NOW,
  outcomeOfChange,
  pushOf,
  type Outcome,
} from '../../test/support/people.js';
import type { Person } from '../directory/person.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import { deleteUser, retire } from './retire.js';

const push = frozen(pushOf(aConnection(), [aConnection(), anotherConnection()]));
const elsewhere = aUser({}, { id: 'u-okta', identityProviderId: 'okta' });

describe('DELETE of a user', () => {
  const cases: readonly {
    readonly name: string;
    readonly person?: Partial<Person>;
    readonly others?: readonly StoredUser[];
    readonly outcome: Partial<Outcome>;
  }[] = [
    {
      name: 'the person is deactivated and keeps the address',
      outcome: { status: 'deactivated', email: 'ana@corp.example' },
    },
    {
      name: 'a protected one is not, and a conflict tells it',
      person: { protected: true },
      outcome: { status: 'active', conflicts: ['protected_leaver'] },
    },
    {
      name: 'an administrator’s word stays',
      person: { deactivatedByAdministrator: true, status: 'deactivated' },
      outcome: { status: 'deactivated' },
    },
    {
      name: 'a held one is held no longer, and not let in',
      person: { held: true, status: 'held', email: null, emailKey: null },
      outcome: { status: 'deactivated', email: null },
    },
    { name: 'another connection leads from then on: active', others: [elsewhere], outcome: { status: 'active' } },
    {
      name: 'another connection leads from then on: inactive',
      others: [{ ...elsewhere, active: false }],
      outcome: { status: 'deactivated' },
    },
  ];
  it.each(cases)('$name', ({ person, others = [], outcome }) => {
    const user = aUser();
    const change = deleteUser(push, frozen(user), frozen(linked(aPerson(person), ...others, user)));
    expect(outcomeOfChange(change)).toMatchObject({ conflicts: [], ...outcome, events: ['scim_user_deleted'] });
  });

  it('keeps the resource, hidden, with its person and its memberships', () => {
    const user = aUser();
    const change = deleteUser(push, user, linked(aPerson(), user));
    expect(change.answer).toEqual({ ...user, deletedAt: NOW, version: '4', lastModified: NOW });
    expect(change.users).toEqual([{ user: change.answer, expects: '3' }]);
    expect(change.people).toEqual([{ person: aPerson({ status: 'deactivated' }), expects: '5' }]);
    expect(change.endsMembershipsOf).toEqual([]);
    expect(change.showsInGroups).toEqual(['u-ana']);
    expect(change.standOtherwise).toEqual(['u-ana']);
  });

  it('of a leaver who makes way is told for what it is', () => {
    const user = aUser({ active: false });
    const change = retire(push, user, linked(aPerson({ status: 'deactivated' }), user));
    expect(outcomeOfChange(change).events).toEqual(['scim_user_retired']);
    expect(change.people).toEqual([]);
  });
});
