import { ServiceLogger } from '../service-logger.js';
import type { DirectoryChange } from './directory-change.js';

/** Whoever wants to know what was committed. What it throws is logged. */
export type ChangeListener = (change: DirectoryChange) => Promise<void> | void;

/** Calls listeners behind commits, one change after the other, while requests go on. */
export class Announcer {
  private readonly logger = new ServiceLogger('InboundScim');
  private readonly listeners = new Set<ChangeListener>();
  private last: Promise<void> = Promise.resolve();

  /** The answer takes the listener away. */
  add(listener: ChangeListener): () => void {
    const entry: ChangeListener = (change) => listener(change);
    this.listeners.add(entry);
    return () => void this.listeners.delete(entry);
  }

  announce(changes: readonly DirectoryChange[]): void {
    this.last = this.last.then(() => this.call(changes));
  }

  /** All that was announced has been told. */
  ended(): Promise<void> {
    return this.last;
  }

  private async call(changes: readonly DirectoryChange[]): Promise<void> {
    for (const change of changes) {
      for (const listener of this.listeners) await this.tell(listener, change);
    }
  }

  private async tell(listener: ChangeListener, change: DirectoryChange): Promise<void> {
    try {
      await listener(change);
    } catch (error) {
      const stack = error instanceof Error ? error.stack : String(error);
      this.logger.error(`A listener failed at ${change.type}, request id ${change.requestId}.`, stack);
    }
  }
}
