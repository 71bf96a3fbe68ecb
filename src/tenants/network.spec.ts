import { describe, expect, it } from '@jest/globals';
import { isInNetworks, isNetwork, networkList } from './network.js';

const WRITTEN = [
  { text: '192.0.2.0/24', valid: true },
  { text: '192.0.2.7', valid: true },
  { text: '0.0.0.0/0', valid: true },
  { text: '2001:db8::/32', valid: true },
  { text: '2001:db8::1', valid: true },
  { text: '192.0.2.0/33', valid: false },
  { text: '2001:db8::/129', valid: false },
  { text: '192.0.2.0/', valid: false },
  { text: '192.0.2.0/024', valid: false },
  { text: '192.0.2.0/-1', valid: false },
  { text: '192.0.2.0/24/8', valid: false },
  { text: '192.0.2', valid: false },
  { text: 'fe80::1%eth0/64', valid: false },
  { text: 'example.com', valid: false },
  { text: '', valid: false },
];

const LIST = networkList(['192.0.2.0/24', '198.51.100.7', '2001:db8::/32']);
const MEMBERS = [
  { address: '192.0.2.255', within: true },
  { address: '192.0.3.0', within: false },
  { address: '198.51.100.7', within: true },
  { address: '198.51.100.8', within: false },
  { address: '2001:db8:ffff::1', within: true },
  { address: '2001:db9::1', within: false },
  { address: 'unknown', within: false },
  { address: undefined, within: false },
];

describe('a network', () => {
  it.each(WRITTEN)('$text: $valid', ({ text, valid }) => {
    expect(isNetwork(text)).toBe(valid);
  });

  it.each(MEMBERS)('holds $address: $within', ({ address, within }) => {
    expect(isInNetworks(LIST, address)).toBe(within);
  });

  it('is refused where it is none', () => {
    expect(() => networkList(['nowhere'])).toThrow('Not a network');
  });
});
