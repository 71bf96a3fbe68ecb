import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from '../start-error.js';
import { processCommand } from './process-identity.js';

const PATIENCE_MS = 60_000;
const STEP_MS = 25;

/**
 * Ends the PostgreSQL that a killed server left running on this cluster, in the orderly way: what it acknowledged is on
 * the disk. To be called with the folder locked, so that no living server owns it.
 */
export async function endOrphan(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(path, 'utf8').catch(() => ''), 10);
  const command = Number.isNaN(pid) ? undefined : await processCommand(pid);
  if (command === undefined) return;
  // In a container that starts anew the number often belongs to another program, and PostgreSQL would wait for that one.
  if (!command.includes('postgres')) return rm(path, { force: true });
  if (!command.includes(cluster)) return;
  process.kill(pid, 'SIGINT');
  await gone(pid, command);
}

async function gone(pid: number, command: string): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += STEP_MS) {
    if ((await processCommand(pid)) !== command) return;
    await delay(STEP_MS);
  }
  throw new StartError(`A PostgreSQL of an earlier start (process ${pid}) does not end. End it and start again.`);
}
