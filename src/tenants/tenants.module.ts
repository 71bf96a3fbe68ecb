import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { HooksModule } from '../hooks/hooks.module.js';
import { IdentityProvidersService } from './identity-providers.service.js';
import { SchemaExtensionsService } from './schema-extensions.service.js';
import { TenantConfigService } from './tenant-config.service.js';
import { TenantErasure } from './tenant-erasure.js';
import { TenantsService } from './tenants.service.js';

/** Tenants and their identity providers: who owns a base URL, and by which settings a push is decided. */
@Module({
  imports: [AuditModule, HooksModule],
  providers: [TenantsService, TenantErasure, IdentityProvidersService, SchemaExtensionsService, TenantConfigService],
  exports: [TenantsService, IdentityProvidersService, SchemaExtensionsService, TenantConfigService],
})
export class TenantsModule {}
