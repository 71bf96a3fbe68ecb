import cluster from 'node:cluster';
import { join } from 'node:path';
import type { AuditKey } from '../index.js';
import { keepAuditKey } from './audit-key.js';
import { startEmbeddedPostgres } from './embedded-postgres/start-embedded-postgres.js';
import { readEnvironment } from './environment.js';
import { keepHeapSmall } from './keep-heap-small.js';
import { createLogger, type NestLogger } from './logger.js';
import { readSettings, type Settings } from './settings.js';
import { Shutdown } from './shutdown.js';
import { StartError } from './start-error.js';
import { Crew } from './workers/crew.js';
import { askForOrder, say } from './workers/order.js';

/** One process opens at most so many connections: ten for requests, three for the owner. */
const CONNECTIONS = 13;

/** Starts the standalone server, in this process or in as many as `WORKERS` says, which then serves until a signal ends it. A start that fails ends with code 1. */
export async function run(): Promise<void> {
  keepHeapSmall();
  let shutdown: Shutdown | undefined;
  try {
    const settings = readSettings(readEnvironment());
    const logger = createLogger(settings.logLevel);
    shutdown = new Shutdown(logger);
    shutdown.listen();
    await start(settings, logger, shutdown);
  } catch (error) {
    if (!shutdown?.signal.aborted) process.stderr.write(`${await describe(error)}\n`);
    process.exitCode = 1;
    await shutdown?.end(1);
  }
}

async function start(settings: Settings, logger: NestLogger, shutdown: Shutdown): Promise<void> {
  if (cluster.isWorker) return work(settings, logger, shutdown);
  const auditKey = await auditKeyOf(settings, logger);
  const database = preparedDatabase(settings, logger, shutdown);
  if (settings.workers > 1) {
    const crew = new Crew(settings.workers, logger);
    shutdown.add(() => crew.stop());
    return crew.start(database);
  }
  // The application takes a second to load; meanwhile the database starts.
  const [databaseUrl, { serve }] = await Promise.all([database, import('./serve.js')]);
  await serve({ settings, databaseUrl, auditKey, logger, shutdown, isFirst: true });
}

/** One of several processes; the primary one has made the key and the database ready. */
async function work(settings: Settings, logger: NestLogger, shutdown: Shutdown): Promise<void> {
  const { serve } = await import('./serve.js');
  const order = await askForOrder();
  const auditKey = settings.auditKey ?? (await keepAuditKey(settings.dataDir));
  await serve({ settings, ...order, auditKey, logger, shutdown });
  say('serving');
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

async function preparedDatabase(settings: Settings, logger: NestLogger, shutdown: Shutdown): Promise<string> {
  const [url, { prepareDatabase }] = await Promise.all([
    databaseOf(settings, logger, shutdown),
    import('./database.js'),
  ]);
  await prepareDatabase(url, logger, shutdown.signal);
  return url;
}

async function databaseOf(settings: Settings, logger: NestLogger, shutdown: Shutdown): Promise<string> {
  const { databaseUrl, dataDir, workers } = settings;
  if (databaseUrl) return databaseUrl;
  const starting = startEmbeddedPostgres({
    folder: dataDir,
    settings: { max_connections: Math.max(100, (workers + 1) * CONNECTIONS) },
    signal: shutdown.signal,
  });
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

/** Whoever starts the server can put right what a StartError says, and a database that went away; anything else is a fault of ours, and told whole. */
async function describe(error: unknown): Promise<string> {
  if (error instanceof StartError) return error.message;
  const { classifyDatabaseError } = await import('../index.js');
  const failure = classifyDatabaseError(error);
  if (failure) return `The database failed while the server started (${failure}): ${(error as Error).message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
