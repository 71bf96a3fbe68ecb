import { describe, expect, it } from '@jest/globals';
import { originNetworkOf, sourceAddressOf } from './source-address.js';

const ADDRESSES = [
  { ip: '192.0.2.7', address: '192.0.2.7', network: '192.0.2.7' },
  { ip: '::ffff:192.0.2.7', address: '192.0.2.7', network: '192.0.2.7' },
  { ip: '::1', address: '::1', network: '0:0:0:0' },
  { ip: '2001:db8:1:2:3:4:5:6', address: '2001:db8:1:2:3:4:5:6', network: '2001:db8:1:2' },
  { ip: '2001:db8::6', address: '2001:db8::6', network: '2001:db8:0:0' },
  { ip: '2001:db8:1:2::', address: '2001:db8:1:2::', network: '2001:db8:1:2' },
  { ip: '2001::3:4:5:6:7', address: '2001::3:4:5:6:7', network: '2001:0:0:3' },
  { ip: '192.0.2.7:4711', address: '192.0.2.7', network: '192.0.2.7' },
  { ip: '[2001:db8::6]:4711', address: '2001:db8::6', network: '2001:db8:0:0' },
  { ip: 'unknown', address: undefined, network: 'unknown' },
  { ip: '<b>', address: undefined, network: 'unknown' },
  { ip: undefined, address: undefined, network: 'unknown' },
];

describe('a source address', () => {
  it.each(ADDRESSES)('of $ip', ({ ip, address, network }) => {
    expect(sourceAddressOf({ ip })).toBe(address);
    expect(originNetworkOf(address)).toBe(network);
  });
});
