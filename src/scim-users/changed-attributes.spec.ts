import { describe, expect, it } from '@jest/globals';
import { frozen } from '../../test/support/people.js';
import type { JsonObject } from '../kernel/resource/resource.js';
import { changedAttributes } from './changed-attributes.js';

describe('changedAttributes', () => {
  const ENT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  const cases: readonly (readonly [name: string, before: JsonObject, after: JsonObject, names: readonly string[]])[] = [
    ['nothing', { userName: 'ana', emails: [{ value: 'a@b' }] }, { emails: [{ value: 'a@b' }], userName: 'ana' }, []],
    ['a value', { title: 'Boss' }, { title: 'Chief' }, ['title']],
    ['case alone', { userName: 'ana' }, { userName: 'Ana' }, ['userName']],
    ['what comes and what goes', { title: 'Boss' }, { nickName: 'A' }, ['title', 'nickName']],
    ['a part of a whole', { name: { givenName: 'A' } }, { name: { givenName: 'B' } }, ['name']],
    [
      'the order of elements',
      { emails: [{ value: 'a@b' }, { value: 'c@d' }] },
      { emails: [{ value: 'c@d' }, { value: 'a@b' }] },
      ['emails'],
    ],
    ['the list of schemas is nobody’s change', { schemas: ['a'] }, { schemas: ['a', 'b'] }, []],
    [
      'an extension’s attributes, with its URN in front',
      { [ENT]: { department: 'R&D', division: 'X' } },
      { [ENT]: { department: 'Ops', division: 'X', costCenter: '7' } },
      [`${ENT}:department`, `${ENT}:costCenter`],
    ],
    ['an extension that goes', { [ENT]: { department: 'R&D' } }, {}, [`${ENT}:department`]],
    ['false is not nothing', {}, { active: false }, ['active']],
  ];
  it.each(cases)('%s', (_name, before, after, names) => {
    expect(changedAttributes(frozen(before), frozen(after))).toEqual(names);
  });
});
