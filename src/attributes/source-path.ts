import { ScimError } from '../kernel/error/scim-error.js';
import type { AttributePath } from '../kernel/path/attribute-path.js';
import { parsePath } from '../kernel/path/parse-path.js';
import { isUnknown } from '../kernel/path/parsed-path.js';
import { TOLERANT } from '../kernel/resource/tolerance.js';
import type { ResourceType } from '../kernel/schema/schema.js';
import type { TenantConfig } from '../tenants/tenant-config.js';
import { resourceTypesOf } from '../tenants/resource-types-of.js';

/** What a source means to a connection with these schemas; undefined where it means nothing: another connection may know it. */
export function sourcePath(source: string, type: ResourceType): AttributePath | undefined {
  try {
    const path = parsePath(type, source, TOLERANT);
    return isUnknown(path) ? undefined : path;
  } catch (error) {
    // `badges[type eq "x"]` is a path where badges are many, and none where there is one.
    if (error instanceof ScimError) return undefined;
    throw error;
  }
}

/** The members of a received resource that a source reads, whichever connection of the tenant it is of: all that has to be fetched. */
export function sourceRoots(source: string | null, { connections }: TenantConfig): readonly string[] {
  if (source === null) return [];
  const paths = connections.map((connection) => sourcePath(source, resourceTypesOf(connection).User));
  return [...new Set(paths.flatMap((path) => path?.extension ?? path?.attribute?.name ?? []))];
}
