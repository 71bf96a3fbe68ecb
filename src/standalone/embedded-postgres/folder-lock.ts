import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../start-error.js';
import { processStart } from './process-identity.js';

/**
 * Takes the folder for this process, and gives back how to leave it. What a killed process left is taken over.
 * @throws StartError when another server works in the folder.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'server.pid');
  const mine = `${process.pid} ${await processStart(process.pid)}`;
  while (!(await claim(path, mine))) {
    const holder = await readFile(path, 'utf8').catch(() => '');
    if (await isRunning(holder)) throw inUse(folder, holder);
    await rm(path, { force: true });
  }
  return () => rm(path, { force: true });
}

/** A link is made whole or not at all, and never over another. */
async function claim(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, content);
  const made = await link(draft, path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
  await rm(draft, { force: true });
  return made;
}

async function isRunning(holder: string): Promise<boolean> {
  const [pid, ...start] = holder.split(' ');
  return start.length > 0 && (await processStart(Number(pid))) === start.join(' ');
}

function inUse(folder: string, holder: string): StartError {
  const [pid] = holder.split(' ');
  return new StartError(
    `Another server (process ${pid}) works in ${folder}. Stop it, or set DATA_DIR to another folder.`,
  );
}
