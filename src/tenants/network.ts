import { BlockList, isIP } from 'node:net';

/** Whether the text is a network in CIDR notation (`192.0.2.0/24`, `2001:db8::/32`) or a single address. */
export function isNetwork(text: string): boolean {
  return parse(text) !== undefined;
}

/**
 * The networks as one question: `check(address, family)`.
 *
 * @throws Error for a text that `isNetwork` denies.
 */
export function networkList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of networks) {
    const network = parse(text);
    if (!network) throw new Error(`Not a network: ${JSON.stringify(text)}`);
    list.addSubnet(network.address, network.prefix, network.family);
  }
  return list;
}

/** Whether an address belongs to one of the networks; what is no address belongs to none. */
export function isInNetworks(list: BlockList, address: string | undefined): boolean {
  const family = address === undefined ? undefined : FAMILY[isIP(address)];
  return address !== undefined && family !== undefined && list.check(address, family);
}

interface Network {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

const FAMILY: Readonly<Record<number, 'ipv4' | 'ipv6'>> = { 4: 'ipv4', 6: 'ipv6' };
const ADDRESS_BITS = { ipv4: 32, ipv6: 128 };

/** Longer than any network can be written. */
const MAX_LENGTH = 50;

/** A zone (`fe80::1%eth0`) names an interface of one machine, which no network list can mean. */
function parse(text: string): Network | undefined {
  if (text.length > MAX_LENGTH || text.includes('%')) return undefined;
  const [address = '', length, ...rest] = text.split('/');
  const family = FAMILY[isIP(address)];
  if (!family || rest.length > 0) return undefined;
  const prefix = length === undefined ? ADDRESS_BITS[family] : prefixLength(length);
  return prefix <= ADDRESS_BITS[family] ? { address, prefix, family } : undefined;
}

function prefixLength(text: string): number {
  return /^(0|[1-9][0-9]{0,2})$/.test(text) ? Number(text) : Infinity;
}
