import { describe, expect, it } from '@jest/globals';
import { hashOf, isSecret, mintSecret } from './secret.js';

const TOKEN = mintSecret('iscim_');
const KEY = mintSecret('iscim_admin_');
const other = (character: string): string => (character === 'a' ? 'b' : 'a');

const REFUSED = [
  { name: 'an admin key', text: KEY },
  { name: 'nothing', text: '' },
  { name: 'the prefix alone', text: 'iscim_' },
  { name: 'one character less', text: TOKEN.slice(0, -1) },
  { name: 'one character more', text: `${TOKEN}a` },
  { name: 'a typing error within', text: TOKEN.slice(0, 20) + other(TOKEN.charAt(20)) + TOKEN.slice(21) },
  { name: 'a typing error in the checksum', text: TOKEN.slice(0, -1) + other(TOKEN.at(-1) ?? '') },
  { name: 'another case', text: TOKEN.toUpperCase() },
  { name: 'characters that are none of base62', text: `iscim_${'_'.repeat(49)}` },
  { name: 'a JSON web token', text: 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL3N0cy53aW5kb3dzLm5ldCJ9.c2ln' },
];

describe('a secret', () => {
  it('is recognisable', () => {
    expect(TOKEN).toMatch(/^iscim_[0-9A-Za-z]{49}$/);
    expect(KEY).toMatch(/^iscim_admin_[0-9A-Za-z]{49}$/);
    expect(isSecret('iscim_', TOKEN)).toBe(true);
    expect(isSecret('iscim_admin_', KEY)).toBe(true);
  });

  it('is another each time', () => {
    expect(mintSecret('iscim_')).not.toBe(TOKEN);
  });

  it.each(REFUSED)('is not $name', ({ text }) => {
    expect(isSecret('iscim_', text)).toBe(false);
  });

  it('is kept as its SHA-256', () => {
    expect(hashOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
