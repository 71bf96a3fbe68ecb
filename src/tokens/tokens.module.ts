import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { TenantsModule } from '../tenants/tenants.module.js';
import { FailedAttempts } from './failed-attempts.js';
import { RefusalsService } from './refusals.service.js';
import { Refusals } from './refusals.js';
import { RefusedRequests } from './refused-requests.js';
import { ScimTokenGuard } from './scim-token.guard.js';
import { Throttle } from './throttle.js';
import { TokenLookup } from './token-lookup.js';
import { TokenUses } from './token-uses.js';
import { TokensService } from './tokens.service.js';

/**
 * Bearer tokens of identity providers, and the guard that makes a context of one. A module whose controllers stand behind
 * the guard imports it: Nest makes the guard there, out of what is exported here.
 */
@Module({
  imports: [TenantsModule, AuditModule],
  providers: [
    TokensService,
    TokenLookup,
    TokenUses,
    Refusals,
    RefusalsService,
    RefusedRequests,
    FailedAttempts,
    Throttle,
    ScimTokenGuard,
  ],
  exports: [TokensService, TokenLookup, TokenUses, RefusalsService, RefusedRequests, Throttle, ScimTokenGuard],
})
export class TokensModule {}
