import { execFile } from 'node:child_process';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { StartError } from '../start-error.js';
import type { Account } from './account.js';

/** What a new cluster needs. */
export interface NewCluster {
  readonly initdb: string;
  readonly cluster: string;
  readonly account: Account | undefined;
  readonly user: string;
  readonly password: string;
  readonly flags: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * The locale is PostgreSQL's own C.UTF-8: the same order and the same letters on every machine, whatever the operating
 * system brings, and unchanged when that is upgraded.
 */
const FLAGS = [
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--data-checksums',
  '--no-instructions',
];

/** Makes the cluster. It gets its name when it is complete, so a start that is cut short leaves none. */
export async function initCluster({
  initdb,
  cluster,
  account,
  user,
  password,
  flags,
  signal,
}: NewCluster): Promise<void> {
  const partial = `${cluster}.new`;
  const passwordFile = `${cluster}.new-password`;
  await rm(partial, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  await mkdir(partial, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [partial, passwordFile]) await chown(path, account.uid, account.gid);
  try {
    const named = [`--pgdata=${partial}`, `--username=${user}`, `--pwfile=${passwordFile}`];
    await promisify(execFile)(initdb, [...named, ...FLAGS, ...flags], { ...account, cwd: '/', env: {}, signal });
  } catch (error) {
    throw signal.aborted ? error : new StartError(`The database could not be made: ${reason(error)}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(partial, cluster);
}

function reason(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  if ('stderr' in error && typeof error.stderr === 'string' && error.stderr !== '') return error.stderr.trim();
  return 'message' in error ? String(error.message) : 'initdb failed';
}
