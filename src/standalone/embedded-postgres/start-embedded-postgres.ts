import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { makeDataFolder } from '../data-folder.js';
import { readOrMakeSecret, readSecret } from '../secret-file.js';
import { StartError } from '../start-error.js';
import { accountFor } from './account.js';
import { findBinaries } from './binaries.js';
import { clusterFolder } from './cluster-folder.js';
import { endOrphan } from './end-orphan.js';
import { lockFolder } from './folder-lock.js';
import { freePort } from './free-port.js';
import { initCluster } from './init-cluster.js';
import { PostmasterFailed, startPostmaster, stopPostmaster, type PostmasterOptions } from './postmaster.js';

/** A PostgreSQL of our own that runs. */
export interface EmbeddedPostgres {
  /** Of the database `inbound_scim`, as the superuser who owns it. */
  readonly url: string;
  /** Settles when PostgreSQL has ended, whoever ended it. */
  readonly lost: Promise<void>;
  /** SIGINT (the default) writes everything down first; SIGQUIT is for a cluster that is thrown away. */
  stop(signal?: 'SIGINT' | 'SIGQUIT'): Promise<void>;
}

/** What can be chosen. */
export interface EmbeddedPostgresOptions {
  /** Holds the cluster, its password, its log and the lock of the server that uses it; made when it is missing. */
  readonly folder: string;
  /** Settings of PostgreSQL beside the ones it needs. */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** Flags of `initdb` beside the ones it needs. */
  readonly initdb?: readonly string[];
  /** Gives the start up; what was begun is stopped. */
  readonly signal: AbortSignal;
}

/** The user and the database have one name. */
const NAME = 'inbound_scim';

/** Reachable from this machine alone, by TCP, so that no socket file depends on who may write where. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** The workers of a PostgreSQL that was killed let go of its memory within moments. */
const ATTEMPTS = 40;
const PAUSE_MS = 250;
const PASSES = ['pre-existing shared memory block', 'Address already in use'];

/**
 * Starts the PostgreSQL that comes with the package, on the data in `folder`; the first start makes them. As root it runs as
 * the user `postgres`. One server a folder; what a killed one left running is ended first, and its data recovered.
 * @throws StartError with the remedy when it cannot be started.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = await makeDataFolder(options.folder);
  const unlock = await lockFolder(folder);
  try {
    const postgres = await startIn(folder, options);
    return { ...postgres, stop: (how) => postgres.stop(how).finally(unlock) };
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function startIn(folder: string, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const account = accountFor(join(folder, 'postgres'));
  const [cluster, programs] = await Promise.all([clusterFolder(folder, account), findBinaries(account)]);
  await endOrphan(cluster);
  const isNew = !existsSync(cluster);
  const password = await passwordOf(folder, isNew);
  const { signal, settings, initdb: flags = [] } = options;
  if (isNew) await initCluster({ initdb: programs.initdb, cluster, account, user: NAME, password, flags, signal });
  const { child, port } = await startSomewhere({
    ...{ postgres: programs.postgres, cluster, account, log: join(folder, 'postgres.log'), signal },
    settings: { ...SETTINGS, ...settings },
  });
  const server = `postgresql://${NAME}:${password}@127.0.0.1:${port}`;
  await makeDatabase(`${server}/postgres`);
  return {
    url: `${server}/${NAME}`,
    lost: new Promise((resolve) => child.once('exit', () => resolve())),
    stop: (how = 'SIGINT') => stopPostmaster(child, how),
  };
}

async function passwordOf(folder: string, isNew: boolean): Promise<string> {
  const path = join(folder, 'postgres-password');
  const password = isNew
    ? await readOrMakeSecret(path, () => randomBytes(24).toString('base64url'))
    : await readSecret(path);
  if (password) return password;
  throw new StartError(`${path} is missing, without which the data beside it cannot be opened. Restore the file.`);
}

async function startSomewhere(options: PostmasterOptions) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { port, child: await startPostmaster({ ...options, settings: { ...options.settings, port } }) };
    } catch (error) {
      if (!(error instanceof PostmasterFailed)) throw error;
      const passes = PASSES.some((words) => error.message.includes(words));
      if (!passes || attempt === ATTEMPTS) throw new StartError(`The database did not start:\n${error.message}`);
    }
    await delay(PAUSE_MS);
  }
}

async function makeDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [NAME]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${NAME}`);
  } finally {
    await client.end();
  }
}
