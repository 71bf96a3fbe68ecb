import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { ServiceLogger } from '../service-logger.js';

/** What was noted is written so often. */
export const FLUSH_INTERVAL_MS = 5_000;

/**
 * Gathers in memory what many requests would have to write to one row, and writes it every few seconds, when it is asked for
 * and at the end. What cannot be written is kept for the next time; over `max` keys, new ones are dropped.
 */
export abstract class Collector<V> implements OnApplicationBootstrap, OnModuleDestroy {
  private entries = new Map<string, V>();
  private timer?: NodeJS.Timeout;
  private writing: Promise<void> = Promise.resolve();
  private readonly logger = new ServiceLogger('InboundScim');

  protected constructor(private readonly max: number) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_INTERVAL_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  /** Writes what was noted before the call; one write after another. Never rejects: the log tells what failed. */
  flush(): Promise<void> {
    this.writing = this.writing.then(() => this.writeEntries());
    return this.writing;
  }

  protected note(key: string, value: V): void {
    const noted = this.entries.get(key);
    if (noted === undefined && this.entries.size >= this.max) return;
    this.entries.set(key, noted === undefined ? value : this.merge(noted, value));
  }

  protected abstract merge(earlier: V, later: V): V;

  protected abstract write(values: readonly V[]): Promise<void>;

  private async writeEntries(): Promise<void> {
    const entries = this.entries;
    if (entries.size === 0) return;
    this.entries = new Map();
    try {
      await this.write([...entries.values()]);
    } catch (error) {
      this.logger.warn(`${this.constructor.name}: not written yet: ${String(error)}`);
      this.restore(entries);
    }
  }

  private restore(unwritten: ReadonlyMap<string, V>): void {
    const later = this.entries;
    this.entries = new Map(unwritten);
    for (const [key, value] of later) this.note(key, value);
  }
}
