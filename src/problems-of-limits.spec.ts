import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS, type Limits } from './kernel/limits.js';
import { limitsOf } from './limits-of.js';
import { LIMIT_RANGES, problemsOfLimits } from './problems-of-limits.js';

const NAMES = Object.keys(DEFAULT_LIMITS) as (keyof Limits)[];

describe('limits', () => {
  it('are the usual ones where nothing is said', () => {
    expect(limitsOf()).toEqual(DEFAULT_LIMITS);
    expect(limitsOf({ pageSize: undefined })).toEqual(DEFAULT_LIMITS);
    expect(problemsOfLimits(DEFAULT_LIMITS)).toEqual([]);
  });

  it('bring the usual page down with the largest', () => {
    expect(limitsOf({ pageSize: 50 })).toMatchObject({ pageSize: 50, defaultPageSize: 50 });
  });

  it.each(NAMES)('of %s are from the least to the most', (name) => {
    const [least, most] = LIMIT_RANGES[name];
    const problem = `limits.${name} must be a whole number from ${least} to ${most}.`;
    const problemsOf = (value: unknown) => problemsOfLimits({ pageSize: 1_000, [name]: value });
    expect([least, most].flatMap(problemsOf).filter((text) => text.includes('whole number'))).toEqual([]);
    for (const wrong of [least - 1, most + 1, least + 0.5, NaN, Infinity, null, '10'])
      expect(problemsOf(wrong)).toEqual([problem]);
  });

  it.each<{ limits: unknown; says: string }>([
    { limits: 5, says: 'limits must be an object such as { pageSize: 500 }.' },
    { limits: null, says: 'limits must be an object such as { pageSize: 500 }.' },
    { limits: { constructor: 5 }, says: 'limits has no constructor; it has bodyBytes, patchOperations' },
    { limits: { defaultPageSize: 201 }, says: 'limits.defaultPageSize must not be more than pageSize, 200.' },
  ])('are not $limits', ({ limits, says }) => {
    expect(problemsOfLimits(limits as object)).toEqual([expect.stringContaining(says)]);
  });
});
