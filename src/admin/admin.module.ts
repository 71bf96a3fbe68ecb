import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NextFunction, Request, Response } from 'express';
import { AttributesModule } from '../attributes/attributes.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { OffboardingModule } from '../offboarding/offboarding.module.js';
import { ProvisioningModule } from '../provisioning/provisioning.module.js';
import { TenantsModule } from '../tenants/tenants.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { AdminKeyLookup } from './admin-key-lookup.js';
import { AdminKeyUses } from './admin-key-uses.js';
import { AdminKeysController } from './admin-keys.controller.js';
import { AdminKeysService } from './admin-keys.service.js';
import { AttributesController } from './attributes.controller.js';
import { AuditEventsController } from './audit-events.controller.js';
import { AuditLogController } from './audit-log.controller.js';
import { ConflictsController } from './conflicts.controller.js';
import { Cursors } from './cursors.js';
import { FailedKeys } from './failed-keys.js';
import { GroupsController } from './groups.controller.js';
import { IdentityProvidersController } from './identity-providers.controller.js';
import { MeController } from './me.controller.js';
import { OffboardingController } from './offboarding.controller.js';
import { PersonDataController } from './person-data.controller.js';
import { refuseAdmin } from './problem.filter.js';
import { Problem } from './problem.js';
import { RefusalsController } from './refusals.controller.js';
import { SchemasController } from './schemas.controller.js';
import { TenantsController } from './tenants.controller.js';
import { TokensController } from './tokens.controller.js';
import { UsersController } from './users.controller.js';

/**
 * The admin API. What reaches no controller of it, an unknown path or a body that a host's own parser could not read, is
 * answered by what it adds to Express in `onModuleInit`: behind all routes and before Nest's own handlers.
 */
@Module({
  imports: [
    TenantsModule,
    TokensModule,
    AuditModule,
    DirectoryModule,
    ProvisioningModule,
    AttributesModule,
    OffboardingModule,
  ],
  controllers: [
    TenantsController,
    OffboardingController,
    IdentityProvidersController,
    SchemasController,
    TokensController,
    RefusalsController,
    UsersController,
    PersonDataController,
    GroupsController,
    ConflictsController,
    AttributesController,
    AuditEventsController,
    AuditLogController,
    AdminKeysController,
    MeController,
  ],
  providers: [AdminKeysService, AdminKeyLookup, AdminKeyUses, FailedKeys, Cursors],
  exports: [AdminKeysService],
})
export class AdminModule implements OnModuleInit {
  constructor(
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const { httpAdapter } = this.host as Partial<HttpAdapterHost>;
    const { adminPath } = this.settings;
    if (!httpAdapter || adminPath === false) return;
    httpAdapter.use(`/${adminPath}`, refuseUnknownPath);
    httpAdapter.use(`/${adminPath}`, refuseError);
  }
}

function refuseUnknownPath(_: Request, response: Response): void {
  refuseAdmin(response, Problem.notFound('There is no such path.'));
}

/** Express tells an error handler by its four parameters. */
function refuseError(error: unknown, _: Request, response: Response, __: NextFunction): void {
  refuseAdmin(response, error);
}
