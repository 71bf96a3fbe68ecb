import type { Attribute } from './attribute.js';
import { defineAttribute } from './define-attribute.js';

/**
 * What every resource has beside the attributes of its schemas (RFC 7643 §3.1). They are not shown in `/Schemas`
 * (RFC 7643 §7). `externalId` is unique within one identity provider, and `schemas` is kept by the service itself.
 */
export const COMMON_ATTRIBUTES: readonly Attribute[] = [
  defineAttribute('schemas', 'The URNs of the schemas whose attributes the resource has.', {
    type: 'reference',
    referenceTypes: ['uri'],
    multiValued: true,
    required: true,
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
  }),
  defineAttribute('id', 'The identifier that the service gave the resource; it never changes.', {
    required: true,
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  }),
  defineAttribute('externalId', 'The identifier by which the client knows the resource.', {
    caseExact: true,
    uniqueness: 'server',
  }),
  defineAttribute('meta', 'When, where and in which version the resource is kept.', {
    type: 'complex',
    mutability: 'readOnly',
    subAttributes: [
      defineAttribute('resourceType', 'The name of the resource type.', { caseExact: true, mutability: 'readOnly' }),
      defineAttribute('created', 'When the resource was made.', { type: 'dateTime', mutability: 'readOnly' }),
      defineAttribute('lastModified', 'When the resource last changed.', { type: 'dateTime', mutability: 'readOnly' }),
      defineAttribute('location', 'The URL of the resource.', {
        type: 'reference',
        referenceTypes: ['uri'],
        caseExact: true,
        mutability: 'readOnly',
      }),
      defineAttribute('version', 'The entity tag of the resource.', { caseExact: true, mutability: 'readOnly' }),
    ],
  }),
];
