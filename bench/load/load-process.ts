import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { JobName, Jobs, News } from './jobs.js';

const MAIN = join(import.meta.dirname, 'main.js');

/** The process that sends the requests. One job at a time. */
export class LoadProcess {
  private constructor(private readonly child: ChildProcess) {}

  static start(): LoadProcess {
    return new LoadProcess(fork(MAIN, { serialization: 'advanced' }));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** `onReach` is told how far a long job is. @throws Error when it could not be done, or the process has ended */
  ask<K extends JobName>(
    name: K,
    asks: Jobs[K]['asks'],
    onReach: (reached: number) => void = () => undefined,
  ): Promise<Jobs[K]['gives']> {
    return new Promise((resolve, reject) => {
      const end = () => reject(new Error('The load process has ended.'));
      const hear = (news: News) => {
        if ('reached' in news) return onReach(news.reached);
        this.child.off('message', hear).off('exit', end);
        if ('failed' in news) reject(new Error(news.failed));
        else resolve(news.gives);
      };
      this.child.on('message', hear).once('exit', end);
      this.child.send({ name, asks });
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}
