/** Where the service is reached. */
export interface PublicAddress {
  /** May hold `{tenant}`; no slash at its end. */
  readonly publicUrl: string;
  /** Prefix of the SCIM routes, without slashes at its ends. */
  readonly path: string;
}

/**
 * The URL that an identity provider's client is given, absolute and without a trailing slash:
 * `https://acme.example.com/scim/v2/inbound/{id}`.
 */
export function baseUrl({ publicUrl, path }: PublicAddress, subdomain: string, identityProviderId: string): string {
  return `${urlOfTenant(publicUrl, subdomain)}/${path}/${identityProviderId}`;
}

/**
 * The host name under which alone a tenant is served, or undefined where the host name plays no part: `publicUrl` has no
 * `{tenant}` in it then.
 */
export function hostnameOf(publicUrl: string, subdomain: string): string | undefined {
  if (!publicUrl.includes(PLACEHOLDER)) return undefined;
  return new URL(urlOfTenant(publicUrl, subdomain)).hostname;
}

const PLACEHOLDER = '{tenant}';

function urlOfTenant(publicUrl: string, subdomain: string): string {
  return publicUrl.replaceAll(PLACEHOLDER, subdomain);
}
