import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { BornRequestsAdapter, type AuditKey } from '../index.js';
import { drain } from './drain.js';
import { Readiness } from './health/readiness.js';
import type { Settings } from './settings.js';
import { StandaloneModule } from './standalone.module.js';
import { StartError } from './start-error.js';
import { serveSwagger } from './swagger.js';

/** Whoever sends a request more slowly than this is cut off with 408; it is looked for every few seconds. */
const LIMITS = {
  headersTimeout: 20_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
  // Above what proxies keep, so that it is they who close: a request never meets a connection that is just being closed.
  keepAliveTimeout: 75_000,
};

export { firstStart } from './first-start.js';

/** The application, not listening yet. The bodies of requests are read by the doors that take them. */
export async function createServer(
  settings: Settings,
  databaseUrl: string,
  auditKey: AuditKey,
  logger: LoggerService,
): Promise<NestExpressApplication> {
  const module = StandaloneModule.forRoot(settings, databaseUrl, auditKey);
  const options = { bodyParser: false, logger, abortOnError: false };
  const adapter = new BornRequestsAdapter(undefined, LIMITS);
  const app = await NestFactory.create<NestExpressApplication>(module, adapter, options);
  app.set('trust proxy', settings.trustProxy);
  app.use('/admin', helmet());
  serveSwagger(app);
  return app;
}

/** @throws StartError when the address is taken or not this machine's. */
export async function listen(app: NestExpressApplication, { port, host }: Settings): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    throw refusalOf(error, port, host);
  }
}

/** Answers what is in flight, then ends the application. */
export async function stop(app: NestExpressApplication): Promise<void> {
  app.get(Readiness).end();
  await drain(app.getHttpServer());
  await app.close();
}

function refusalOf(error: unknown, port: number, host: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new StartError(`Port ${port} of ${host} is in use. Stop what uses it, or set PORT to another one.`);
    case 'EACCES':
      return new StartError(`Port ${port} may not be used by this user. Set PORT to one from 1024 on.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(`${host} is no address of this machine. Set HOST to one, or to 0.0.0.0 for all.`);
    default:
      return error;
  }
}
