import { ConfigurableModuleBuilder, type DynamicModule, Global, Module, type Provider } from '@nestjs/common';
import { ApplicationConfig, DiscoveryModule as NestDiscoveryModule, RouterModule } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import { AdminModule } from './admin/admin.module.js';
import { AttributesModule } from './attributes/attributes.module.js';
import { AuditModule } from './audit/audit.module.js';
import { BulkModule } from './bulk/bulk.module.js';
import { Database } from './database/database.js';
import { DirectoryModule } from './directory/directory.module.js';
import { DiscoveryModule } from './discovery/discovery.module.js';
import { EdgeModule } from './edge/edge.module.js';
import { HostModule } from './host/host.module.js';
import type { InboundScimExtras, InboundScimOptions } from './inbound-scim.options.js';
import { DATA_SOURCE, type InboundScimSettings, OWNER_DATA_SOURCE, SETTINGS } from './inbound-scim.settings.js';
import { Installation } from './installation/installation.js';
import { connectionProvider } from './installation/connection-provider.js';
import { MaintenanceModule } from './maintenance/maintenance.module.js';
import { OffboardingModule } from './offboarding/offboarding.module.js';
import { ScimGroupsModule } from './scim-groups/scim-groups.module.js';
import { ScimUsersModule } from './scim-users/scim-users.module.js';
import { RootSearchModule } from './search/root-search.module.js';
import { mountedAt } from './mounted-at.js';
import { settingsOf } from './settings-of.js';
import { TenantsModule } from './tenants/tenants.module.js';
import { TokensModule } from './tokens/tokens.module.js';

const SCIM_MODULES = [EdgeModule, DiscoveryModule, ScimUsersModule, ScimGroupsModule, RootSearchModule, BulkModule];
const FEATURES = [
  TenantsModule,
  TokensModule,
  AuditModule,
  AttributesModule,
  DirectoryModule,
  OffboardingModule,
  MaintenanceModule,
  HostModule,
];

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } = new ConfigurableModuleBuilder<InboundScimOptions>()
  .setClassMethodName('forRoot')
  .setExtras<InboundScimExtras>({}, (definition, extras) => compose(definition, extras))
  .build();

/** Inbound SCIM for a Nest application: the only dynamic module, and the only global one, since every other depends on its settings. */
@Global()
@Module({})
export class InboundScimModule extends ConfigurableModuleClass {}

function compose(definition: DynamicModule, extras: InboundScimExtras): DynamicModule {
  const { path = 'scim/v2/inbound', adminPath = 'admin/v1', imports = [] } = extras;
  const admin = adminPath === false ? [] : [AdminModule];
  return {
    ...definition,
    imports: [
      ...new Set([...(definition.imports ?? []), ...imports]),
      NestDiscoveryModule,
      ...FEATURES,
      ...SCIM_MODULES,
      ...admin,
      RouterModule.register([
        ...SCIM_MODULES.map((module) => ({ path, module })),
        ...admin.map((module) => ({ path: String(adminPath), module })),
      ]),
    ],
    providers: [...(definition.providers ?? []), ...provided(extras, path, adminPath), Installation],
    exports: [...(definition.exports ?? []), SETTINGS, DATA_SOURCE, OWNER_DATA_SOURCE, Database, ...FEATURES],
  };
}

function provided(extras: InboundScimExtras, path: string, adminPath: string | false): Provider[] {
  const { dataSource, maintenance = dataSource } = extras;
  return [
    connectionProvider(DATA_SOURCE, dataSource),
    connectionProvider(OWNER_DATA_SOURCE, maintenance),
    {
      provide: SETTINGS,
      useFactory: (options: InboundScimOptions, application: ApplicationConfig) =>
        settingsOf(options, { path, adminPath, extras, mountedAt: (prefix) => mountedAt(application, prefix) }),
      inject: [MODULE_OPTIONS_TOKEN, ApplicationConfig],
    },
    {
      provide: Database,
      useFactory: (source: DataSource, { fence }: InboundScimSettings) => new Database(source, fence),
      inject: [DATA_SOURCE, SETTINGS],
    },
  ];
}
