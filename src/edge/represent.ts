import { isShownWhole } from '../kernel/resource/is-shown-whole.js';
import type { Projection } from '../kernel/resource/parse-projection.js';
import { project } from '../kernel/resource/project.js';
import type { JsonObject } from '../kernel/resource/resource.js';
import type { ResourceType } from '../kernel/schema/schema.js';
import type { ScimContext } from '../scim-context.js';
import type { Representation } from './scim-reply.js';

/** A resource as it is read: JSON as the text that PostgreSQL hands over. */
export interface ReadResource {
  readonly id: string;
  /** The resource as it was received: a JSON object with something in it. */
  readonly resource: string;
  /** What is derived: a user's `groups`, a group's `members`, as a JSON list; null where it is empty or not asked for. */
  readonly derived: string | null;
  readonly version: string;
  readonly createdAt: Date;
  readonly lastModified: Date;
}

/** `meta.version` and `ETag`. */
export function versionTag(version: string): string {
  return `W/"${version}"`;
}

/**
 * A resource as SCIM shows it. Without a projection the stored text is answered as text, with `id`, what is derived and `meta` put to it: a
 * page of 100 users takes 0.09 ms that way, and 0.62 ms through objects.
 */
export function represent(
  { baseUrl }: Pick<ScimContext, 'baseUrl'>,
  type: ResourceType,
  resource: ReadResource,
  projection?: Projection,
): Required<Representation> & { readonly body: string } {
  const location = `${baseUrl}${type.endpoint}/${resource.id}`;
  const version = versionTag(resource.version);
  const text = compose(type, resource, location, version);
  if (!projection && isShownWhole(type)) return { body: text, location, version };
  return { body: JSON.stringify(project(type, JSON.parse(text) as JsonObject, projection)), location, version };
}

const DERIVED = { User: 'groups', Group: 'members' } as const;

function compose({ name }: ResourceType, read: ReadResource, location: string, version: string): string {
  const { id, resource, createdAt, lastModified } = read;
  const meta = {
    resourceType: name,
    created: createdAt.toISOString(),
    lastModified: lastModified.toISOString(),
    location,
    version,
  };
  const derived = read.derived === null ? '' : `,"${DERIVED[name]}":${read.derived}`;
  return `{"id":"${id}",${resource.slice(1, -1)}${derived},"meta":${JSON.stringify(meta)}}`;
}
