import type { ResourceType } from '../schema/schema.js';
import { isUnknown, type ParsedPath } from './parsed-path.js';
import { resolveName } from './resolve-name.js';

/**
 * The attribute that a name means where resources of several types are asked for at once: this type's own, else the first that has
 * it. What is another's keeps the URN of its schema, and no resource of this type has anything there.
 */
export function resolveBeside(type: ResourceType, beside: readonly ResourceType[], name: string): ParsedPath {
  const own = resolveName(type, name);
  if (!isUnknown(own)) return own;
  for (const other of beside) {
    const path = resolveName(other, name);
    if (!isUnknown(path)) return { extension: other.schema.id, ...path };
  }
  return own;
}
