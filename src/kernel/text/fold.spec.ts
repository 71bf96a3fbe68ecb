import { describe, expect, it } from '@jest/globals';
import { fold } from './fold.js';

describe('fold', () => {
  const same = [
    ['ANA@CORP.EXAMPLE', 'ana@corp.example'],
    ['José', 'jose\u0301'],
    ['ÉLAN', 'e\u0301lan'],
    ['\u212Aelvin', 'kelvin'],
    ['ΟΔΟΣ', 'οδος'],
  ];
  it.each(same)('makes %j and %j equal', (one, other) => {
    expect(fold(one)).toBe(fold(other));
  });

  const different = [
    ['jose', 'josé'],
    ['straße', 'strasse'],
    ['аna', 'ana'],
    ['ana', 'ana '],
    ['ｊ', 'j'],
  ];
  it.each(different)('keeps %j and %j apart', (one, other) => {
    expect(fold(one)).not.toBe(fold(other));
  });
});
