const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** Bodies as clients send them, for the OpenAPI document. */
export const SCIM_EXAMPLES = {
  User: {
    schemas: [USER, ENTERPRISE],
    externalId: '6f2b0a3e-8f1d-4c57-9f0c-2d1d2b7f6a11',
    userName: 'ana@corp.example',
    active: true,
    displayName: 'Ana Ruiz',
    name: { givenName: 'Ana', familyName: 'Ruiz' },
    emails: [{ primary: true, type: 'work', value: 'ana@corp.example' }],
    [ENTERPRISE]: { department: 'Ops', employeeNumber: '7001' },
  },
  UserPatch: {
    schemas: [PATCH],
    Operations: [
      { op: 'Replace', path: 'active', value: 'False' },
      { op: 'Add', path: 'emails[type eq "work"].value', value: 'ana.ruiz@corp.example' },
    ],
  },
  Group: {
    schemas: [GROUP],
    externalId: '0d9e3a52-7c1b-4f0e-8a44-5b1f6f0c9e21',
    displayName: 'Ops',
    members: [{ value: 'c0a8012e-5d1f-4b8e-9b3c-6f1c2d3e4f5a' }],
  },
  GroupPatch: {
    schemas: [PATCH],
    Operations: [{ op: 'Add', path: 'members', value: [{ value: 'c0a8012e-5d1f-4b8e-9b3c-6f1c2d3e4f5a' }] }],
  },
  Search: {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
    filter: 'userName sw "ana"',
    sortBy: 'userName',
    count: 50,
  },
  Bulk: {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    failOnErrors: 1,
    Operations: [
      { method: 'POST', path: '/Users', bulkId: 'ana', data: { schemas: [USER], userName: 'ana@corp.example' } },
      {
        method: 'POST',
        path: '/Groups',
        bulkId: 'ops',
        data: { schemas: [GROUP], displayName: 'Ops', members: [{ value: 'bulkId:ana' }] },
      },
    ],
  },
} as const;
