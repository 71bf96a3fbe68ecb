import type { LoggerService } from '@nestjs/common';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** At a terminal, Ctrl-C arrives twice: from the terminal itself and from npm, which hands on what it got. */
const SAME_SIGNAL_MS = 300;

/** The orderly end: what was opened is closed, last first, and the process ends with the code. */
export class Shutdown {
  /** Aborts whatever is still being started. */
  readonly signal: AbortSignal;
  private readonly controller = new AbortController();
  private readonly steps: (() => Promise<void>)[] = [];
  private firstSignalAt?: number;

  constructor(private readonly logger: LoggerService) {
    this.signal = this.controller.signal;
  }

  /** From now on signals end the process: the first in order, the next at once. */
  listen(): void {
    for (const signal of SIGNALS) process.on(signal, () => this.onSignal(signal));
  }

  /** What has to be done at the end. */
  add(step: () => Promise<void>): void {
    this.steps.push(step);
  }

  /** Does the steps, once, however often it is called. A step that fails is logged, and the others are done. */
  async end(code: number): Promise<void> {
    if (this.signal.aborted) return;
    this.controller.abort();
    for (const step of this.steps.toReversed()) {
      await step().catch((error: unknown) => void this.logger.error(error, 'Shutdown'));
    }
    process.exit(code);
  }

  private onSignal(signal: NodeJS.Signals): void {
    const now = performance.now();
    this.firstSignalAt ??= now;
    if (now - this.firstSignalAt > SAME_SIGNAL_MS) process.exit(1);
    if (this.signal.aborted) return;
    this.logger.log(`${signal}: stopping`, 'Shutdown');
    void this.end(0);
  }
}
