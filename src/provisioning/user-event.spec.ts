import { describe, expect, it } from '@jest/globals';
import { ANAS_KEY, aUser, frozen } from '../../test/support/people.js';
import { takenName } from './taken-name.js';
import { userEvent } from './user-event.js';

describe('userEvent', () => {
  const before = frozen(aUser());
  const after = frozen(aUser({ userName: 'ana.ruiz@corp.example', active: false, title: 'secret' }));

  it('names the user, their person and their key', () => {
    expect(userEvent('scim_user_deleted', before)).toEqual({
      type: 'scim_user_deleted',
      identityProviderId: 'entra',
      target: {
        kind: 'scim_user',
        id: 'u-ana',
        directoryUserId: 'p-ana',
        externalId: ANAS_KEY,
        name: 'ana@corp.example',
      },
    });
  });

  it('leaves out a key that is not there', () => {
    expect(userEvent('scim_user_deleted', aUser({ externalId: null })).target).not.toHaveProperty('externalId');
  });

  const told = [
    { name: 'what it names', changes: ['active'], before: { active: true }, after: { active: false } },
    {
      name: 'of several what differs',
      changes: ['userName', 'active', 'externalId', 'title'],
      before: { userName: 'ana@corp.example', active: true },
      after: { userName: 'ana.ruiz@corp.example', active: false },
    },
    { name: 'never another value', changes: ['title'], before: undefined, after: undefined },
    { name: 'nothing where it names nothing', changes: undefined, before: undefined, after: undefined },
  ];
  it.each(told)('tells before and after: $name', ({ changes, before: old, after: now }) => {
    const event = userEvent('scim_user_updated', after, { changes, before });
    expect([event.before, event.after]).toEqual([old, now]);
  });

  it('tells an email that goes', () => {
    const event = userEvent('scim_user_updated', after, { changes: ['email'], before, email: ['a@b', null] });
    expect(event).toMatchObject({ before: { email: 'a@b' }, after: { email: undefined } });
  });

  it('names a change once that is received and canonical', () => {
    const { changes } = userEvent('scim_user_updated', after, { changes: ['displayName', 'title', 'displayName'] });
    expect(changes).toEqual(['displayName', 'title']);
  });
});

describe('takenName', () => {
  it.each([
    ['user', 'userName', 'ana', 'userName "ana" is taken by another user of this identity provider.'],
    ['group', 'displayName', undefined, 'displayName is taken by another group of this identity provider.'],
  ] as const)('of a %s', (kind, attribute, value, message) => {
    expect(takenName(kind, attribute, value)).toMatchObject({ status: 409, scimType: 'uniqueness', message });
  });
});
