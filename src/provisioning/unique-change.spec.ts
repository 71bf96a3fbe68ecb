import { describe, expect, it } from '@jest/globals';
import { aUser, NOW } from '../../test/support/people.js';
import { defineAttribute } from '../kernel/schema/define-attribute.js';
import { USER_RESOURCE_TYPE, withExtensions } from '../kernel/schema/resource-types.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import { uniqueChange } from './unique-change.js';

const ACME = 'urn:acme:User';

const TYPE = withExtensions(USER_RESOURCE_TYPE, [
  {
    id: ACME,
    name: 'Acme',
    description: '',
    attributes: [defineAttribute('badge', 'Badge.', { uniqueness: 'server' }), defineAttribute('level', 'Level.')],
  },
]);

const withValues = (values: Record<string, string>, row: Partial<StoredUser> = {}): StoredUser => {
  const user = aUser({}, row);
  return { ...user, resource: { ...user.resource, [ACME]: values } };
};
const gone = { deletedAt: NOW };

describe('what a user alone has after a change', () => {
  it.each<[name: string, before: StoredUser | undefined, after: StoredUser, unique: readonly string[] | undefined]>([
    ['a newcomer brings it', undefined, withValues({ badge: '1' }), ['1']],
    ['a newcomer without it', undefined, aUser(), undefined],
    ['another value', withValues({ badge: '1' }), withValues({ badge: '2' }), ['2']],
    ['no value any more', withValues({ badge: '1' }), withValues({ level: '2' }), []],
    ['the same value', withValues({ badge: '1' }), withValues({ badge: '1', level: '2' }), undefined],
    ['a user who is deleted gives it up', withValues({ badge: '1' }), withValues({ badge: '1' }, gone), []],
    ['a user who comes back asks for it', withValues({ badge: '1' }, gone), withValues({ badge: '1' }), ['1']],
    ['a deleted user has none to give up', aUser(), aUser({}, gone), undefined],
  ])('%s', (_, before, after, unique) => {
    const expected = unique?.map((value) => ({ attribute: `${ACME}:badge`, value, caseExact: false }));
    expect(uniqueChange(TYPE, before, after).unique).toEqual(expected);
  });
});
