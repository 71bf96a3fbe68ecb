import { describe, expect, it } from '@jest/globals';
import { assertIfMatch, isNotModified } from './preconditions.js';

const VERSION = 'W/"7"';

const NAMING = ['W/"7"', '"7"', '*', ' * ', 'W/"6", W/"7"', '"6","7"', 'W/"a,b", "7"', '7', '6, 7'];
const NOT_NAMING = ['W/"6"', '"77"', '', '""', '"*"', '"6, 7"', 'w7', 'W/"77', '"', '"6", 77'];

describe('assertIfMatch', () => {
  it.each([undefined, ...NAMING])('lets %p pass', (header) => {
    expect(() => assertIfMatch(header, VERSION)).not.toThrow();
  });

  it.each(NOT_NAMING)('answers 412 to %p', (header) => {
    expect(() => assertIfMatch(header, VERSION)).toThrow(expect.objectContaining({ status: 412 }));
  });
});

describe('isNotModified', () => {
  it.each(NAMING)('is true for %p', (header) => {
    expect(isNotModified(header, VERSION)).toBe(true);
  });

  it.each([undefined, ...NOT_NAMING])('is false for %p', (header) => {
    expect(isNotModified(header, VERSION)).toBe(false);
  });
});
