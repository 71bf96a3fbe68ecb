import { describe, expect, it } from '@jest/globals';
import { emailKey, MAX_EMAIL_LENGTH } from './email-key.js';

describe('emailKey', () => {
  const keys = [
    { name: 'folds an ASCII address', address: 'Ana.Ruiz+X@CORP.Example', key: 'ana.ruiz+x@corp.example' },
    { name: 'folds the domain, whatever its script', address: 'Ana@MÜLLER.Example', key: 'ana@müller.example' },
    { name: 'keeps a local part that is not ASCII', address: 'JOSÉ@Corp.Example', key: 'JOSÉ@corp.example' },
    { name: 'does not take a Kelvin sign for a k', address: '\u212Aim@corp.example', key: '\u212Aim@corp.example' },
    { name: 'does not compose a local part', address: 'jose\u0301@corp.example', key: 'jose\u0301@corp.example' },
    { name: 'takes Entra’s guests', address: 'J_x.example#EXT#@Corp.example', key: 'j_x.example#ext#@corp.example' },
    { name: 'takes the longest address', address: `${'a'.repeat(318)}@b`, key: `${'a'.repeat(318)}@b` },
  ];
  it.each(keys)('$name', ({ address, key }) => {
    expect(emailKey(address)).toBe(key);
  });

  it('gives different keys to letters that look alike', () => {
    expect(emailKey('аna@corp.example')).not.toBe(emailKey('ana@corp.example'));
  });

  const refused = [
    '',
    'ana',
    '@',
    'ana@',
    '@corp.example',
    'a@b@c',
    'a b@c',
    ' a@b',
    'a@b ',
    'a@b\n',
    'a\u00A0b@c',
    'a@\u2003b',
  ];
  it.each([...refused, `${'a'.repeat(MAX_EMAIL_LENGTH - 1)}@b`])('takes %j for no address', (address) => {
    expect(emailKey(address)).toBeUndefined();
  });
});
