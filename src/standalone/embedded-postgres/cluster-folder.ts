import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readlink, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { canEnter, type Account } from './account.js';

/** Where things go that PostgreSQL's user cannot reach in place. Only root needs it, and root may write there. */
export const OUTSIDE = '/var/lib/inbound-scim';

/**
 * The folder of the cluster: `folder/postgres`. Where the account cannot enter `folder` (a project below `/root`, say) this
 * is a symbolic link to a folder outside, made once; so removing `folder` still means starting anew.
 */
export async function clusterFolder(folder: string, account: Account | undefined): Promise<string> {
  const cluster = join(folder, 'postgres');
  const outside = await readlink(cluster).catch(() => undefined);
  if (outside !== undefined) return outside;
  if (!account || existsSync(cluster) || canEnter(account, folder)) return cluster;
  return placeOutside(cluster);
}

/** Anybody may pass through, whatever the umask. */
export async function makeOutside(): Promise<void> {
  await mkdir(OUTSIDE, { recursive: true });
  await chmod(OUTSIDE, 0o755);
}

async function placeOutside(cluster: string): Promise<string> {
  await makeOutside();
  const home = await mkdtemp(join(OUTSIDE, 'data-'));
  await chmod(home, 0o711);
  const outside = join(home, 'postgres');
  await symlink(outside, cluster);
  return outside;
}
