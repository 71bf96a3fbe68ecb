import { describe, expect, it } from '@jest/globals';
import { GROUP_RESOURCE_TYPE, USER_RESOURCE_TYPE } from '../schema/resource-types.js';
import { findSchemaUrn } from './schema-urn.js';

const ENT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('findSchemaUrn', () => {
  const extensions = [
    ENT,
    ENT.toUpperCase(),
    'urn:scim:schemas:extension:enterprise:2.0',
    'URN:SCIM:schemas:extension:enterprise:1.0',
  ];
  it.each(extensions)('takes %s for the enterprise extension', (urn) => {
    expect(findSchemaUrn(USER_RESOURCE_TYPE, urn)).toMatchObject({ extension: ENT });
    expect(findSchemaUrn(GROUP_RESOURCE_TYPE, urn)).toBeUndefined();
  });

  it.each([
    'urn:ietf:params:scim:schemas:core:2.0:user',
    'urn:scim:schemas:core:1.0',
    'urn:scim:schemas:core:2.0:User',
  ])('takes %s for the core schema of users', (urn) => {
    expect(findSchemaUrn(USER_RESOURCE_TYPE, urn)).toEqual({ folded: urn.toLowerCase() });
  });

  it.each(['', 'urn', `${ENT}:department`, 'urn:ietf:params:scim:schemas:core:2.0:Group', '__proto__'])(
    'knows nothing of %j',
    (urn) => {
      expect(findSchemaUrn(USER_RESOURCE_TYPE, urn)).toBeUndefined();
    },
  );
});
