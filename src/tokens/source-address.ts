import { isIP, isIPv6 } from 'node:net';
import type { Request } from 'express';

/** Of an IPv6 address the network that one customer gets; beyond it they have addresses without end. */
const GROUPS_OF_NETWORK = 4;

const IPV4_MAPPED = '::ffff:';

/**
 * Where a request came from, as far as the proxies that the application trusts tell it; an IPv4 address in its own form, and
 * never a port, which some proxies add. Undefined where the client has gone, or where a proxy passed on what is no address.
 */
export function sourceAddressOf({ ip }: Pick<Request, 'ip'>): string | undefined {
  if (ip === undefined) return undefined;
  const address = isIP(ip) ? ip : withoutPort(ip);
  return address?.startsWith(IPV4_MAPPED) && address.includes('.') ? address.slice(IPV4_MAPPED.length) : address;
}

function withoutPort(text: string): string | undefined {
  const [, v6, v4] = WITH_PORT.exec(text) ?? [];
  const address = v6 ?? v4 ?? '';
  return isIP(address) ? address : undefined;
}

/** `192.0.2.7:4711`, `[2001:db8::1]:4711` */
const WITH_PORT = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+)):[0-9]+$/i;

/** What failed attempts are counted by: an IPv4 address, or the first 64 bits of an IPv6 address. */
export function originNetworkOf(address: string | undefined): string {
  if (address === undefined || !isIPv6(address)) return address ?? 'unknown';
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail === undefined || groups.length >= GROUPS_OF_NETWORK) return groups.slice(0, GROUPS_OF_NETWORK).join(':');
  const after = tail === '' ? 0 : tail.split(':').length;
  const zeros = Math.max(0, GROUPS_OF_NETWORK * 2 - groups.length - after);
  return [...groups, ...Array<string>(zeros).fill('0'), ...tail.split(':')].slice(0, GROUPS_OF_NETWORK).join(':');
}
