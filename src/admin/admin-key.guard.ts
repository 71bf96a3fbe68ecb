import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { requestIdOf } from '../edge/request-id.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { noSuchTenant } from '../tenants/lock-tenant.js';
import { bearerCredentials } from '../tokens/bearer-credentials.js';
import { sourceAddressOf } from '../tokens/source-address.js';
import { AdminKeyLookup, type FoundKey } from './admin-key-lookup.js';
import { AdminKeyUses } from './admin-key-uses.js';
import type { AdminRequest } from './admin-request.js';
import { type Administrator, type AdminRole, hasRole } from './administrator.js';
import { FailedKeys } from './failed-keys.js';
import { Problem } from './problem.js';
import { Roles } from './roles.decorator.js';

/**
 * Makes an admin key, or whom the application's own guard knows, an `Administrator`, and lets them do what their role allows. Of another tenant than their own they learn
 * nothing, not even that it exists.
 */
@Injectable()
export class AdminKeyGuard implements CanActivate {
  constructor(
    private readonly keys: AdminKeyLookup,
    private readonly uses: AdminKeyUses,
    private readonly failed: FailedKeys,
    private readonly reflector: Reflector,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  /** @throws Problem 401, 404 for another tenant, 403 for a role that is too small, 429 */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AdminRequest>();
    const administrator = await this.authenticate(context, request);
    assertOwnTenant(administrator, request.params['tenantId']);
    assertRole(administrator, this.reflector.get(Roles, context.getHandler()) ?? 'owner');
    request.administrator = administrator;
    return true;
  }

  private async authenticate(context: ExecutionContext, request: AdminRequest): Promise<Administrator> {
    const asked = { requestId: requestIdOf(request), sourceAddress: sourceAddressOf(request) };
    const { adminGuard } = this.settings;
    if (!adminGuard) return this.ofKey(request, asked);
    const known = await adminGuard(context);
    if (!known) throw Problem.ofStatus(401, 'This needs an administrator of the application.');
    return { name: known.name, role: known.role, tenantId: known.tenantId?.toLowerCase(), ...asked };
  }

  private async ofKey(request: AdminRequest, asked: Asked): Promise<Administrator> {
    const { requestId, sourceAddress } = asked;
    const presented = bearerCredentials(request.headers.authorization ?? '');
    if (presented === undefined) throw this.failed.refuse('missing or malformed', sourceAddress, requestId);
    const key = await this.keys.find(presented);
    const now = this.settings.clock();
    if (!key || !isLive(key, now)) throw this.failed.refuse(nameOf(key), sourceAddress, requestId);
    this.uses.used(key.id, now);
    const { id: keyId, name, role } = key;
    return { keyId, name, role, tenantId: key.tenant_id ?? undefined, ...asked };
  }
}

type Asked = Pick<Administrator, 'requestId' | 'sourceAddress'>;

function isLive({ revoked_at: revokedAt, expires_at: expiresAt }: FoundKey, now: Date): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now);
}

function nameOf(key: FoundKey | undefined): string {
  return key ? `${key.revoked_at ? 'revoked' : 'expired'}: ${key.id}` : 'unknown';
}

function assertOwnTenant({ tenantId }: Administrator, asked: unknown): void {
  if (tenantId !== undefined && typeof asked === 'string' && asked.toLowerCase() !== tenantId) throw noSuchTenant();
}

function assertRole(administrator: Administrator, role: AdminRole): void {
  if (hasRole(administrator, role)) return;
  throw Problem.forbidden(
    `This needs a key of the role ${role}; the one presented is of the role ${administrator.role}.`,
  );
}
