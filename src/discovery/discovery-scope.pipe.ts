import { Inject, Injectable, type PipeTransform } from '@nestjs/common';
import type { ScimContext } from '../scim-context.js';
import { resourceId } from '../edge/resource-id.js';
import { scimQuery } from '../edge/scim-query.js';
import type { ScimRequest } from '../edge/scim-request.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { ScimError } from '../kernel/error/scim-error.js';
import { GROUP_RESOURCE_TYPE, USER_RESOURCE_TYPE } from '../kernel/schema/resource-types.js';
import type { DiscoveryScope } from './discovery-scope.js';
import { publicBaseUrl } from './public-base-url.js';

/**
 * What a discovery request may see: with a token its connection's own schemas, without one the standard ones, the same for
 * every identity provider id, so that nobody learns which exist. Query parameters are ignored but for `filter`, which a client
 * must not believe to have been applied (RFC 7644 §4).
 *
 * @throws ScimError 403 for a `filter`, 404 for an identity provider id that is no UUID.
 */
@Injectable()
export class DiscoveryScopePipe implements PipeTransform<ScimRequest, DiscoveryScope> {
  constructor(@Inject(SETTINGS) private readonly settings: InboundScimSettings) {}

  transform(request: ScimRequest): DiscoveryScope {
    if (scimQuery(request.originalUrl).has('filter')) throw ScimError.forbidden('Discovery cannot be filtered.');
    return request.scimContext ? scopeOf(request.scimContext) : this.standardScope(request);
  }

  private standardScope({ params, hostname }: ScimRequest): DiscoveryScope {
    const identityProviderId = resourceId(String(params['identityProviderId']));
    return {
      baseUrl: publicBaseUrl(this.settings, { identityProviderId, hostname }),
      resourceTypes: [USER_RESOURCE_TYPE, GROUP_RESOURCE_TYPE],
    };
  }
}

function scopeOf({ baseUrl, resourceTypes }: ScimContext): DiscoveryScope {
  return { baseUrl, resourceTypes: [resourceTypes.User, resourceTypes.Group] };
}
