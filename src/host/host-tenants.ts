import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { Problem } from '../admin/problem.js';
import { IdentityProvidersService } from '../tenants/identity-providers.service.js';
import type { IdentityProviderView } from '../tenants/identity-provider-view.js';
import type { NewIdentityProvider } from '../tenants/new-identity-provider.js';
import { TenantsService, type TenantView } from '../tenants/tenants.service.js';
import type { NewToken } from '../tokens/tokens.service.js';
import { TokensService } from '../tokens/tokens.service.js';
import type { MintedToken } from '../tokens/token-view.js';
import { application } from './application.js';

/** A tenant of the application's own. */
export interface HostTenant {
  /** The UUID by which the application knows it. */
  readonly id: string;
  readonly name: string;
  /** A label of the DNS in lower case; default the id. It matters where `publicUrl` holds `{tenant}`. */
  readonly subdomain?: string;
}

/** An identity provider of a tenant, under the UUID by which the application knows it: that of its SAML or OIDC connection, say. */
export type HostIdentityProvider = NewIdentityProvider & { readonly id: string };

/** Tenants with their connections and tokens, for the application that the service is part of. */
@Injectable()
export class HostTenants {
  constructor(
    private readonly tenants: TenantsService,
    private readonly identityProviders: IdentityProvidersService,
    private readonly tokens: TokensService,
  ) {}

  /** The tenant of this id: as it is here, or made now. @throws Problem 400 for an id that is no UUID; 409 for a subdomain that another tenant has */
  async ensure({ id, name, subdomain = id.toLowerCase() }: HostTenant): Promise<TenantView> {
    assertUuid(id);
    return orMade(
      () => this.tenants.get(id),
      () => this.tenants.create(application(), { id, name, subdomain }),
    );
  }

  /** The identity provider of this id: as it is here, or made now; `scimBaseUrl` is what its client is given. @throws Problem 400 for an id that is no UUID; 404 for a tenant that is not here */
  async ensureIdentityProvider(tenantId: string, input: HostIdentityProvider): Promise<IdentityProviderView> {
    assertUuid(input.id);
    return orMade(
      () => this.identityProviders.get(tenantId, input.id),
      () => this.identityProviders.create(application(), tenantId, input),
    );
  }

  /** A new bearer token; its plaintext is in this answer and nowhere else. @throws Problem 404; 400; 409 */
  async mintToken(tenantId: string, identityProviderId: string, token: NewToken): Promise<MintedToken> {
    return this.tokens.mint(application(), tenantId, identityProviderId, token);
  }

  /** From the next request on it is refused. Once more is no error. @throws Problem 404 */
  async revokeToken(tenantId: string, identityProviderId: string, tokenId: string): Promise<void> {
    await this.tokens.revoke(application(), tenantId, identityProviderId, tokenId);
  }
}

function assertUuid(id: string): void {
  if (!isUuid(id)) throw Problem.invalid([{ pointer: '/id', detail: 'id must be a UUID.' }]);
}

/** Of two who make it at once one does, and both get it. */
async function orMade<T>(find: () => Promise<T>, make: () => Promise<T>): Promise<T> {
  const found = await unlessMissing(find);
  if (found !== undefined) return found;
  try {
    return await make();
  } catch (error) {
    const made = await unlessMissing(find);
    if (made === undefined) throw error;
    return made;
  }
}

async function unlessMissing<T>(find: () => Promise<T>): Promise<T | undefined> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined;
    throw error;
  }
}
