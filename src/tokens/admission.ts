import type { BlockList } from 'node:net';
import type { InboundScimSettings } from '../inbound-scim.settings.js';
import { toleranceOf } from '../kernel/resource/tolerance.js';
import type { ScimContext } from '../scim-context.js';
import { baseUrl, hostnameOf } from '../tenants/base-url.js';
import { networkList } from '../tenants/network.js';
import { resourceTypesOf } from '../tenants/resource-types-of.js';
import type { TenantConfig } from '../tenants/tenant-config.js';

/** All that a token stands for, and what a request must fulfil to be answered by it; the same for each of its requests. */
export interface Admission extends Pick<
  ScimContext,
  'tenantId' | 'connection' | 'config' | 'tolerance' | 'resourceTypes' | 'baseUrl' | 'actor'
> {
  readonly token: FoundToken;
  /** The only host name under which the tenant is served; undefined: any. */
  readonly hostname?: string;
  /** Where requests may come from; undefined: anywhere. */
  readonly networks?: BlockList;
}

export interface FoundToken {
  readonly id: string;
  readonly name: string;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Undefined where the identity provider of the token is gone. */
export function admissionOf(
  token: FoundToken & { readonly identityProviderId: string },
  config: TenantConfig,
  settings: Pick<InboundScimSettings, 'publicUrl' | 'path' | 'limits'>,
): Admission | undefined {
  const connection = config.connections.find(({ id }) => id === token.identityProviderId);
  if (!connection) return undefined;
  return {
    token,
    tenantId: config.tenantId,
    connection,
    config,
    actor: { kind: 'token', id: token.id, name: token.name },
    tolerance: toleranceOf(connection, settings.limits),
    resourceTypes: resourceTypesOf(connection),
    baseUrl: baseUrl(settings, { id: config.tenantId, subdomain: config.subdomain }, connection.id),
    hostname: hostnameOf(settings.publicUrl, config.subdomain),
    networks: connection.allowedNetworks.length > 0 ? networkList(connection.allowedNetworks) : undefined,
  };
}
