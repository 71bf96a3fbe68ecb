import type { ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { HostAdministrator } from 'inbound-scim';
import { hasSession } from './session.guard.js';

/** Whoever has a session of this application administrates provisioning; yours may have roles. */
export function adminGuard(context: ExecutionContext): HostAdministrator | undefined {
  return hasSession(context.switchToHttp().getRequest<Request>()) ? { name: 'session', role: 'owner' } : undefined;
}
