import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { requestIdOf } from '../edge/request-id.js';
import type { ScimRequest } from '../edge/scim-request.js';
import type { TenantResolver } from '../inbound-scim.options.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import type { Admission } from './admission.js';
import { bearerCredentials } from './bearer-credentials.js';
import { refusalReason, type RefusalReason } from './refusal-reason.js';
import { RefusedRequests } from './refused-requests.js';
import { isSecret } from './secret.js';
import { sourceAddressOf } from './source-address.js';
import { Throttle } from './throttle.js';
import { TokenLookup } from './token-lookup.js';
import { TokenUses } from './token-uses.js';

/**
 * Makes a bearer token a `ScimContext`, or answers the one 401, before anything else of the request is read. The tenant is
 * the token's; the URL, the host and the network must fit it.
 *
 * Where the token was looked up within the last second the answer is no promise: waiting for one would cost each request
 * more than the whole check.
 */
@Injectable()
export class ScimTokenGuard implements CanActivate {
  constructor(
    private readonly tokens: TokenLookup,
    private readonly throttle: Throttle,
    private readonly uses: TokenUses,
    private readonly refused: RefusedRequests,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  /** @throws ScimError 401 for every reason alike; 429 */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<ScimRequest>();
    const { authorization } = request.headers;
    if (authorization === undefined) return this.refuse(request, 'missing');
    const token = bearerCredentials(authorization);
    if (token === undefined || !isSecret('iscim_', token)) return this.refuse(request, 'malformed');
    const found = this.tokens.find(token);
    if (this.settings.tenantOf) return this.admitToTenant(request, found, this.settings.tenantOf);
    return found instanceof Promise
      ? found.then((admission) => this.admit(request, admission))
      : this.admit(request, found);
  }

  /** Where the application tells whom a request is for: a token of another tenant is in the wrong place. */
  private async admitToTenant(request: ScimRequest, found: Found | Promise<Found>, tenantOf: TenantResolver) {
    const [admission, tenantId] = await Promise.all([found, tenantOf(request)]);
    return this.admit(request, admission, tenantId?.toLowerCase() ?? null);
  }

  private admit(request: ScimRequest, admission: Found, tenantId?: string | null): boolean {
    const at = this.settings.clock();
    const sourceAddress = sourceAddressOf(request);
    const reason = refusalReason(admission, {
      identityProviderId: String(request.params['identityProviderId']),
      hostname: admission?.hostname === undefined ? undefined : request.hostname,
      tenantId,
      sourceAddress,
      at,
    });
    if (!admission || reason) return this.refuse(request, reason ?? 'unknown', admission?.token.id);
    this.throttle.consume(admission);
    this.uses.used(admission.tenantId, admission.token.id, at, sourceAddress);
    request.scimContext = contextOf(admission, requestIdOf(request), sourceAddress);
    return true;
  }

  private refuse(request: ScimRequest, reason: RefusalReason, tokenId?: string): never {
    throw this.refused.refuse({
      reason,
      identityProviderId: String(request.params['identityProviderId']),
      sourceAddress: sourceAddressOf(request),
      tokenId,
      requestId: requestIdOf(request),
      at: this.settings.clock(),
    });
  }
}

type Found = Admission | undefined;

/** Written out: each request has one, of one and the same shape. */
function contextOf(admission: Admission, requestId: string, sourceAddress: string | undefined) {
  return {
    tenantId: admission.tenantId,
    connection: admission.connection,
    config: admission.config,
    actor: admission.actor,
    tolerance: admission.tolerance,
    resourceTypes: admission.resourceTypes,
    baseUrl: admission.baseUrl,
    requestId,
    sourceAddress,
  };
}
