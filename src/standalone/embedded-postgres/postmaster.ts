import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Account } from './account.js';

/** How PostgreSQL is to be run. */
export interface PostmasterOptions {
  readonly postgres: string;
  readonly cluster: string;
  readonly account: Account | undefined;
  /** Whatever PostgreSQL says goes into this file; the one of the start before is kept beside it. */
  readonly log: string;
  readonly settings: Readonly<Record<string, string | number>>;
  readonly signal: AbortSignal;
}

/** PostgreSQL ended before it was ready; the message is what it said. */
export class PostmasterFailed extends Error {
  override readonly name = 'PostmasterFailed';
}

const STEP_MS = 10;

/** Starts PostgreSQL on the cluster and waits until it accepts connections; recovery after a crash may take its time. */
export async function startPostmaster(options: PostmasterOptions): Promise<ChildProcess> {
  await rename(options.log, options.log.replace(/(\.log)?$/, '.previous.log')).catch(() => undefined);
  const child = spawnPostmaster(options);
  while (!(await isReady(child, options.cluster))) {
    if (options.signal.aborted) await stopPostmaster(child, 'SIGINT');
    options.signal.throwIfAborted();
    if (hasEnded(child)) throw new PostmasterFailed((await readFile(options.log, 'utf8').catch(() => '')).trim());
    await delay(STEP_MS);
  }
  return child;
}

/** SIGINT ends all sessions and writes everything down; SIGQUIT drops everything, for a cluster that is thrown away. */
export async function stopPostmaster(child: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (hasEnded(child)) return;
  child.ref();
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

/** A process group of its own, for Ctrl-C at the terminal must reach the server first; no pipe that a dead server breaks. */
function spawnPostmaster({ postgres, cluster, account, log, settings }: PostmasterOptions): ChildProcess {
  const file = openSync(log, 'w', 0o600);
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const stdio: ('ignore' | number)[] = ['ignore', file, file];
  const child = spawn(postgres, ['-D', cluster, ...flags], { ...account, cwd: '/', env: {}, stdio, detached: true });
  // Without a listener an error of spawn would end this process; it shows as a child without a number.
  child.on('error', () => undefined);
  child.unref();
  endWithUs(child);
  closeSync(file);
  return child;
}

/** However this process ends, short of being killed: PostgreSQL is told, and ends by itself. */
function endWithUs(child: ChildProcess): void {
  const tell = () => child.kill('SIGINT');
  process.once('exit', tell);
  child.once('exit', () => process.off('exit', tell));
}

/** PostgreSQL writes its state into the eighth line of its lock file; `pg_ctl` reads the same. */
async function isReady(child: ChildProcess, cluster: string): Promise<boolean> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  return lines[0] === String(child.pid) && lines[7]?.trim() === 'ready';
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}
