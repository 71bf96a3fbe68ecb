import type { Request } from 'express';
import type { ScimContext } from '../scim-context.js';

/** A request under the SCIM prefix, with what the service has learned of it on the way. */
export interface ScimRequest extends Request {
  /** Set by the guard; absent where no token was asked for. */
  scimContext?: ScimContext;
  /** Set by the first who asks `requestIdOf`. */
  scimRequestId?: string;
}
