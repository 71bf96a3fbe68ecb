import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { accountFor } from '../../src/standalone/embedded-postgres/account.js';
import { findBinaries } from '../../src/standalone/embedded-postgres/binaries.js';
import { freePort } from '../../src/standalone/embedded-postgres/free-port.js';
import { initCluster } from '../../src/standalone/embedded-postgres/init-cluster.js';
import { startPostmaster, stopPostmaster } from '../../src/standalone/embedded-postgres/postmaster.js';

const USER = 'owner';
const PASSWORD = 'owner-of-a-throw-away-cluster';

/** A PostgreSQL of one's own that may be stopped and started under its clients: always on the same port, durable as one in use is. */
export class OwnPostgres {
  private child?: ChildProcess;

  private constructor(
    private readonly port: number,
    private readonly options: Parameters<typeof startPostmaster>[0],
  ) {}

  /** Makes the cluster in the folder and starts it. */
  static async make(folder: string): Promise<OwnPostgres> {
    const cluster = join(folder, 'own-postgres');
    const account = accountFor(cluster);
    const { initdb, postgres } = await findBinaries(account);
    const { signal } = new AbortController();
    await initCluster({ initdb, cluster, account, user: USER, password: PASSWORD, flags: ['--no-sync'], signal });
    const port = await freePort();
    const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port };
    const log = join(folder, 'own-postgres.log');
    const made = new OwnPostgres(port, { postgres, cluster, account, log, settings, signal });
    await made.start();
    return made;
  }

  /** Of its first database, as its superuser. */
  get url(): string {
    return `postgresql://${USER}:${PASSWORD}@127.0.0.1:${this.port}/postgres`;
  }

  /** Resolves when it accepts connections. */
  async start(): Promise<void> {
    this.child = await startPostmaster(this.options);
  }

  /** SIGINT ends every session and writes all down; SIGQUIT drops everything, and the next start recovers as after a crash. */
  async stop(how: 'SIGINT' | 'SIGQUIT'): Promise<void> {
    if (this.child) await stopPostmaster(this.child, how);
  }
}
