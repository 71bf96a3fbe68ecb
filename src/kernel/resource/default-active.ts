import type { Resource } from './resource.js';

/** For POST: a user is active unless the client says otherwise (E-19). */
export function defaultActive(resource: Resource): Resource {
  return resource['active'] === undefined ? { ...resource, active: true } : resource;
}
