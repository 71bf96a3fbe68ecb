import { Problem } from '../admin/problem.js';
import { findAttribute } from '../kernel/schema/find-attribute.js';
import type { SchemaExtension } from './schema-extension.entity.js';

/** Of one identity provider, beside the standard ones. */
export const MAX_SCHEMA_EXTENSIONS = 50;

/**
 * Whether the schema can stand beside the others of its connection: there is a place for it, and no path means an attribute of the one
 * and the URN of the other.
 *
 * @throws Problem 409
 */
export function assertRoomForUrn(row: SchemaExtension, all: readonly SchemaExtension[]): void {
  const others = all.filter(({ urnKey, removedAt }) => urnKey !== row.urnKey && removedAt === null);
  if (others.length >= MAX_SCHEMA_EXTENSIONS) {
    throw Problem.conflict(`The identity provider has ${MAX_SCHEMA_EXTENSIONS} schemas; remove one first.`);
  }
  const ambiguous = others.find((other) => isWithin(row, other) || isWithin(other, row));
  if (ambiguous) throw Problem.conflict(`A path could mean this schema or an attribute of "${ambiguous.urn}".`);
}

/** Whether the first's URN is also the path of an attribute of the second. */
function isWithin(inner: SchemaExtension, outer: SchemaExtension): boolean {
  if (inner.resourceType !== outer.resourceType || !inner.urnKey.startsWith(outer.urnKey)) return false;
  const rest = inner.urnKey.slice(outer.urnKey.length);
  if (!rest.startsWith(':') && !rest.startsWith('.')) return false;
  const [name = ''] = rest.slice(1).split(/[:.]/);
  return findAttribute(outer.attributes, name) !== undefined;
}
