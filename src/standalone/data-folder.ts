import { chmod, mkdir, realpath } from 'node:fs/promises';

/** The folder at `path`, by its one true name; made when it is missing. */
export async function makeDataFolder(path: string): Promise<string> {
  const made = await mkdir(path, { recursive: true });
  const folder = await realpath(path);
  // Where root starts PostgreSQL as another user, that user passes through; each file is for its owner alone.
  if (made !== undefined) await chmod(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
  return folder;
}
