import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { ScimRequest } from '../edge/scim-request.js';
import { ScimTokenGuard } from './scim-token.guard.js';

/** For what anyone may read: without an `Authorization` header there is no context; a bad token still gets the 401. */
@Injectable()
export class ScimOptionalTokenGuard implements CanActivate {
  constructor(private readonly guard: ScimTokenGuard) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const { headers } = context.switchToHttp().getRequest<ScimRequest>();
    return headers.authorization === undefined || this.guard.canActivate(context);
  }
}
