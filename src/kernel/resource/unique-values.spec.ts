import { describe, expect, it } from '@jest/globals';
import { defineAttribute } from '../schema/define-attribute.js';
import { USER_RESOURCE_TYPE, withExtensions } from '../schema/resource-types.js';
import type { JsonObject } from './resource.js';
import { hasUnique, uniqueValues } from './unique-values.js';

const CUS = 'urn:acme:scim:2.0:User';

const TYPE = withExtensions(USER_RESOURCE_TYPE, [
  {
    id: CUS,
    name: 'Acme',
    description: '',
    attributes: [
      defineAttribute('badge', 'Badge.', { uniqueness: 'server', caseExact: true }),
      defineAttribute('keys', 'Keys.', { uniqueness: 'global', multiValued: true }),
      defineAttribute('level', 'Level.', { type: 'integer' }),
      defineAttribute('cards', 'Cards.', {
        type: 'complex',
        multiValued: true,
        subAttributes: [
          defineAttribute('number', 'Number.', { type: 'integer', uniqueness: 'server' }),
          defineAttribute('label', 'Label.'),
        ],
      }),
    ],
  },
]);

describe('what a resource has alone', () => {
  it.each<[name: string, values: JsonObject, unique: readonly [attribute: string, value: unknown, exact: boolean][]]>([
    ['a value', { badge: 'B' }, [['badge', 'B', true]]],
    [
      'each of several values',
      { keys: ['a', 'b'] },
      [
        ['keys', 'a', false],
        ['keys', 'b', false],
      ],
    ],
    [
      'a part of each of several values',
      { cards: [{ number: 1, label: 'x' }, { label: 'y' }, { number: 0 }] },
      [
        ['cards.number', 1, false],
        ['cards.number', 0, false],
      ],
    ],
    ['nothing of what need not be unique', { level: 3 }, []],
  ])('%s', (_, values, unique) => {
    const expected = unique.map(([name, value, caseExact]) => ({ attribute: `${CUS}:${name}`, value, caseExact }));
    expect(uniqueValues(TYPE, { userName: 'ana', [CUS]: values })).toEqual(expected);
  });

  it('is nothing without the extension, and nothing of the standard schemas', () => {
    expect(uniqueValues(TYPE, { userName: 'ana', externalId: '1' })).toEqual([]);
    expect([hasUnique(TYPE), hasUnique(USER_RESOURCE_TYPE)]).toEqual([true, false]);
  });
});
