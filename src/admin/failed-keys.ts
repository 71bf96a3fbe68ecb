import { Injectable } from '@nestjs/common';
import { ServiceLogger } from '../service-logger.js';
import { FailedAttempts } from '../tokens/failed-attempts.js';
import { Problem } from './problem.js';

/** Requests without a valid admin key: the answer they get, the same for every reason, and a limit for each address. */
@Injectable()
export class FailedKeys {
  private readonly attempts = new FailedAttempts();
  private readonly logger = new ServiceLogger('InboundScim');

  refuse(reason: string, sourceAddress: string | undefined, requestId: string): Problem {
    const retryAfter = this.attempts.count(sourceAddress);
    if (retryAfter > 0) return Problem.tooManyRequests(retryAfter);
    this.logger.warn(`Admin key refused (${reason}): from ${sourceAddress ?? 'unknown'}, request id ${requestId}.`);
    return Problem.unauthorized();
  }
}
