import { describe, expect, it } from '@jest/globals';
import { frozen } from '../../test/support/people.js';
import type { JsonObject } from '../kernel/resource/resource.js';
import { userKeys, type UserKeys } from './user-keys.js';

describe('userKeys', () => {
  const NONE: UserKeys = { externalId: null, userNameKey: 'ana', displayNameKey: null, emailKeys: [], active: true };
  const cases: readonly (readonly [name: string, resource: JsonObject, keys: Partial<UserKeys>])[] = [
    ['a userName alone', { userName: 'ana' }, {}],
    ['the userName in any case', { userName: 'ANA' }, {}],
    ['the userName composed', { userName: 'Jose\u0301' }, { userNameKey: 'jos\u00e9' }],
    ['the externalId as it is', { userName: 'ana', externalId: 'E-1' }, { externalId: 'E-1' }],
    ['the displayName folded', { userName: 'ana', displayName: 'Ana RUIZ' }, { displayNameKey: 'ana ruiz' }],
    [
      'every address folded, whatever its type',
      { userName: 'ana', emails: [{ value: 'A@B', type: 'home' }, { type: 'work' }, { value: 'Jos\u00c9@B' }] },
      { emailKeys: ['a@b', 'jos\u00e9@b'] },
    ],
    ['inactive', { userName: 'ana', active: false }, { active: false }],
    ['active', { userName: 'ana', active: true }, {}],
  ];
  it.each(cases)('%s', (_name, resource, keys) => {
    expect(userKeys(frozen(resource))).toEqual({ ...NONE, ...keys });
  });
});
