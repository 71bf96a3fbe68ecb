import { BoundedMap } from '../tenants/bounded-map.js';

export interface ExpiringMapOptions {
  /** Entries at most; the oldest is dropped for a new one. */
  readonly max: number;
  readonly ttlMs: number;
  /** Milliseconds that never run backwards. */
  readonly now: () => number;
}

/** A bounded map that forgets each entry a while after it was set, however often it was asked for meanwhile. */
export class ExpiringMap<V> {
  private readonly entries: BoundedMap<{ readonly value: V; readonly until: number }>;

  constructor(private readonly options: ExpiringMapOptions) {
    this.entries = new BoundedMap(options.max);
  }

  get(key: string): V | undefined {
    const entry = this.entries.get(key);
    if (!entry || entry.until > this.options.now()) return entry?.value;
    this.entries.delete(key);
    return undefined;
  }

  set(key: string, value: V): void {
    this.entries.set(key, { value, until: this.options.now() + this.options.ttlMs });
  }

  clear(): void {
    this.entries.clear();
  }
}
