import { describe, expect, it } from '@jest/globals';
import { aConnection } from '../../test/support/people.js';
import { isShownWhole } from '../kernel/resource/is-shown-whole.js';
import { GROUP_RESOURCE_TYPE, USER_RESOURCE_TYPE } from '../kernel/schema/resource-types.js';
import { resourceTypesOf } from './resource-types-of.js';
import type { AddedSchema } from './tenant-config.js';

const ACME: AddedSchema = {
  resourceType: 'User',
  schema: { id: 'urn:acme:User', name: 'Acme', description: '', attributes: [] },
  removed: false,
  dropped: false,
};

describe('the resource types of a connection', () => {
  it('are the standard ones where nothing was added', () => {
    expect(resourceTypesOf(aConnection())).toEqual({ User: USER_RESOURCE_TYPE, Group: GROUP_RESOURCE_TYPE });
    expect(resourceTypesOf(aConnection()).User).toBe(USER_RESOURCE_TYPE);
  });

  it('are the same objects each time, and those that nothing was added to the standard ones', () => {
    const connection = aConnection({ extensions: [ACME] });
    const types = resourceTypesOf(connection);
    expect(types.User.extensions.map(({ schema }) => schema.id)).toEqual([
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
      'urn:acme:User',
    ]);
    expect(types.Group).toBe(GROUP_RESOURCE_TYPE);
    expect(resourceTypesOf(connection)).toBe(types);
  });

  it.each<[name: string, schema: AddedSchema, shown: boolean]>([
    ['all there is', ACME, true],
    ['not what was removed', { ...ACME, removed: true }, false],
    ['not what was dropped', { ...ACME, dropped: true }, false],
  ])('show %s', (_, schema, shown) => {
    const { User } = resourceTypesOf(aConnection({ extensions: [schema] }));
    expect(isShownWhole(User)).toBe(shown);
    expect(User.extensions).toHaveLength(schema.removed ? 1 : 2);
  });
});
