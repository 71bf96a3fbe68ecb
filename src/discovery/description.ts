import type { JsonObject } from '../kernel/resource/resource.js';

/** A resource of discovery. It has no version: it changes with the service, not by a client. */
export type Description = JsonObject & {
  readonly meta: { readonly resourceType: string; readonly location: string };
};

/** The description with its `meta` (RFC 7643 §3.1); `location` is absolute. */
export function locate(description: JsonObject, resourceType: string, location: string): Description {
  return { ...description, meta: { resourceType, location } };
}
