import { Injectable } from '@nestjs/common';
import { ScimError } from '../kernel/error/scim-error.js';
import { ServiceLogger } from '../service-logger.js';
import { FailedAttempts } from './failed-attempts.js';
import { type RefusedRequest, Refusals } from './refusals.js';

/** Tells the administrator why a request is refused, and the client only that it is. */
@Injectable()
export class RefusedRequests {
  private readonly logger = new ServiceLogger('InboundScim');

  constructor(
    private readonly refusals: Refusals,
    private readonly failures: FailedAttempts,
  ) {}

  /** The 401, the same for every reason; or the 429 for an address that failed too often. */
  refuse(request: RefusedRequest): ScimError {
    this.refusals.refused(request);
    const retryAfter = this.failures.count(request.sourceAddress);
    if (retryAfter > 0) return ScimError.tooManyRequests(retryAfter);
    this.logger.warn(sentenceOf(request));
    return ScimError.unauthorized();
  }
}

/** The identity provider is what the URL says: anything, so only the beginning of it, without control characters. */
function sentenceOf({ reason, identityProviderId, sourceAddress, requestId }: RefusedRequest): string {
  const named = JSON.stringify(identityProviderId.slice(0, MAX_LOGGED_ID));
  return `Refused (${reason}): identity provider ${named}, from ${sourceAddress ?? 'unknown'}, request id ${requestId}.`;
}

const MAX_LOGGED_ID = 64;
