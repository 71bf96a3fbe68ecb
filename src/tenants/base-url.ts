/** A tenant, for whoever tells where it is reached. */
export interface TenantAddress {
  readonly id: string;
  readonly subdomain: string;
}

/** What clients see of the service: a URL, which may hold `{tenant}`, or the URL of a tenant, undefined of a request without a token. */
export type PublicUrl = string | ((tenant: TenantAddress | undefined) => string);

/** Where the service is reached. */
export interface PublicAddress {
  readonly publicUrl: PublicUrl;
  /** Prefix of the SCIM routes, without slashes at its ends. */
  readonly path: string;
}

/**
 * The URL that an identity provider's client is given, absolute and without a trailing slash:
 * `https://acme.example.com/scim/v2/inbound/{id}`. Without a tenant `{tenant}` is left out.
 */
export function baseUrl(
  { publicUrl, path }: PublicAddress,
  tenant: TenantAddress | undefined,
  identityProviderId: string,
): string {
  const url = typeof publicUrl === 'function' ? publicUrl(tenant) : urlOfTenant(publicUrl, tenant?.subdomain);
  return `${url.replace(/\/$/, '')}/${path}/${identityProviderId}`;
}

/**
 * The host name under which alone a tenant is served, or undefined where the host name plays no part: `publicUrl` has no
 * `{tenant}` in it then.
 */
export function hostnameOf(publicUrl: PublicUrl, subdomain: string): string | undefined {
  if (typeof publicUrl === 'function' || !publicUrl.includes(PLACEHOLDER)) return undefined;
  return new URL(urlOfTenant(publicUrl, subdomain)).hostname;
}

const PLACEHOLDER = '{tenant}';

function urlOfTenant(publicUrl: string, subdomain: string | undefined): string {
  if (subdomain !== undefined) return publicUrl.replaceAll(PLACEHOLDER, subdomain);
  return publicUrl.replace(`${PLACEHOLDER}.`, '').replaceAll(PLACEHOLDER, '');
}
