import type { ScimContext } from '../scim-context.js';
import type { ScimRequest } from './scim-request.js';

/** By what the request is answered. A route that asks for it without the guard is a defect, and answers 500. */
export function contextOf(request: ScimRequest): ScimContext {
  if (!request.scimContext) throw new Error('No SCIM context: the route is not behind the token guard.');
  return request.scimContext;
}
