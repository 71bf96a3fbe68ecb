import type { FieldProblem } from '../admin/problem.js';
import { ScimError } from '../kernel/error/scim-error.js';
import type { AttributePath } from '../kernel/path/attribute-path.js';
import { findElementAttribute } from '../kernel/path/element-attribute.js';
import { parsePath } from '../kernel/path/parse-path.js';
import { isUnknown } from '../kernel/path/parsed-path.js';
import { TOLERANT } from '../kernel/resource/tolerance.js';
import type { Attribute, AttributeType } from '../kernel/schema/attribute.js';
import { USER_RESOURCE_TYPE } from '../kernel/schema/resource-types.js';
import type { ResourceType } from '../kernel/schema/schema.js';
import { quote } from '../kernel/text/quote.js';
import { resourceTypesOf } from '../tenants/resource-types-of.js';
import type { Connection } from '../tenants/tenant-config.js';
import type { CanonicalType } from './attribute-setting.js';

/**
 * Whether a field of this type can be filled from this SCIM path, by one identity provider of the tenant at least; a tenant that has
 * none yet is judged by the standard schemas.
 */
export function checkSource(
  source: string,
  type: CanonicalType,
  connections: readonly Connection[],
): readonly FieldProblem[] {
  const schemas =
    connections.length > 0 ? connections.map((connection) => resourceTypesOf(connection).User) : [USER_RESOURCE_TYPE];
  const findings = schemas.map((schema) => find(schema, source, type));
  if (findings.includes(undefined)) return [];
  const unknown = `No identity provider of the tenant knows the attribute ${quote(source)}.`;
  return [{ pointer: '/source', detail: findings.find((finding) => finding !== UNKNOWN) ?? unknown }];
}

/** The schema does not know the attribute: told only where none does. */
const UNKNOWN = 'unknown';

function find(schema: ResourceType, source: string, type: CanonicalType): string | undefined {
  try {
    const path = parsePath(schema, source, TOLERANT);
    return isUnknown(path) ? UNKNOWN : findInPath(path, source, type);
  } catch (error) {
    if (error instanceof ScimError) return error.message;
    throw error;
  }
}

function findInPath(path: AttributePath, source: string, type: CanonicalType): string | undefined {
  const { attribute } = path;
  if (!attribute) return `${quote(source)} is a schema; name one of its attributes.`;
  const leaf = leafOf(path, attribute);
  if ([attribute, leaf].some(({ returned }) => returned === 'never'))
    return `${quote(source)} is never shown, so it is not mirrored either.`;
  if ([attribute, leaf].some(({ mutability }) => mutability === 'readOnly'))
    return `${quote(source)} is not received: the service itself assigns it.`;
  if (!FITTING[type].includes(leaf.type))
    return `${quote(source)} is of type ${leaf.type}; the field is of type ${type}.`;
  return undefined;
}

/** What the path reads: of an element without a sub-attribute named, its `value`. */
function leafOf({ subAttribute }: AttributePath, attribute: Attribute): Attribute {
  return subAttribute ?? (attribute.multiValued ? findElementAttribute(attribute, 'value') : undefined) ?? attribute;
}

const FITTING: Record<CanonicalType, readonly AttributeType[]> = {
  string: ['string', 'reference', 'dateTime', 'binary'],
  reference: ['string', 'reference'],
  boolean: ['boolean'],
  integer: ['integer'],
};
