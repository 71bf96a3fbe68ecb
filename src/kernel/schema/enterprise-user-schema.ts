import { defineAttribute } from './define-attribute.js';
import type { Schema } from './schema.js';

/** The Enterprise User extension of RFC 7643 §4.3 and §8.7.1. */
export const ENTERPRISE_USER_SCHEMA: Schema = {
  id: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  name: 'EnterpriseUser',
  description: 'Enterprise User',
  attributes: [
    defineAttribute('employeeNumber', 'The number or code of the user as an employee.'),
    defineAttribute('costCenter', 'The cost center.'),
    defineAttribute('organization', 'The organization.'),
    defineAttribute('division', 'The division.'),
    defineAttribute('department', 'The department.'),
    defineAttribute('manager', 'The user’s manager.', {
      type: 'complex',
      subAttributes: [
        defineAttribute('value', 'The id of the manager.'),
        defineAttribute('$ref', 'The URL of the manager.', {
          type: 'reference',
          referenceTypes: ['User'],
          caseExact: true,
        }),
        defineAttribute('displayName', 'The name of the manager.', { mutability: 'readOnly' }),
      ],
    }),
  ],
};
