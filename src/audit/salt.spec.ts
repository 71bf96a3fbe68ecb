import { describe, expect, it } from '@jest/globals';
import { nextSalt } from './salt.js';

describe('salts', () => {
  it('are sixteen bytes each, and no two the same, over several draws', () => {
    const salts = Array.from({ length: 1000 }, nextSalt);
    expect(new Set(salts.map(({ length }) => length))).toEqual(new Set([16]));
    expect(new Set(salts.map((salt) => salt.toString('hex'))).size).toBe(1000);
  });
});
