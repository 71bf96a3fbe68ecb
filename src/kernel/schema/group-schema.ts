import { defineAttribute } from './define-attribute.js';
import type { Schema } from './schema.js';

/**
 * The Group schema of RFC 7643 §4.2 and §8.7.1. It differs in this: `displayName` is required and unique within one
 * identity provider in any case, and a member shows the `display` that RFC 7643 §2.4 allows.
 */
export const GROUP_SCHEMA: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  name: 'Group',
  description: 'Group',
  attributes: [
    defineAttribute('displayName', 'The name of the group; unique in any case.', {
      required: true,
      uniqueness: 'server',
    }),
    defineAttribute('members', 'The users and groups that belong to the group.', {
      type: 'complex',
      multiValued: true,
      subAttributes: [
        defineAttribute('value', 'The id of the member.', { mutability: 'immutable' }),
        defineAttribute('$ref', 'The URL of the member.', {
          type: 'reference',
          referenceTypes: ['User', 'Group'],
          caseExact: true,
          mutability: 'immutable',
        }),
        defineAttribute('type', 'What the member is.', {
          canonicalValues: ['User', 'Group'],
          mutability: 'immutable',
        }),
        defineAttribute('display', 'The name of the member.', { mutability: 'readOnly' }),
      ],
    }),
  ],
};
