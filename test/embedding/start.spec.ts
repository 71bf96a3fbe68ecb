import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DynamicModule, Injectable, Module, type ModuleMetadata, Scope, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import {
  entities,
  type InboundScimExtras,
  InboundScimHook,
  InboundScimModule,
  type InboundScimOptions,
  migrations,
} from '../../src/index.js';
import { TEST_AUDIT_KEY } from '../support/test-app.js';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../support/test-database.js';

const OPTIONS = { publicUrl: 'https://scim.example.com', auditKey: TEST_AUDIT_KEY, upkeep: false };

let migrated: TestDatabase;
let empty: TestDatabase;

beforeAll(async () => {
  [migrated, empty] = await Promise.all([createTestDatabase(), createEmptyDatabase()]);
});

afterAll(async () => {
  await Promise.all([migrated.drop(), empty.drop()]);
});

function scim(options: Partial<InboundScimOptions & InboundScimExtras> = {}): DynamicModule {
  return InboundScimModule.forRoot({ ...OPTIONS, ...options });
}

function connection(options: object = {}, { url } = migrated): DynamicModule {
  return TypeOrmModule.forRoot({ type: 'postgres', url, entities, retryAttempts: 0, ...options });
}

/** Starts an application of these modules, and ends it. */
async function start(...imports: NonNullable<ModuleMetadata['imports']>): Promise<void> {
  @Module({ imports })
  class Root {}

  const app = await NestFactory.createApplicationContext(Root, { logger: false, abortOnError: false });
  await app.close();
}

async function onDatabase(text: string, { url } = migrated): Promise<void> {
  const dataSource = await new DataSource({ type: 'postgres', url }).initialize();
  await dataSource.query(text).finally(() => dataSource.destroy());
}

describe('an application that embeds the service', () => {
  it.each<{ name: string; imports: () => NonNullable<ModuleMetadata['imports']>; says: RegExp }>([
    {
      name: 'without a connection',
      imports: () => [scim()],
      says: /no default TypeORM connection; import TypeOrmModule/,
    },
    {
      name: 'without the connection it names',
      imports: () => [connection(), scim({ dataSource: 'people' })],
      says: /no TypeORM connection named people; import TypeOrmModule\.forRoot\(\{ name: 'people'/,
    },
    {
      name: 'without the token it names',
      imports: () => [connection(), scim({ dataSource: { token: 'PEOPLE' } })],
      says: /nothing is provided as PEOPLE; add the module that exports it to `imports`/,
    },
    {
      name: 'without the connection for maintenance',
      imports: () => [connection(), scim({ maintenance: 'owner' })],
      says: /no TypeORM connection named owner/,
    },
    {
      name: 'whose connection lacks the entities',
      imports: () => [connection({ entities: [] }), scim()],
      says: /does not know its entities; add them: entities: \[\.\.\.entities/,
    },
    {
      name: 'whose connection renames tables',
      imports: () => [connection({ entityPrefix: 'app_' }), scim()],
      says: /calls a table inbound_scim\.app_tenant; an entityPrefix is not for these tables/,
    },
    {
      name: 'that imports the module twice',
      imports: () => [connection(), scim(), scim({ path: 'scim/v2/other', adminPath: 'admin/v2' })],
      says: /imported twice\. Import it once, in the root module/,
    },
    {
      name: 'whose database has no schema',
      imports: () => [connection({}, empty), scim()],
      says: /the schema inbound_scim is not there\. Set runMigrations: true, or add/,
    },
    {
      name: 'that migrates in two ways',
      imports: () => [connection({ migrations: Object.values(migrations) }), scim({ runMigrations: true })],
      says: /has its migrations already; leave out either those or `runMigrations`/,
    },
    {
      name: 'with wrong options',
      imports: () => [connection(), scim({ publicUrl: 'scim.example.com', path: 'scim/*all' })],
      says: /path must be a prefix[^]*publicUrl must be an http/,
    },
    {
      name: 'whose factory says what is said beside it',
      imports: () => [
        connection(),
        InboundScimModule.forRootAsync({ useFactory: () => ({ ...OPTIONS, adminPath: false, dataSource: 'people' }) }),
      ],
      says: /adminPath is said beside useFactory, not in what it makes\.[^]*dataSource is said beside useFactory/,
    },
    {
      name: 'with a hook without a method',
      imports: () => [connection(), scim(), provided(Idle)],
      says: /The hook Idle has no method to call: give it inTransaction\(change, manager\) or afterCommit\(change\)\./,
    },
    {
      name: 'with a hook of another signature',
      imports: () => [connection(), scim(), provided(Greedy)],
      says: /The hook Greedy has another signature than inTransaction\(change, manager\)\./,
    },
    {
      name: 'with a hook for each request',
      imports: () => [connection(), scim(), provided(OfRequest)],
      says: /The hook OfRequest is made for each request; provide it, and what it injects, in the default scope\./,
    },
    {
      name: 'that wants events without an emitter',
      imports: () => [connection(), scim({ emitEvents: true })],
      says: /emitEvents needs @nestjs\/event-emitter; install it and import EventEmitterModule\.forRoot\(\)\./,
    },
  ])('$name does not start, and is told why', async ({ imports, says }) => {
    await expect(start(...imports())).rejects.toThrow(says);
  });

  it.each([
    { name: 'behind', version: '1764000000000', says: /of version 1764000000000, this release needs/ },
    { name: 'ahead', version: '9764000000000', says: /this release knows \d+ at most\. Update the package/ },
  ])('whose schema is $name of the code does not start', async ({ version, says }) => {
    const database = await createTestDatabase();
    const define = `CREATE OR REPLACE FUNCTION inbound_scim.schema_version() RETURNS bigint LANGUAGE sql RETURN ${version}`;
    await onDatabase(define, database);
    await expect(start(connection({}, database), scim())).rejects.toThrow(says);
    await database.drop();
  });

  it.each([
    {
      name: 'off',
      fence: 'off',
      says: /the user guest_\w+ of its connection does not own .*; set fence: 'transaction'/,
    },
    {
      name: 'of each transaction',
      fence: 'transaction',
      says: /may not take the role .*: GRANT inbound_scim_app TO guest_/,
    },
  ] as const)('with a user that is too small for a fence that is $name does not start', async ({ fence, says }) => {
    const guest = `guest_${randomUUID().slice(0, 8)}`;
    await onDatabase(`CREATE ROLE ${guest}`);
    const url = new URL(migrated.url);
    url.searchParams.set('options', `-c role=${guest}`);
    await expect(start(connection({ url: url.toString() }), scim({ fence }))).rejects.toThrow(says);
    if (fence === 'transaction') {
      await onDatabase(`GRANT inbound_scim_app TO ${guest}`);
      await start(connection({ url: url.toString() }), scim({ fence }));
    }
    await onDatabase(`DROP ROLE ${guest}`);
  });

  it('on another adapter than that of Express does not start', async () => {
    class OtherAdapter extends ExpressAdapter {
      override getType(): string {
        return 'fastify';
      }
    }

    @Module({ imports: [connection(), scim()] })
    class Root {}

    const app = await NestFactory.create(Root, new OtherAdapter(), { logger: false, abortOnError: false });
    await expect(app.init()).rejects.toThrow('InboundScimModule needs Express: create the application with Express');
    await app.close();
  });

  it('may name a connection of TypeOrmModule, or one that it provides itself', async () => {
    await start(connection({ name: 'people' }), scim({ dataSource: 'people' }));
    await start(scim({ dataSource: { token: 'PEOPLE' }, imports: [People] }));
  });

  it('may have its options made by what it injects', async () => {
    await start(
      connection(),
      InboundScimModule.forRootAsync({ imports: [Secrets], inject: ['SECRET'], useFactory: optionsOf, path: 'scim' }),
    );
  });

  it('has its schema made by the first of two instances, and left alone by itself alone afterwards', async () => {
    const database = await createEmptyDatabase();
    const instance = () => start(connection({}, database), scim({ runMigrations: true }));
    await Promise.all([instance(), instance()]);
    await instance();
    await start(connection({ synchronize: true }, database), scim());
    await database.drop();
  });

  it('may have the migrations among its own', async () => {
    const database = await createEmptyDatabase();
    const own = { migrations: Object.values(migrations), migrationsRun: true };
    await start(connection(own, database), scim());
    await database.drop();
  });
});

@InboundScimHook()
class Idle {}

@InboundScimHook()
class Greedy {
  inTransaction(change: unknown, manager: unknown, more: unknown): unknown {
    return [change, manager, more];
  }
}

@InboundScimHook()
@Injectable({ scope: Scope.REQUEST })
class OfRequest {
  afterCommit(change: unknown): unknown {
    return change;
  }
}

function provided(hook: Type): DynamicModule {
  @Module({})
  class Hooks {}

  return { module: Hooks, providers: [hook] };
}

@Module({
  providers: [
    {
      provide: 'PEOPLE',
      useFactory: () => new DataSource({ ...peopleOptions(), entities }).initialize(),
    },
  ],
  exports: ['PEOPLE'],
})
class People {}

function peopleOptions(): DataSourceOptions {
  return { type: 'postgres', url: migrated.url };
}

@Module({ providers: [{ provide: 'SECRET', useValue: TEST_AUDIT_KEY }], exports: ['SECRET'] })
class Secrets {}

function optionsOf(auditKey: InboundScimOptions['auditKey']): InboundScimOptions {
  return { ...OPTIONS, auditKey };
}
