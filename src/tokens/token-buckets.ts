import { TokenBucket } from 'limiter';
import type { RateLimit } from '../inbound-scim.settings.js';
import { BoundedMap } from '../tenants/bounded-map.js';

/** Buckets that are remembered; the one made longest ago is dropped for a new one. */
export const MAX_BUCKETS = 10_000;

const SECOND_MS = 1_000;

/**
 * A token bucket for each key: `burst` points at once, refilled by `perSecond`, evenly. A refused request takes nothing, so
 * whoever stays within `perSecond` is never refused, not even right after a flood of their own.
 *
 * It answers without a promise: every SCIM request asks it.
 */
export class TokenBuckets {
  private readonly buckets = new BoundedMap<TokenBucket>(MAX_BUCKETS);

  /**
   * Takes `points` and answers 0, or takes nothing and answers the seconds after which there will be enough. More points
   * than `burst` count as `burst`: a heavy request waits for a full bucket, it is not refused for ever.
   */
  take(key: string, points: number, limit: RateLimit): number {
    const bucket = this.bucketOf(key, limit);
    const wanted = Math.min(points, limit.burst);
    return bucket.tryRemoveTokens(wanted) ? 0 : bucket.getWaitTime(wanted) / SECOND_MS;
  }

  private bucketOf(key: string, { perSecond, burst }: RateLimit): TokenBucket {
    const kept = this.buckets.get(key);
    if (kept?.bucketSize === burst && kept.tokensPerInterval === perSecond) return kept;
    const bucket = new TokenBucket({ bucketSize: burst, tokensPerInterval: perSecond, interval: SECOND_MS });
    bucket.content = Math.min(burst, kept?.content ?? burst);
    this.buckets.set(key, bucket);
    return bucket;
  }
}
