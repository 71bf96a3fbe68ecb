import { describe, expect, it } from '@jest/globals';
import { defineAttribute } from '../schema/define-attribute.js';
import { USER_RESOURCE_TYPE, withExtensions } from '../schema/resource-types.js';
import { checkImmutable } from './check-immutable.js';
import type { JsonObject } from './resource.js';

const CUS = 'urn:ietf:params:scim:schemas:extension:acme:2.0:User';

const TYPE = withExtensions(USER_RESOURCE_TYPE, [
  {
    id: CUS,
    name: 'Acme',
    description: 'A tenant’s own extension.',
    attributes: [
      defineAttribute('badge', 'Badge.'),
      defineAttribute('serial', 'Serial.', { mutability: 'immutable' }),
      defineAttribute('desk', 'Desk.', {
        type: 'complex',
        subAttributes: [defineAttribute('floor', 'Floor.', { mutability: 'immutable' })],
      }),
    ],
  },
]);

describe('PUT over an immutable attribute', () => {
  it.each<[name: string, before: JsonObject, after: JsonObject]>([
    ['that had no value', {}, { [CUS]: { serial: '1' } }],
    ['with the same value', { [CUS]: { serial: '1', badge: 'a' } }, { [CUS]: { serial: '1', badge: 'b' } }],
    ['with the same part', { [CUS]: { desk: { floor: '1' } } }, { [CUS]: { desk: { floor: '1' } } }],
  ])('is accepted %s', (_, before, after) => {
    expect(() => checkImmutable(TYPE, before, after)).not.toThrow();
  });

  it.each<[name: string, before: JsonObject, after: JsonObject]>([
    ['with another value', { [CUS]: { serial: '1' } }, { [CUS]: { serial: '2' } }],
    ['without it', { [CUS]: { serial: '1' } }, { [CUS]: { badge: 'b' } }],
    ['without its extension', { [CUS]: { serial: '1' } }, {}],
    ['with another part', { [CUS]: { desk: { floor: '1' } } }, { [CUS]: { desk: { floor: '2' } } }],
    ['without its part', { [CUS]: { desk: { floor: '1' } } }, {}],
  ])('is refused %s', (_, before, after) => {
    expect(() => checkImmutable(TYPE, before, after)).toThrow(expect.objectContaining({ scimType: 'mutability' }));
  });
});
