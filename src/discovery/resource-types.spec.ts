import { describe, expect, it } from '@jest/globals';
import { GROUP_RESOURCE_TYPE, USER_RESOURCE_TYPE } from '../kernel/schema/resource-types.js';
import { findResourceType, listResourceTypes } from './resource-types.js';

const SCOPE = {
  baseUrl: 'https://acme.example.com/scim/v2/inbound/1',
  resourceTypes: [USER_RESOURCE_TYPE, GROUP_RESOURCE_TYPE],
};

describe('listResourceTypes', () => {
  it('lists User and Group', () => {
    expect(listResourceTypes(SCOPE)).toMatchObject({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 2,
      startIndex: 1,
      itemsPerPage: 2,
      Resources: [{ id: 'User' }, { id: 'Group' }],
    });
  });
});

describe('findResourceType', () => {
  it.each(['User', 'user', 'USER'])('finds %s', (name) => {
    expect(findResourceType(SCOPE, name)).toMatchObject({
      id: 'User',
      endpoint: '/Users',
      schema: 'urn:ietf:params:scim:schemas:core:2.0:User',
      schemaExtensions: [{ schema: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User', required: false }],
      meta: { resourceType: 'ResourceType', location: `${SCOPE.baseUrl}/ResourceTypes/User` },
    });
  });

  it.each(['Users', '', '__proto__', 'constructor'])('knows no %p', (name) => {
    expect(() => findResourceType(SCOPE, name)).toThrow(expect.objectContaining({ status: 404 }));
  });
});
