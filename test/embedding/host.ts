import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Injectable, Module, type ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, type EntityManager, PrimaryColumn } from 'typeorm';
import {
  AdminKeysService,
  type DirectoryChange,
  type DirectoryHook,
  entities,
  InboundScim,
  type InboundScimExtras,
  InboundScimHook,
  InboundScimModule,
  type InboundScimOptions,
  ScimGroupsModule,
  ScimUsersModule,
  TokensModule,
} from '../../src/index.js';
import { Api } from '../admin/api.js';
import { ScimClient } from '../support/scim-client.js';
import { TEST_AUDIT_KEY } from '../support/test-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

/** The application's own users table. */
@Entity()
export class Member {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ type: 'text', nullable: true, unique: true })
  email: string | null;

  @Column('boolean')
  active: boolean;

  @Column({ type: 'text', nullable: true })
  title: string | null;
}

/** Keeps the application's own table; what a test wants of it beside that is `also`. */
@Injectable()
@InboundScimHook()
export class Members implements DirectoryHook {
  readonly called: DirectoryChange[] = [];
  readonly committed: DirectoryChange[] = [];
  also: (change: DirectoryChange, manager: EntityManager) => Promise<void> | void = () => undefined;

  async inTransaction(change: DirectoryChange, manager: EntityManager): Promise<void> {
    this.called.push(change);
    await this.also(change, manager);
    if (!('user' in change)) return;
    const { id, email, status, attributes } = change.user;
    if (change.type === 'user.erased') await manager.delete(Member, { id });
    else
      await manager.upsert(
        Member,
        { id, email, active: status === 'active', title: String(attributes.jobTitle ?? '') || null },
        ['id'],
      );
  }

  afterCommit(change: DirectoryChange): void {
    this.committed.push(change);
  }
}

interface HostOptions extends Partial<InboundScimOptions & InboundScimExtras> {
  readonly controllers?: Controllers;
}

/** An application with a users table and a hook of its own, and one connection for all of it. */
export class Host {
  private constructor(
    readonly app: NestExpressApplication,
    readonly url: string,
    readonly admin: Api,
    private readonly database: TestDatabase,
  ) {}

  /** `configure` is what the application does with itself before it listens. */
  static async start(
    { controllers = [], ...options }: HostOptions = {},
    configure: (app: NestExpressApplication) => void = () => undefined,
  ): Promise<Host> {
    const database = await createTestDatabase();
    const app = await createApp(database.url, controllers, options);
    configure(app);
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    const key = options.adminPath !== false && (await app.get(AdminKeysService).installFirst(undefined));
    const origin = `http://127.0.0.1:${port}`;
    return new Host(app, origin, new Api(origin, (key && key.plaintext) || ''), database);
  }

  get scim(): InboundScim {
    return this.app.get(InboundScim);
  }

  get members(): Members {
    return this.app.get(Members);
  }

  /** The application's own table, by address. */
  async rows(): Promise<readonly Member[]> {
    return this.app
      .get<DataSource>(getDataSourceToken())
      .getRepository(Member)
      .find({ order: { email: 'ASC' } });
  }

  /** A connection of a tenant of its own. */
  async connect(kind: 'entra' | 'okta' | 'generic' = 'entra'): Promise<ScimClient> {
    const [tenantId, id] = [randomUUID(), randomUUID()];
    await this.scim.tenants.ensure({ id: tenantId, name: 'Own' });
    await this.scim.tenants.ensureIdentityProvider(tenantId, { id, name: kind, kind });
    const { plaintext } = await this.scim.tenants.mintToken(tenantId, id, { name: 'test' });
    return new ScimClient(`${this.url}/scim/v2/inbound/${id}`, plaintext, tenantId, id);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.drop();
  }
}

type Controllers = NonNullable<ModuleMetadata['controllers']>;

async function createApp(
  url: string,
  controllers: Controllers,
  options: Omit<HostOptions, 'controllers'>,
): Promise<NestExpressApplication> {
  @Module({
    imports: [
      TypeOrmModule.forRoot({ type: 'postgres', url, entities: [...entities, Member], synchronize: true }),
      EventEmitterModule.forRoot(),
      InboundScimModule.forRoot({
        publicUrl: 'https://scim.example.com',
        auditKey: TEST_AUDIT_KEY,
        rateLimit: null,
        upkeep: false,
        ...options,
      }),
      TokensModule,
      ScimUsersModule,
      ScimGroupsModule,
    ],
    controllers,
    providers: [Members],
  })
  class HostModule {}

  const settings = { logger: false, abortOnError: false } as const;
  return NestFactory.create<NestExpressApplication>(HostModule, settings);
}
