import { describe, expect, it } from '@jest/globals';
import { isStorable } from './is-storable.js';

describe('isStorable', () => {
  it.each(['', 'José', '\u0001\u001f\ufffe', '😀', '\ud83d\ude00'])('lets %j pass', (text) => {
    expect(isStorable(text)).toBe(true);
  });

  it.each(['\0', 'a\0b', '\ud83d', '\ude00', '\ude00\ud83d', 'a\ud83db'])('refuses %j', (text) => {
    expect(isStorable(text)).toBe(false);
  });
});
