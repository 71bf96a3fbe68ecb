import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readEnvironment } from './environment.js';
import { makeDataFolder } from './data-folder.js';
import { readOrMakeSecret } from './secret-file.js';
import type { Settings } from './settings.js';

/**
 * Leaves the URL and a token of its own for the simulator in `dataDir/demo.json`, for the user of this process alone; the
 * simulator deletes the file when it takes it over. Only for a demo that nobody else depends on: never in production, never on
 * a database of the user's own, and not where each tenant has a host of its own.
 */
export async function leaveForSimulator(
  settings: Settings,
  scimBaseUrl: string,
  mint: () => Promise<string>,
): Promise<void> {
  if (!isForDemonstration(settings)) return;
  const path = join(await makeDataFolder(settings.dataDir), 'demo.json');
  const url = `${settings.localUrl}${scimBaseUrl.slice(settings.publicUrl.length).replace(/\/$/, '')}`;
  const token = await mint();
  // Of an earlier database in the same folder.
  await rm(path, { force: true });
  await readOrMakeSecret(path, () => JSON.stringify({ url, token }));
}

function isForDemonstration({ databaseUrl, publicUrl }: Settings): boolean {
  const isProduction = readEnvironment().NODE_ENV === 'production';
  return !isProduction && databaseUrl === undefined && !publicUrl.includes('{tenant}');
}
