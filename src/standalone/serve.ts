import type { AuditKey } from '../index.js';
import type { NestLogger } from './logger.js';
import { createServer, firstStart, listen, stop } from './server.js';
import type { Settings } from './settings.js';
import type { Shutdown } from './shutdown.js';

/** What a process serves with. */
export interface Service {
  readonly settings: Settings;
  readonly databaseUrl: string;
  readonly auditKey: AuditKey;
  readonly logger: NestLogger;
  readonly shutdown: Shutdown;
  /** Whether this process makes and shows what the first start makes. */
  readonly isFirst: boolean;
}

/**
 * Serves on a database that is ready, until the shutdown.
 * @throws StartError when the address is taken or not this machine's.
 */
export async function serve({ settings, databaseUrl, auditKey, logger, shutdown, isFirst }: Service): Promise<void> {
  const app = await createServer(settings, databaseUrl, auditKey, logger);
  shutdown.add(() => stop(app));
  // Listening comes first: a start that fails for its port must not have made secrets that nobody gets to see.
  await listen(app, settings);
  logger.log(`Listening on ${settings.localUrl}`, 'Server');
  if (isFirst) await firstStart(app, settings, (line) => process.stdout.write(`${line}\n`));
}
