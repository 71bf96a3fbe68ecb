import type { ResourceType } from '../schema/schema.js';

/** What a URN at the beginning of a name stands for. */
export interface SchemaUrn {
  /** The URN in lower case. */
  readonly folded: string;
  /** The extension's URN in its canonical spelling; absent for the core schema. */
  readonly extension?: string;
}

/** Every URN, canonical or alias, by which a client may name a schema of the resource type; the longest first. */
export function schemaUrns(type: ResourceType): readonly SchemaUrn[] {
  let urns = urnsOf.get(type);
  if (!urns) urnsOf.set(type, (urns = [...collect(type)].sort((a, b) => b.folded.length - a.folded.length)));
  return urns;
}

/** The schema with exactly that URN or alias, in any case, or undefined. */
export function findSchemaUrn(type: ResourceType, urn: string): SchemaUrn | undefined {
  const wanted = urn.toLowerCase();
  return schemaUrns(type).find(({ folded }) => folded === wanted);
}

/** Derived from data that never changes, so it is worked out once. */
const urnsOf = new WeakMap<ResourceType, readonly SchemaUrn[]>();

function* collect(type: ResourceType): Iterable<SchemaUrn> {
  const extensions = new Set(type.extensions.map(({ schema }) => schema.id));
  yield { folded: type.schema.id.toLowerCase() };
  for (const extension of extensions) yield { folded: extension.toLowerCase(), extension };
  for (const [alias, canonical] of ALIASES) {
    if (canonical === type.schema.id) yield { folded: alias };
    if (extensions.has(canonical)) yield { folded: alias, extension: canonical };
  }
}

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** OneLogin's URNs without `ietf:params` and those of SCIM 1.1, in lower case, with what they mean today. */
const ALIASES: readonly (readonly [alias: string, canonical: string])[] = [
  ['urn:scim:schemas:core:1.0', USER],
  ['urn:scim:schemas:core:1.0', GROUP],
  ['urn:scim:schemas:core:2.0', USER],
  ['urn:scim:schemas:core:2.0', GROUP],
  ['urn:scim:schemas:core:2.0:user', USER],
  ['urn:scim:schemas:core:2.0:group', GROUP],
  ['urn:scim:schemas:extension:enterprise:1.0', ENTERPRISE_USER],
  ['urn:scim:schemas:extension:enterprise:2.0', ENTERPRISE_USER],
  ['urn:scim:schemas:extension:enterprise:2.0:user', ENTERPRISE_USER],
];
