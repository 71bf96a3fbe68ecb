import { describe, expect, it } from '@jest/globals';
import { domainKey } from './domain-key.js';

describe('a mail domain', () => {
  it.each([
    ['corp.example', 'corp.example'],
    ['CORP.Example', 'corp.example'],
    ['corp.example.', 'corp.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BU\u0308CHER.example.', 'xn--bcher-kva.example'],
    ['XN--BCHER-KVA.example', 'xn--bcher-kva.example'],
    ['corp。example', 'corp.example'],
    ['straße.example', 'xn--strae-oqa.example'],
  ])('%s is %s', (written, key) => {
    expect(domainKey(written)).toBe(key);
  });

  it('is not another one that only looks like it', () => {
    expect(domainKey('strasse.example')).not.toBe(domainKey('straße.example'));
    // A Cyrillic letter.
    expect(domainKey('\u0441orp.example')).not.toBe('corp.example');
  });

  it('stays as it is where it can be none', () => {
    expect(domainKey('ü..example\u200e')).toBe('ü..example\u200e');
  });
});
