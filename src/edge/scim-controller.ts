import {
  applyDecorators,
  type CanActivate,
  Controller,
  type Type,
  UseFilters,
  UseGuards,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ScimTokenGuard } from '../tokens/scim-token.guard.js';
import { GuestRoute } from './guest-route.js';
import { ScimExceptionFilter } from './scim-exception.filter.js';

/**
 * A controller under `{prefix}/:identityProviderId/{path}`: behind the token guard, and with every throw answered as SCIM.
 * The prefix is the module's (`RouterModule`). A host's versions of its own API do not concern it.
 */
export function ScimController(path: string, guard: Type<CanActivate> = ScimTokenGuard): ClassDecorator {
  return applyDecorators(
    Controller({ path: `:identityProviderId/${path}`, version: VERSION_NEUTRAL }),
    GuestRoute(),
    UseGuards(guard),
    UseFilters(ScimExceptionFilter),
    ApiTags(`SCIM ${path || 'discovery'}`),
    ApiBearerAuth('scimToken'),
  );
}
