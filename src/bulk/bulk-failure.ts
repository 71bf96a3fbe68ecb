import { propertyOf } from '../edge/property-of.js';
import { scimErrorOf } from '../edge/scim-error-of.js';
import { ScimError } from '../kernel/error/scim-error.js';
import type { ScimContext } from '../scim-context.js';
import { ServiceLogger } from '../service-logger.js';

/** What an operation is answered that threw; a defect is logged, as it is for a request of its own. */
export function failureOf({ requestId }: ScimContext, error: unknown): ScimError {
  const refusal = scimErrorOf(error);
  if (refusal.status >= 500 && !(error instanceof ScimError))
    logger.error(`A bulk operation answered ${refusal.status}, request id ${requestId}`, propertyOf(error, 'stack'));
  return refusal;
}

const logger = new ServiceLogger('InboundScim');
