import type { JsonObject } from '../kernel/resource/resource.js';
import type { ScimContext } from '../scim-context.js';

/** What a bulk operation does to one kind of resource: the same as a request of its own. */
export interface BulkTarget {
  /** @throws ScimError 400, 409, 413 */
  create(ctx: ScimContext, data: JsonObject): Promise<WrittenResource>;
  /** @throws ScimError 400, 404, 409, 412, 413 */
  replace(ctx: ScimContext, id: string, data: JsonObject, ifMatch?: string): Promise<WrittenResource>;
  /** @throws ScimError 400, 404, 409, 412, 413 */
  patch(ctx: ScimContext, id: string, data: JsonObject, ifMatch?: string): Promise<WrittenResource>;
  /** @throws ScimError 404, 412 */
  delete(ctx: ScimContext, id: string, ifMatch?: string): Promise<void>;
}

export interface WrittenResource {
  readonly id: string;
  readonly version: string;
}

/** The id at the end of a resource's URL. */
export function idAt(location: string): string {
  return location.slice(location.lastIndexOf('/') + 1);
}
