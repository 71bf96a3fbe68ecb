import { ExpiringMap } from './expiring-map.js';
import { hashOf } from './secret.js';

/** So long may an instance go on with what it knew: another one may have revoked the secret meanwhile. */
export const TTL_MS = 1_000;

/** Secrets that are remembered, and secrets that are known to be none: apart, so that guesses never push real ones out. */
export const MAX_FOUND = 10_000;
export const MAX_MISSING = 1_000;

export type Load<V> = (hash: string) => Promise<V | undefined>;

/**
 * What stands behind a secret. A burst of requests makes one look-up; its answer is kept for `TTL_MS` by a clock that never
 * runs backwards.
 */
export class SecretLookup<V extends object> {
  private readonly found: ExpiringMap<V>;
  private readonly missing: ExpiringMap<true>;
  private readonly underWay = new Map<string, Promise<V | undefined>>();

  constructor(
    private readonly load: Load<V>,
    now: () => number = () => performance.now(),
  ) {
    this.found = new ExpiringMap({ max: MAX_FOUND, ttlMs: TTL_MS, now });
    this.missing = new ExpiringMap({ max: MAX_MISSING, ttlMs: TTL_MS, now });
  }

  /** The answer itself where it is known, so that its requests wait for no promise. */
  find(secret: string): V | undefined | Promise<V | undefined> {
    const hash = hashOf(secret);
    const known = this.found.get(hash);
    if (known !== undefined || this.missing.get(hash)) return known;
    return this.underWay.get(hash) ?? this.lookUp(hash);
  }

  /** After a change on this instance: no request that comes later is answered by what was known before. */
  clear(): void {
    this.found.clear();
    this.missing.clear();
    this.underWay.clear();
  }

  private lookUp(hash: string): Promise<V | undefined> {
    const answer = this.load(hash);
    this.underWay.set(hash, answer);
    const done = (remember: () => void): void => {
      if (this.underWay.get(hash) !== answer) return; // `clear` came in between: what was read is old
      this.underWay.delete(hash);
      remember();
    };
    answer.then(
      (value) => done(() => this.remember(hash, value)),
      () => done(() => undefined),
    );
    return answer;
  }

  private remember(hash: string, value: V | undefined): void {
    if (value === undefined) this.missing.set(hash, true);
    else this.found.set(hash, value);
  }
}
