import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { StartError } from '../start-error.js';

/** A user of the operating system. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const NAME = 'postgres';

/**
 * The user that PostgreSQL runs as; undefined is the user of this process. PostgreSQL refuses to run as root: then it is
 * whoever owns the cluster already, or the user `postgres`, who is made where there is none.
 */
export function accountFor(cluster: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return ownerOf(cluster) ?? find() ?? make();
}

/** Whether the account may enter the folder: each of its parents must let it pass. */
export function canEnter(account: Account, folder: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** Whether the account can run the program: it must reach the file and the libraries beside it. */
export function canRun(account: Account, program: string): boolean {
  return spawnSync(program, ['--version'], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;
}

function ownerOf(cluster: string): Account | undefined {
  const { uid, gid } = statSync(cluster, { throwIfNoEntry: false }) ?? {};
  return uid === undefined || gid === undefined || uid === 0 ? undefined : { uid, gid };
}

function find(): Account | undefined {
  const ask = (option: string): number =>
    Number(execFileSync('id', [option, NAME], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    return undefined;
  }
}

function make(): Account {
  spawnSync('useradd', ['--system', '--user-group', '--shell', '/bin/sh', NAME], { stdio: 'ignore' });
  const account = find();
  if (account) return account;
  throw new StartError(
    `PostgreSQL does not run as root, and there is no user "${NAME}" to run it as. ` +
      `Make one (useradd --system ${NAME}), start as another user, or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}
