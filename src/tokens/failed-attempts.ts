import { Injectable } from '@nestjs/common';
import { originNetworkOf } from './source-address.js';
import { TokenBuckets } from './token-buckets.js';

/** So many failed authentications a minute are answered as such to one address. */
export const MAX_FAILURES_PER_MINUTE = 60;

const LIMIT = { perSecond: MAX_FAILURES_PER_MINUTE / 60, burst: MAX_FAILURES_PER_MINUTE };

/**
 * Counts failed authentications by source address. It is asked only after an attempt has failed: a valid secret is never
 * refused for its neighbours' failures, since the customers of one cloud share addresses.
 */
@Injectable()
export class FailedAttempts {
  private readonly buckets = new TokenBuckets();

  /** 0: tell that it failed. Else so many whole seconds until this address is told so again. */
  count(sourceAddress: string | undefined): number {
    return Math.ceil(this.buckets.take(originNetworkOf(sourceAddress), 1, LIMIT));
  }
}
