import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { ownerOptions, requestOptions } from '../../ormconfig.js';
import {
  AdminKeysService,
  BornRequestsAdapter,
  InboundScim,
  type InboundScimExtras,
  InboundScimModule,
  type InboundScimOptions,
} from '../../src/index.js';
import type { ServerLimits } from '../../src/edge/born-requests.adapter.js';
import { StatementReader } from './statement-reader.js';
import { createTestDatabase } from './test-database.js';

/** The whole service on a database of its own, listening. */
export interface TestApp {
  readonly url: string;
  /** An owner's. */
  readonly adminKey: string;
  /** As the owner of the schema, outside the fence. */
  readonly database: DataSource;
  readonly app: NestExpressApplication;
  /** What requests have sent to the database. */
  readonly statements: StatementReader;
  /** @throws Error when a statement of a request looked at a table without saying whose rows. */
  close(): Promise<void>;
}

export interface TestAppOptions
  extends Partial<InboundScimOptions>, Omit<InboundScimExtras, 'dataSource' | 'maintenance'> {
  /** Another instance's database; the caller drops it. */
  readonly databaseUrl?: string;
  /** How long slow clients are waited for; by default as long as Node does. */
  readonly serverLimits?: ServerLimits;
}

const OWNER = 'owner';
export const TEST_AUDIT_KEY = { id: 'test', secret: Buffer.alloc(32, 7) };

/** Starts the service as the standalone server does, with the options given; unlimited unless a limit is what is tested. */
export async function startApp({ databaseUrl, serverLimits, ...options }: TestAppOptions = {}): Promise<TestApp> {
  const made = databaseUrl === undefined ? await createTestDatabase() : undefined;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const app = await createApp(databaseUrl ?? made?.url ?? '', { publicUrl: url, ...options }, serverLimits);
  const statements = new StatementReader(app.get<DataSource>(getDataSourceToken()));
  // As with a hook of an application: each write is a transaction of its own.
  if (process.env.INBOUND_SCIM_TEST_WATCHED) app.get(InboundScim).subscribe(() => undefined);
  await app.listen(port, '127.0.0.1');
  const key = await app.get(AdminKeysService).installFirst(undefined);
  return {
    url,
    adminKey: key?.plaintext ?? '',
    database: app.get<DataSource>(getDataSourceToken(OWNER)),
    app,
    statements,
    close: async () => {
      const offences = await statements.offences(app.get<DataSource>(getDataSourceToken(OWNER)));
      await app.close();
      await made?.drop();
      if (offences.length > 0) throw new Error(`Not every statement says whose rows it means:\n${offences.join('\n')}`);
    },
  };
}

async function createApp(
  databaseUrl: string,
  options: Partial<InboundScimOptions> & Pick<InboundScimOptions, 'publicUrl'>,
  serverLimits?: ServerLimits,
): Promise<NestExpressApplication> {
  @Module({
    imports: [
      TypeOrmModule.forRoot(requestOptions(databaseUrl)),
      TypeOrmModule.forRoot({ ...ownerOptions(databaseUrl), name: OWNER }),
      InboundScimModule.forRoot({
        auditKey: TEST_AUDIT_KEY,
        fence: 'session',
        rateLimit: null,
        maintenance: OWNER,
        ...options,
      }),
    ],
  })
  class TestModule {}

  const app = await NestFactory.create<NestExpressApplication>(
    TestModule,
    new BornRequestsAdapter(undefined, serverLimits),
    {
      bodyParser: false,
      logger: ['error', 'fatal'],
      abortOnError: false,
    },
  );
  app.set('trust proxy', 1);
  return app;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await closed(server);
  return port;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
