import { describe, expect, it } from '@jest/globals';
import { ANA, ANAS_KEY, frozen } from '../../test/support/people.js';
import { parseResource } from '../kernel/resource/parse-resource.js';
import type { JsonObject } from '../kernel/resource/resource.js';
import { TOLERANT } from '../kernel/resource/tolerance.js';
import { GROUP_RESOURCE_TYPE, USER_RESOURCE_TYPE } from '../kernel/schema/resource-types.js';
import { replacedResource } from './replaced-resource.js';

describe('PUT', () => {
  const before: JsonObject = { ...ANA, active: false, title: 'Boss' };
  const bare = { schemas: ANA['schemas']!, userName: 'ana@corp.example' };
  const cases: readonly (readonly [name: string, put: JsonObject, after: JsonObject])[] = [
    [
      'clears what is left out, but keeps active and externalId',
      bare,
      { ...bare, active: false, externalId: ANAS_KEY },
    ],
    ['sets what it says', { ...bare, active: true, externalId: 'x' }, { ...bare, active: true, externalId: 'x' }],
    ['unassigns an externalId by an explicit null', { ...bare, externalId: null }, { ...bare, active: false }],
    ['unassigns an externalId by an empty text', { ...bare, externalId: '' }, { ...bare, active: false }],
    ['does not unassign active', { ...bare, active: null }, { ...bare, active: false, externalId: ANAS_KEY }],
  ];
  it.each(cases)('of a user %s', (_name, put, after) => {
    const incoming = parseResource(USER_RESOURCE_TYPE, put, TOLERANT);
    expect(replacedResource(USER_RESOURCE_TYPE, frozen(before), frozen(incoming))).toEqual(after);
  });

  it('of a group clears what is left out', () => {
    const group = { schemas: [GROUP_RESOURCE_TYPE.schema.id], displayName: 'Ops', externalId: 'g-1' };
    const incoming = parseResource(GROUP_RESOURCE_TYPE, { displayName: 'Ops 2' }, TOLERANT);
    expect(replacedResource(GROUP_RESOURCE_TYPE, frozen(group), incoming)).toEqual({
      schemas: group.schemas,
      displayName: 'Ops 2',
    });
  });
});
