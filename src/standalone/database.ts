import type { LoggerService } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { ownerOptions } from '../../ormconfig.js';
import { runMigrations } from '../index.js';
import { problemOf, type ServerRow } from './server-problem.js';
import { StartError } from './start-error.js';

const PATIENCE_MS = 30_000;
const STEP_MS = 500;

/** A database that is being started beside this server: its name is not known yet, nobody listens, it says so itself. */
const NOT_YET = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', '57P03'];

/**
 * Waits for the database (half a minute at most), checks that it is one the service can use, and migrates it.
 * @throws StartError with the remedy when it is not reachable, too old, or may not be migrated.
 */
export async function prepareDatabase(url: string, logger: LoggerService, signal: AbortSignal): Promise<void> {
  const client = await connect({ connectionString: url, connectionTimeoutMillis: 5000 }, logger, signal);
  try {
    await assertUsable(client);
  } finally {
    await client.end();
  }
  await migrate(url, logger);
}

async function connect(config: ClientConfig, logger: LoggerService, signal: AbortSignal): Promise<Client> {
  for (let waited = 0; ; waited += STEP_MS) {
    const client = new Client(config);
    // A connection that is lost between two statements is told by the next one.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      const { code = '', message } = error as { code?: string; message: string };
      const reason = message || code;
      if (!NOT_YET.includes(code) || waited >= PATIENCE_MS)
        throw new StartError(`The database of DATABASE_URL cannot be used: ${reason}`);
      if (waited === 0) logger.warn(`Waiting for the database: ${reason}`, 'Database');
    }
    await delay(STEP_MS, undefined, { signal });
  }
}

async function assertUsable(client: Client): Promise<void> {
  const { rows } = await client.query<ServerRow>(
    `SELECT current_setting('server_version') AS version, current_setting('server_encoding') AS encoding`,
  );
  const [row] = rows;
  const problem = row && problemOf(row);
  if (problem) throw new StartError(problem);
}

async function migrate(url: string, logger: LoggerService): Promise<void> {
  try {
    for (const name of await runMigrations(ownerOptions(url))) logger.log(`Migrated: ${name}`, 'Database');
  } catch (error) {
    throw refusalOf(error);
  }
}

/** What PostgreSQL refused, in its words and with its hint: a missing right, most likely. */
function refusalOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('driverError' in error)) return error;
  const { message, hint } = error.driverError as { message: string; hint?: string };
  return new StartError(`The database could not be migrated: ${message}${hint ? `\n${hint}` : ''}`);
}
