import type { ScimRequest } from '../edge/scim-request.js';
import type { Administrator } from './administrator.js';

/** A request under the admin prefix, with what the guard has learned of it. */
export interface AdminRequest extends ScimRequest {
  administrator?: Administrator;
}
