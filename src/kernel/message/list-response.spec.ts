import { describe, expect, it } from '@jest/globals';
import { listResponse } from './list-response.js';

describe('a list', () => {
  it('E-09 counts its own resources and all there are', () => {
    expect(listResponse([{ id: '3' }, { id: '4' }], { totalResults: 5, startIndex: 3 })).toStrictEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 5,
      startIndex: 3,
      itemsPerPage: 2,
      Resources: [{ id: '3' }, { id: '4' }],
    });
  });

  it('E-01 has Resources even if there are none', () => {
    expect(listResponse([], { totalResults: 0, startIndex: 1 })).toMatchObject({ itemsPerPage: 0, Resources: [] });
  });
});
