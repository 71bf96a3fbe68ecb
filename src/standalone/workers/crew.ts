import type { LoggerService } from '@nestjs/common';
import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from '../start-error.js';
import type { Order, Word } from './order.js';

/** After an end comes a pause, and twice as long a one after an end that follows soon: what cannot live burns no processor. */
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const SOON_MS = 60_000;

/** A worker answers what it has begun within ten seconds, and seals the event log; then it is killed. */
const PATIENCE_MS = 20_000;

/** The worker processes of one server, which listen on one port. One that ends is replaced, until the crew is stopped. */
export class Crew {
  private isStopping = false;

  constructor(
    private readonly size: number,
    private readonly logger: LoggerService,
  ) {}

  /**
   * Starts a worker, which loads until the URL of the database is known; when it serves, the others. It alone makes the first start.
   * @throws StartError when the first ends instead; it has said why.
   */
  async start(databaseUrl: Promise<string>): Promise<void> {
    // Each worker takes connections from the kernel itself: one that the primary process hands to a worker that has just ended
    // would stay open, and never be answered.
    cluster.schedulingPolicy = cluster.SCHED_NONE;
    const first = this.recruit(databaseUrl, true);
    const serving = serves(first);
    // Whatever keeps the database from coming up is told first.
    serving.catch(() => undefined);
    await databaseUrl;
    await serving;
    void this.keep(first, databaseUrl);
    for (let n = 1; n < this.size; n += 1) void this.keep(this.recruit(databaseUrl), databaseUrl);
  }

  /** Lets each worker answer what it has begun. */
  async stop(): Promise<void> {
    this.isStopping = true;
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    await Promise.all(workers.map(end));
  }

  /** One worker after the other in one place. */
  private async keep(first: Worker, databaseUrl: Promise<string>): Promise<void> {
    let pause = PAUSE_MS;
    for (let worker = first; ; worker = this.recruit(databaseUrl)) {
      const begun = performance.now();
      const how = await ended(worker);
      if (this.isStopping) return;
      pause = performance.now() - begun < SOON_MS ? Math.min(pause * 2, LONGEST_PAUSE_MS) : PAUSE_MS;
      this.logger.error(`Worker ${worker.id} has ended (${how}); another takes its place in ${pause} ms.`, 'Server');
      await delay(pause);
      if (this.isStopping) return;
    }
  }

  /** Forks a worker, which asks for its order when it has loaded. */
  private recruit(databaseUrl: Promise<string>, isFirst = false): Worker {
    const worker = cluster.fork();
    worker.on('message', (word: Word) => {
      if (word === 'serving') this.logger.log(`Worker ${worker.id} serves: process ${worker.process.pid}`, 'Server');
      else databaseUrl.then((url) => void worker.send({ databaseUrl: url, isFirst } satisfies Order, ignored), ignored);
    });
    return worker;
  }
}

/** Whom its order does not reach has ended, which is seen elsewhere; without a database there is no order. */
function ignored(): void {}

async function serves(worker: Worker): Promise<void> {
  const serving = new Promise<void>((resolve) =>
    worker.on('message', (word: Word) => {
      if (word === 'serving') resolve();
    }),
  );
  const failed = ended(worker).then((how) => {
    throw new StartError(`The server did not start: its first worker ended (${how}).`);
  });
  await Promise.race([serving, failed]);
}

/** The exit code, or the signal that ended it. */
async function ended(worker: Worker): Promise<string> {
  const [code, signal] = (await once(worker, 'exit')) as [number | null, string | null];
  return signal ?? String(code);
}

async function end(worker: Worker): Promise<void> {
  const exit = once(worker, 'exit');
  worker.process.kill('SIGTERM');
  const cut = setTimeout(() => worker.process.kill('SIGKILL'), PATIENCE_MS);
  await exit;
  clearTimeout(cut);
}
