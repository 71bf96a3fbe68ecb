import type { RateLimit } from '../inbound-scim.settings.js';
import { BoundedMap } from '../tenants/bounded-map.js';

interface Bucket {
  level: number;
  /** When `level` was right, in ms of the monotonic clock. */
  at: number;
}

/** Buckets that are remembered; the one made longest ago is dropped for a new one. */
export const MAX_BUCKETS = 10_000;

/**
 * A token bucket for each key: `burst` points at once, refilled by `perSecond`, evenly. A refused request takes nothing, so
 * whoever stays within `perSecond` is never refused, not even right after a flood of their own.
 *
 * It answers without a promise: every SCIM request asks it.
 */
export class TokenBuckets {
  private readonly buckets = new BoundedMap<Bucket>(MAX_BUCKETS);

  constructor(private readonly now: () => number = () => performance.now()) {}

  /**
   * Takes `points` and answers 0, or takes nothing and answers the seconds after which there will be enough. More points
   * than `burst` count as `burst`: a heavy request waits for a full bucket, it is not refused for ever.
   */
  take(key: string, points: number, { perSecond, burst }: RateLimit): number {
    const bucket = this.refilled(key, { perSecond, burst });
    const wanted = Math.min(points, burst);
    if (bucket.level < wanted) return (wanted - bucket.level) / perSecond;
    bucket.level -= wanted;
    return 0;
  }

  private refilled(key: string, { perSecond, burst }: RateLimit): Bucket {
    const now = this.now();
    const bucket = this.buckets.get(key);
    if (!bucket) return this.fill(key, { level: burst, at: now });
    bucket.level = Math.min(burst, bucket.level + ((now - bucket.at) / 1_000) * perSecond);
    bucket.at = now;
    return bucket;
  }

  private fill(key: string, bucket: Bucket): Bucket {
    this.buckets.set(key, bucket);
    return bucket;
  }
}
