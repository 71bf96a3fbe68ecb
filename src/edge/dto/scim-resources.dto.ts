import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import type { Attribute } from '../../kernel/schema/attribute.js';
import { GROUP_RESOURCE_TYPE, USER_RESOURCE_TYPE } from '../../kernel/schema/resource-types.js';
import type { ResourceType } from '../../kernel/schema/schema.js';

/** A user in the OpenAPI document (RFC 7643 §4.1, §4.3). */
export class ScimUser {}

/** A group in the OpenAPI document (RFC 7643 §4.2). */
export class ScimGroup {}

/** The properties of the model are those of the schemas that the engine itself uses. */
function describe({ prototype }: { readonly prototype: object }, { schema, extensions }: ResourceType): void {
  const added = extensions.map(
    (one) => [one.schema.id, { ...objectOf(one.schema.attributes), isRequired: false }] as const,
  );
  const own = schema.attributes.map((attribute) => [attribute.name, described(attribute)] as const);
  for (const [name, { isRequired, ...shape }] of [...COMMON, ...own, ...added]) {
    const required = shape.type === 'object' ? { selfRequired: isRequired } : { required: isRequired };
    // The library has two types for the same shape.
    ApiProperty({ ...shape, ...required } as ApiPropertyOptions)(prototype, name);
  }
}

/** A schema of OpenAPI, as far as a resource needs one. */
interface Shape {
  readonly type: 'string' | 'boolean' | 'number' | 'integer' | 'object' | 'array';
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: boolean;
  readonly description?: string;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
}

type Property = Shape & { readonly isRequired: boolean };

/** Of every resource (RFC 7643 §3.1). */
const COMMON: readonly (readonly [name: string, property: Property])[] = [
  ['schemas', { type: 'array', items: { type: 'string' }, isRequired: true }],
  ['id', { type: 'string', readOnly: true, description: 'What the service calls it.', isRequired: false }],
  ['externalId', { type: 'string', description: 'What the client calls it.', isRequired: false }],
  ['meta', { type: 'object', additionalProperties: true, readOnly: true, isRequired: false }],
];

function described(attribute: Attribute): Property {
  return { ...shapeOf(attribute), isRequired: attribute.required };
}

function shapeOf(attribute: Attribute): Shape {
  const { type, subAttributes, multiValued, description, mutability, returned } = attribute;
  const one: Shape = subAttributes ? objectOf(subAttributes) : { type: JSON_TYPE[type] };
  return {
    ...(multiValued ? { type: 'array', items: one } : one),
    description,
    ...(mutability === 'readOnly' && { readOnly: true }),
    ...(returned === 'never' && { writeOnly: true }),
  };
}

function objectOf(attributes: readonly Attribute[]): Shape {
  const properties = attributes.map((attribute) => [attribute.name, shapeOf(attribute)] as const);
  return { type: 'object', properties: Object.fromEntries(properties) };
}

const JSON_TYPE = {
  string: 'string',
  boolean: 'boolean',
  decimal: 'number',
  integer: 'integer',
  dateTime: 'string',
  binary: 'string',
  reference: 'string',
  complex: 'object',
} as const satisfies Record<Attribute['type'], string>;

// At the end of the file: what they read is there by now.
describe(ScimUser, USER_RESOURCE_TYPE);
describe(ScimGroup, GROUP_RESOURCE_TYPE);
