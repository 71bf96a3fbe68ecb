import { baseUrl, hostnameOf, type PublicAddress, type PublicUrl } from '../tenants/base-url.js';

/** Where a request without a token came in. */
export interface Arrival {
  /** From the URL, a UUID in lower case. */
  readonly identityProviderId: string;
  /** From the `Host` header, without a port; a client can send anything there. */
  readonly hostname: string | undefined;
}

/**
 * The base URL to show to a client that has no token: it names what the client itself asked for, whether that exists or not.
 * Where `publicUrl` holds `{tenant}`, a host name that fits it lends its label; any other name is never repeated, and the
 * label is left out.
 *
 * @returns absolute, without a trailing slash
 */
export function publicBaseUrl({ publicUrl, path }: PublicAddress, arrival: Arrival): string {
  const label = tenantLabel(publicUrl, arrival.hostname?.toLowerCase() ?? '');
  const address = { publicUrl: label === undefined ? publicUrl : withLabel(publicUrl, label), path };
  return baseUrl(address, undefined, arrival.identityProviderId);
}

/** What stands for `{tenant}` in a host name that fits in everything else, if it is one label of the DNS. */
function tenantLabel(publicUrl: PublicUrl, hostname: string): string | undefined {
  const [before, after] = hostnameOf(publicUrl, STAND_IN)?.split(STAND_IN) ?? [];
  if (before === undefined || after === undefined) return undefined;
  if (!hostname.startsWith(before) || !hostname.endsWith(after)) return undefined;
  const label = hostname.slice(before.length, hostname.length - after.length);
  return DNS_LABEL.test(label) ? label : undefined;
}

function withLabel(publicUrl: PublicUrl, label: string): PublicUrl {
  return typeof publicUrl === 'string' ? publicUrl.replaceAll('{tenant}', label) : publicUrl;
}

/** A label that no administrator would give a tenant. */
const STAND_IN = 'tenant--placeholder';

const DNS_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
