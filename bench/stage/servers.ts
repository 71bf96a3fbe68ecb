import { join } from 'node:path';
import { freePort } from '../../src/standalone/embedded-postgres/free-port.js';
import { type ServerProcess, startServer } from './start-server.js';

const BARE = join(import.meta.dirname, '../bare/main.js');
const PRODUCT = join(import.meta.dirname, '../../src/main.js');

/** A server that runs, and where. */
export interface RunningServer extends ServerProcess {
  readonly url: string;
}

/** Where and how. */
export interface Place {
  readonly databaseUrl: string;
  readonly folder: string;
}

/** The baseline. `isNamed`: with prepared statements. */
export async function startBare({ databaseUrl, folder }: Place, isNamed: boolean): Promise<RunningServer> {
  const server = await startServer({
    arguments: [BARE],
    environment: { NODE_ENV: 'production', DATABASE_URL: databaseUrl, NAMED: String(isNamed) },
    folder,
    ready: /^Listening on (\d+)$/m,
  });
  return { ...server, url: `http://127.0.0.1:${server.said[1]}` };
}

/** The keys of a product that is started more than once on one database. */
export interface Keys {
  readonly adminKey: string;
  readonly auditKey: string;
}

/** The product as `npm start` starts it, with its ordinary settings, on a database that is there. */
export async function startProduct({ databaseUrl, folder }: Place, keys: Keys): Promise<RunningServer> {
  const port = String(await freePort());
  const server = await startServer({
    arguments: [PRODUCT],
    environment: {
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      DATA_DIR: join(folder, 'product'),
      PORT: port,
      ADMIN_KEY: keys.adminKey,
      AUDIT_KEY: keys.auditKey,
    },
    folder,
    ready: /^Swagger UI: /m,
  });
  return { ...server, url: `http://127.0.0.1:${port}` };
}
