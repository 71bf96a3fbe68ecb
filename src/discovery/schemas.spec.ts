import { describe, expect, it } from '@jest/globals';
import type { ListResponse } from '../kernel/message/list-response.js';
import { GROUP_RESOURCE_TYPE, USER_RESOURCE_TYPE, withExtensions } from '../kernel/schema/resource-types.js';
import { findSchema, listSchemas } from './schemas.js';

const BASE_URL = 'https://acme.example.com/scim/v2/inbound/1';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const CUSTOM = 'urn:ietf:params:scim:schemas:extension:acme:2.0:User';

const STANDARD = { baseUrl: BASE_URL, resourceTypes: [USER_RESOURCE_TYPE, GROUP_RESOURCE_TYPE] };

const acme = { id: CUSTOM, name: 'Acme', description: 'Acme', attributes: [] };
const WITH_CUSTOM = {
  baseUrl: BASE_URL,
  resourceTypes: [withExtensions(USER_RESOURCE_TYPE, [acme]), withExtensions(GROUP_RESOURCE_TYPE, [acme])],
};

const idsOf = ({ Resources }: ListResponse): unknown[] => Resources.map(({ id }) => id);

describe('listSchemas', () => {
  it('lists the standard schemas', () => {
    const list = listSchemas(STANDARD);
    expect(list).toMatchObject({ totalResults: 3, startIndex: 1, itemsPerPage: 3 });
    expect(idsOf(list)).toEqual([USER, ENTERPRISE, GROUP]);
  });

  it('lists a connection’s extension once, though both types have it', () => {
    expect(idsOf(listSchemas(WITH_CUSTOM))).toEqual([USER, ENTERPRISE, CUSTOM, GROUP]);
  });

  it('has no null, which clients that save the list refuse (E-11)', () => {
    expect(JSON.stringify(listSchemas(WITH_CUSTOM))).not.toContain('null');
  });
});

describe('findSchema', () => {
  it.each([USER, USER.toUpperCase(), USER.toLowerCase()])('finds %s', (urn) => {
    expect(findSchema(STANDARD, urn)).toMatchObject({
      id: USER,
      meta: { resourceType: 'Schema', location: `${BASE_URL}/Schemas/${USER}` },
    });
  });

  it('finds a connection’s extension', () => {
    expect(findSchema(WITH_CUSTOM, CUSTOM)).toMatchObject({ id: CUSTOM });
  });

  it.each([CUSTOM, 'User', '', '__proto__'])('does not know %p without a token', (urn) => {
    expect(() => findSchema(STANDARD, urn)).toThrow(expect.objectContaining({ status: 404 }));
  });
});
