import { describe, expect, it } from '@jest/globals';
import type { JsonObject, JsonValue } from '../resource/resource.js';
import { describeResourceType } from './describe-resource-type.js';
import { describeSchema } from './describe-schema.js';
import { ENTERPRISE_USER_SCHEMA } from './enterprise-user-schema.js';
import { GROUP_SCHEMA } from './group-schema.js';
import { GROUP_RESOURCE_TYPE, USER_RESOURCE_TYPE, withExtensions } from './resource-types.js';
import { USER_SCHEMA } from './user-schema.js';

const CHARACTERISTICS = [
  'name',
  'type',
  'multiValued',
  'description',
  'required',
  'caseExact',
  'mutability',
  'returned',
  'uniqueness',
];

describe.each([USER_SCHEMA, ENTERPRISE_USER_SCHEMA, GROUP_SCHEMA])('TV-012 the schema $id', (schema) => {
  const described = describeSchema(schema);
  const attributes = allAttributes(described);

  it('says every characteristic of every attribute, and nothing is null', () => {
    expect(attributes.length).toBeGreaterThan(0);
    for (const attribute of attributes) expect(Object.keys(attribute)).toEqual(expect.arrayContaining(CHARACTERISTICS));
    expect(JSON.stringify(described)).not.toContain('null');
  });

  it('has sub-attributes exactly where a value is complex, and reference types where it is a reference', () => {
    for (const { type, subAttributes, referenceTypes } of attributes) {
      expect(Array.isArray(subAttributes) && subAttributes.length > 0).toBe(type === 'complex');
      expect(Array.isArray(referenceTypes)).toBe(type === 'reference');
    }
  });

  it('names each attribute once in any case, and none that every resource has', () => {
    const names = schema.attributes.map(({ name }) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(schemas|id|externalid|meta)$/)]));
  });
});

describe('RFC 7643 §8.7.1', () => {
  it.each([
    [
      USER_SCHEMA,
      'userName name displayName nickName profileUrl title userType preferredLanguage locale timezone active password emails phoneNumbers ims photos addresses groups entitlements roles x509Certificates',
    ],
    [ENTERPRISE_USER_SCHEMA, 'employeeNumber costCenter organization division department manager'],
    [GROUP_SCHEMA, 'displayName members'],
  ])('$id has its attributes', (schema, names) => {
    expect(schema.attributes.map(({ name }) => name).join(' ')).toBe(names);
  });

  it.each([
    [USER_SCHEMA, 'userName', { required: true, uniqueness: 'server', caseExact: false }],
    [USER_SCHEMA, 'password', { mutability: 'writeOnly', returned: 'never' }],
    [USER_SCHEMA, 'groups', { mutability: 'readOnly', multiValued: true }],
    [USER_SCHEMA, 'active', { type: 'boolean' }],
    [USER_SCHEMA, 'profileUrl', { type: 'reference', referenceTypes: ['external'], caseExact: true }],
    [USER_SCHEMA, 'emails.value', { caseExact: false }],
    [USER_SCHEMA, 'emails.type', { canonicalValues: ['work', 'home', 'other'] }],
    [USER_SCHEMA, 'x509Certificates.value', { type: 'binary', caseExact: true }],
    [ENTERPRISE_USER_SCHEMA, 'manager.displayName', { mutability: 'readOnly' }],
    [ENTERPRISE_USER_SCHEMA, 'manager.$ref', { type: 'reference', referenceTypes: ['User'] }],
    [GROUP_SCHEMA, 'displayName', { required: true, uniqueness: 'server' }],
    [GROUP_SCHEMA, 'members.value', { mutability: 'immutable' }],
    [GROUP_SCHEMA, 'members.type', { mutability: 'immutable', canonicalValues: ['User', 'Group'] }],
  ])('$name: %s is %j', (schema, path, characteristics) => {
    expect(find(describeSchema(schema), path)).toMatchObject(characteristics);
  });
});

describe('TV-014 resource types', () => {
  it('say where they are and what extends them', () => {
    expect(describeResourceType(USER_RESOURCE_TYPE)).toStrictEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
      id: 'User',
      name: 'User',
      endpoint: '/Users',
      description: 'User Account',
      schema: USER_SCHEMA.id,
      schemaExtensions: [{ schema: ENTERPRISE_USER_SCHEMA.id, required: false }],
    });
    expect(describeResourceType(GROUP_RESOURCE_TYPE)).toMatchObject({ endpoint: '/Groups', schemaExtensions: [] });
  });

  it('TV-017 show a tenant’s own extension behind the standard one', () => {
    const schema = { ...ENTERPRISE_USER_SCHEMA, id: 'urn:acme:User' };
    expect(describeResourceType(withExtensions(USER_RESOURCE_TYPE, [schema]))).toMatchObject({
      schemaExtensions: [
        { schema: ENTERPRISE_USER_SCHEMA.id, required: false },
        { schema: 'urn:acme:User', required: false },
      ],
    });
    expect(USER_RESOURCE_TYPE.extensions).toHaveLength(1);
  });
});

function find(schema: JsonObject, path: string): JsonObject | undefined {
  const [name, subName] = path.split('.');
  const attribute = attributesOf(schema['attributes']).find((candidate) => candidate['name'] === name);
  if (subName === undefined || !attribute) return attribute;
  return attributesOf(attribute['subAttributes']).find((candidate) => candidate['name'] === subName);
}

function allAttributes(schema: JsonObject): readonly JsonObject[] {
  return attributesOf(schema['attributes']).flatMap((attribute) => [
    attribute,
    ...attributesOf(attribute['subAttributes']),
  ]);
}

function attributesOf(list: JsonValue | undefined): readonly JsonObject[] {
  return JSON.parse(JSON.stringify(list ?? []));
}
