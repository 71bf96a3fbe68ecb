import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import { cannotStart } from '../cannot-start.js';
import { DATA_SOURCE, type InboundScimSettings, OWNER_DATA_SOURCE, SETTINGS } from '../inbound-scim.settings.js';
import { ServiceLogger } from '../service-logger.js';
import { markRoutes } from './mark-routes.js';
import { problemOfConnection, problemOfOwnMigrations } from './problem-of-connection.js';
import { problemOfRights } from './problem-of-rights.js';
import { problemOfSchema } from './problem-of-schema.js';
import { runMigrations } from './run-migrations.js';
import { readSchemaVersion } from './schema-version.js';

/**
 * Looks at where the service was put before anything of it works, and migrates where it was told to. Nest calls it before the modules that
 * import ours are initialised, so their own first acts find the service ready.
 */
@Injectable()
export class Installation implements OnModuleInit {
  private readonly logger = new ServiceLogger('InboundScim');

  constructor(
    private readonly discovery: DiscoveryService,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(OWNER_DATA_SOURCE) private readonly owner: DataSource,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  /** @throws Error with the remedy, where the service cannot work here */
  async onModuleInit(): Promise<void> {
    ServiceLogger.use(this.settings.logger);
    refuse(this.problemOfModules() ?? problemOfConnection(this.dataSource));
    markRoutes(this.discovery.getControllers(), this.settings.routeMetadata);
    if (this.settings.runMigrations) await this.migrate();
    const { manager } = this.dataSource;
    refuse(await problemOfRights(manager, this.settings.fence));
    refuse(problemOfSchema(await readSchemaVersion(manager)));
  }

  private problemOfModules(): string | undefined {
    const all = this.discovery.getProviders().filter(({ token }) => token === Installation);
    if (all.length < 2) return undefined;
    return 'it is imported twice. Import it once, in the root module: what it exports is there for every other module.';
  }

  private async migrate(): Promise<void> {
    refuse(problemOfOwnMigrations(this.owner));
    for (const name of await runMigrations(this.owner.options)) this.logger.log(`Migrated: ${name}`);
  }
}

function refuse(problem: string | undefined): void {
  if (problem !== undefined) throw cannotStart(problem);
}
