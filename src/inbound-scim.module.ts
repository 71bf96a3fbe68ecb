import { ConfigurableModuleBuilder, type DynamicModule, Global, Module } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { AdminModule } from './admin/admin.module.js';
import { AttributesModule } from './attributes/attributes.module.js';
import { AuditModule } from './audit/audit.module.js';
import { BulkModule } from './bulk/bulk.module.js';
import { Database } from './database/database.js';
import { DirectoryModule } from './directory/directory.module.js';
import { DiscoveryModule } from './discovery/discovery.module.js';
import { EdgeModule } from './edge/edge.module.js';
import type { InboundScimExtras, InboundScimOptions } from './inbound-scim.options.js';
import { DATA_SOURCE, type InboundScimSettings, OWNER_DATA_SOURCE, SETTINGS } from './inbound-scim.settings.js';
import { MaintenanceModule } from './maintenance/maintenance.module.js';
import { OffboardingModule } from './offboarding/offboarding.module.js';
import { ScimGroupsModule } from './scim-groups/scim-groups.module.js';
import { ScimUsersModule } from './scim-users/scim-users.module.js';
import { RootSearchModule } from './search/root-search.module.js';
import { settingsOf } from './settings-of.js';
import { TenantsModule } from './tenants/tenants.module.js';
import { TokensModule } from './tokens/tokens.module.js';

const DEFAULTS = { path: 'scim/v2/inbound', adminPath: 'admin/v1' as string | false };

const SCIM_MODULES = [EdgeModule, DiscoveryModule, ScimUsersModule, ScimGroupsModule, RootSearchModule, BulkModule];
const FEATURES = [
  TenantsModule,
  TokensModule,
  AuditModule,
  AttributesModule,
  DirectoryModule,
  OffboardingModule,
  MaintenanceModule,
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
  const { path, adminPath } = { ...DEFAULTS, ...extras };
  const admin = adminPath === false ? [] : [AdminModule];
  const provided = [
    { provide: DATA_SOURCE, useExisting: getDataSourceToken(extras.dataSource) },
    { provide: OWNER_DATA_SOURCE, useExisting: getDataSourceToken(extras.maintenance ?? extras.dataSource) },
    {
      provide: SETTINGS,
      useFactory: (options: InboundScimOptions) => settingsOf(options, path, adminPath),
      inject: [MODULE_OPTIONS_TOKEN],
    },
    {
      provide: Database,
      useFactory: (dataSource: DataSource, { fence }: InboundScimSettings) => new Database(dataSource, fence),
      inject: [DATA_SOURCE, SETTINGS],
    },
  ];
  return {
    ...definition,
    imports: [
      ...(definition.imports ?? []),
      ...FEATURES,
      ...SCIM_MODULES,
      ...admin,
      RouterModule.register([
        ...SCIM_MODULES.map((module) => ({ path, module })),
        ...admin.map((module) => ({ path: String(adminPath), module })),
      ]),
    ],
    providers: [...(definition.providers ?? []), ...provided],
    exports: [...(definition.exports ?? []), SETTINGS, DATA_SOURCE, OWNER_DATA_SOURCE, Database, ...FEATURES],
  };
}
