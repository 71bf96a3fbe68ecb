import { join } from 'node:path';
import type { AuditKey } from '../index.js';
import { keepAuditKey } from './audit-key.js';
import { startEmbeddedPostgres } from './embedded-postgres/start-embedded-postgres.js';
import { readEnvironment } from './environment.js';
import { createLogger, type NestLogger } from './logger.js';
import { readSettings, type Settings } from './settings.js';
import { Shutdown } from './shutdown.js';
import { StartError } from './start-error.js';

/** Starts the standalone server, which then serves until a signal ends it. A start that fails ends with code 1. */
export async function run(): Promise<void> {
  let shutdown: Shutdown | undefined;
  try {
    const settings = readSettings(readEnvironment());
    const logger = createLogger(settings.logLevel);
    shutdown = new Shutdown(logger);
    shutdown.listen();
    await start(settings, logger, shutdown);
  } catch (error) {
    if (!shutdown?.signal.aborted) process.stderr.write(`${describe(error)}\n`);
    process.exitCode = 1;
    await shutdown?.end(1);
  }
}

async function start(settings: Settings, logger: NestLogger, shutdown: Shutdown): Promise<void> {
  const auditKey = await auditKeyOf(settings, logger);
  // The application takes a second to load; meanwhile the database starts.
  const [url, server] = await Promise.all([databaseOf(settings, logger, shutdown), import('./server.js')]);
  await server.prepareDatabase(url, logger, shutdown.signal);
  const app = await server.createServer(settings, url, auditKey, logger);
  shutdown.add(() => server.stop(app));
  // Listening comes first: a start that fails for its port must not have made secrets that nobody gets to see.
  await server.listen(app, settings);
  logger.log(`Listening on ${settings.localUrl}`, 'Server');
  await server.firstStart(app, settings, (line) => process.stdout.write(`${line}\n`));
}

async function auditKeyOf(settings: Settings, logger: NestLogger): Promise<AuditKey> {
  if (settings.auditKey) return settings.auditKey;
  if (settings.databaseUrl) {
    logger.warn(
      `Events are signed with the key in ${settings.dataDir}. Several instances need the same one: set AUDIT_KEY.`,
      'Server',
    );
  }
  return keepAuditKey(settings.dataDir);
}

async function databaseOf({ databaseUrl, dataDir }: Settings, logger: NestLogger, shutdown: Shutdown): Promise<string> {
  if (databaseUrl) return databaseUrl;
  const starting = startEmbeddedPostgres({ folder: dataDir, signal: shutdown.signal });
  shutdown.add(() =>
    starting.then(
      (postgres) => postgres.stop(),
      () => undefined,
    ),
  );
  const postgres = await starting;
  void postgres.lost.then(() => {
    if (shutdown.signal.aborted) return;
    logger.fatal(`The embedded PostgreSQL has ended; why is in ${join(dataDir, 'postgres.log')}.`, 'Server');
    void shutdown.end(1);
  });
  return postgres.url;
}

/** Whoever starts the server can put right what a StartError says; anything else is a fault of ours, and told whole. */
function describe(error: unknown): string {
  if (error instanceof StartError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
