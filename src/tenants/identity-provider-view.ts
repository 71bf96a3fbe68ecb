import { baseUrl, type PublicAddress } from './base-url.js';
import type { IdentityProvider } from './identity-provider.entity.js';

/** An identity provider as administrators see it. */
export interface IdentityProviderView extends IdentityProvider {
  /** The "Tenant URL" to give to the client, with a slash at its end. */
  readonly scimBaseUrl: string;
}

export function viewOf(row: IdentityProvider, subdomain: string, address: PublicAddress): IdentityProviderView {
  return { ...row, scimBaseUrl: `${baseUrl(address, { id: row.tenantId, subdomain }, row.id)}/` };
}
