import { describe, expect, it } from '@jest/globals';
import { emailPairKey, namesPairKey } from './pair-key.js';

describe('the key of a pair', () => {
  it('of names is the holder, the name and the key that were pushed, in this order', () => {
    expect(JSON.parse(namesPairKey('u-ana', 'ana', 'k1'))).toEqual(['u-ana', 'ana', 'k1']);
    expect(JSON.parse(namesPairKey('u-ana', 'ana', null))).toEqual(['u-ana', 'ana', null]);
  });

  it('of an address is the claimant and the address', () => {
    expect(JSON.parse(emailPairKey('u-ana', 'ana@corp.example'))).toEqual(['u-ana', 'ana@corp.example']);
  });

  const different: readonly (readonly [string, string, string])[] = [
    ['another holder', namesPairKey('u-ana', 'n', 'k'), namesPairKey('u-ben', 'n', 'k')],
    ['another name', namesPairKey('u', 'ana', 'k'), namesPairKey('u', 'ben', 'k')],
    ['another key', namesPairKey('u', 'n', 'k1'), namesPairKey('u', 'n', 'k2')],
    ['no key', namesPairKey('u', 'n', 'null'), namesPairKey('u', 'n', null)],
    ['a name that holds the marks of the list', namesPairKey('u', 'a","b', null), namesPairKey('u', 'a', 'b')],
    ['another claimant', emailPairKey('u-ana', 'a@b'), emailPairKey('u-ben', 'a@b')],
  ];
  it.each(different)('%s is another pair', (_name, one, other) => {
    expect(one).not.toBe(other);
  });
});
