import { chmod, mkdtemp, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of one's own that anybody may pass through, as PostgreSQL's user must where the tests run as root. */
export async function makeScratchFolder(mode = 0o711): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'inbound-scim-test-'));
  await chmod(folder, mode);
  return folder;
}

/** With what was put elsewhere because PostgreSQL's user could not enter it. */
export async function removeScratchFolder(folder: string): Promise<void> {
  const outside = await readlink(join(folder, 'postgres')).catch(() => undefined);
  if (outside) await rm(dirname(outside), { recursive: true });
  await rm(folder, { recursive: true });
}
