import { Inject, Injectable } from '@nestjs/common';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { ScimError } from '../kernel/error/scim-error.js';
import type { ScimContext } from '../scim-context.js';
import { TokenBuckets } from './token-buckets.js';

/** One point for each so many members that a request brings, beside the one for the request. */
export const MEMBERS_PER_POINT = 100;

/**
 * Keeps one identity provider's requests from starving the others'. Counted in each process: a limit is a fuse, not a price.
 * Entra needs 25 requests a second and its generic connector does not slow down on a 429, so the default is far above.
 */
@Injectable()
export class Throttle {
  private readonly buckets = new TokenBuckets();

  constructor(@Inject(SETTINGS) private readonly settings: InboundScimSettings) {}

  /**
   * Takes a request's points from its identity provider's bucket: 1, which the guard has taken; more for what costs more.
   *
   * @throws ScimError 429 with `Retry-After`
   */
  consume({ tenantId, connection }: Pick<ScimContext, 'tenantId' | 'connection'>, points = 1): void {
    const limit = connection.rateLimit ?? this.settings.rateLimit;
    if (limit === null || points <= 0) return;
    const wait = this.buckets.take(`${tenantId}/${connection.id}`, points, limit);
    if (wait > 0) throw ScimError.tooManyRequests(Math.ceil(wait));
  }
}

/** What so many members cost beside the request that brings them. */
export function pointsOfMembers(members: number): number {
  return Math.floor(members / MEMBERS_PER_POINT);
}
