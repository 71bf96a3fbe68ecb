import { describe, expect, it } from '@jest/globals';
import { exactNumber } from './exact-number.js';

describe('the number that a text names', () => {
  it.each<[text: string, number: number]>([
    ['0', 0],
    ['-0.0', -0],
    ['+4', 4],
    ['0.1', 0.1],
    ['00.10', 0.1],
    ['1.50e3', 1500],
    ['1500', 1500],
    ['-12.5E-2', -0.125],
    ['1e300', 1e300],
    ['1234567890123.25', 1234567890123.25],
    ['100000000000000000000', 1e20],
  ])('%s is kept', (text, number) => {
    expect(exactNumber(text)).toBe(number);
  });

  it.each(['0.12345678901234567890', '12345678901234567890', '9007199254740993', '1e999', '1e-999'])(
    '%s would be another',
    (text) => {
      expect(exactNumber(text)).toBeUndefined();
    },
  );
});
