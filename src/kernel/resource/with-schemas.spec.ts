import { describe, expect, it } from '@jest/globals';
import { defineAttribute } from '../schema/define-attribute.js';
import { USER_RESOURCE_TYPE, withExtensions } from '../schema/resource-types.js';
import type { JsonObject } from './resource.js';
import { withSchemas } from './with-schemas.js';

const U = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const CUS = 'urn:ietf:params:scim:schemas:extension:acme:2.0:User';
const GONE = 'urn:ietf:params:scim:schemas:extension:gone:2.0:User';

const TYPE = withExtensions(USER_RESOURCE_TYPE, [
  {
    id: CUS,
    name: 'Acme',
    description: 'A tenant’s own extension.',
    attributes: [
      defineAttribute('licences', 'Licences.', {
        type: 'complex',
        multiValued: true,
        subAttributes: [defineAttribute('type', 'Type.'), defineAttribute('seat', 'Seat.')],
      }),
    ],
  },
]);

describe('what is kept of a resource', () => {
  it.each<[name: string, draft: JsonObject, kept: JsonObject]>([
    [
      'nothing that is empty',
      { title: null, locale: '', roles: [], name: {}, active: false },
      { schemas: [U], active: false },
    ],
    ['nothing in which all is empty', { name: { givenName: null }, emails: [{ value: '' }, null] }, { schemas: [U] }],
    [
      'E-46 no value that is only labelled',
      { emails: [{ type: 'work', primary: true }], addresses: [{ type: 'work' }] },
      { schemas: [U] },
    ],
    [
      'a value of which type is all there can be',
      { [CUS]: { licences: [{ type: 'E5' }] } },
      { schemas: [U, CUS], [CUS]: { licences: [{ type: 'E5' }] } },
    ],
    [
      'E-49 no extension without content',
      { schemas: [U, ENT], [ENT]: { department: '' }, title: 'T' },
      { schemas: [U], title: 'T' },
    ],
    [
      'schemas, the standard ones first',
      { [CUS]: { licences: [{ seat: '1' }] }, [ENT]: { department: 'Ops' } },
      { schemas: [U, ENT, CUS], [CUS]: { licences: [{ seat: '1' }] }, [ENT]: { department: 'Ops' } },
    ],
    [
      'an extension that the type no longer has',
      { [GONE]: { a: 1, b: null } },
      { schemas: [U, GONE], [GONE]: { a: 1 } },
    ],
  ])('%s', (_, draft, kept) => {
    expect(withSchemas(TYPE, draft)).toStrictEqual(kept);
    expect(withSchemas(TYPE, kept)).toStrictEqual(kept);
  });
});
