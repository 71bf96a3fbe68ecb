import { describe, expect, it } from '@jest/globals';
import { exceedsUtf8, utf8Length } from './utf8-length.js';

describe('the length of a text in UTF-8', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['é', 2],
    ['߿ࠀ', 5],
    ['€', 3],
    ['😀', 4],
    ['a😀é€', 10],
  ])('of "%s" is %d bytes', (text, bytes) => {
    expect(utf8Length(text)).toBe(bytes);
    expect(utf8Length(text)).toBe(Buffer.byteLength(text));
    expect(exceedsUtf8(text, bytes)).toBe(false);
    expect(exceedsUtf8(text, bytes - 1)).toBe(true);
  });
});
