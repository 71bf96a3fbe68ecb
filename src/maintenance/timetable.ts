import { Cron } from 'croner';
import type { Duty } from './duty.js';

/** Smaller than what any duty waits for. */
const LOOK_MS = 1_000;

/**
 * Fulfils duties by the clock of the machine. One that is set back would otherwise have to reach again where it was before anything is done: the
 * hours until then nothing would be sealed. So it is looked at, and the duties begin anew.
 */
export class Timetable {
  private jobs: readonly Cron[] = [];
  private watch?: NodeJS.Timeout;
  private latest = 0;

  constructor(private readonly duties: readonly Duty[]) {}

  /** From now on, without keeping the process alive for it. */
  start(): void {
    this.begin();
    this.watch = setInterval(() => this.look(), LOOK_MS).unref();
  }

  /** False where it was not started. What is under way goes on. */
  stop(): boolean {
    const wasStarted = this.watch !== undefined;
    clearInterval(this.watch);
    this.watch = undefined;
    for (const job of this.jobs) job.stop();
    return wasStarted;
  }

  private look(): void {
    if (Date.now() < this.latest) this.begin();
    this.latest = Date.now();
  }

  private begin(): void {
    this.latest = Date.now();
    for (const job of this.jobs) job.stop();
    this.jobs = this.duties.map((duty) => new Cron(duty.at, { protect: true, unref: true }, () => duty.fulfil()));
  }
}
