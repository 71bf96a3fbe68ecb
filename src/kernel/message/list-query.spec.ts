import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../limits.js';
import { parseListQuery } from './list-query.js';

describe('the page of a list', () => {
  it.each([
    ['', 1, 100],
    ['startIndex=3&count=2', 3, 2],
    ['startIndex=0&count=0', 1, 0],
    ['startIndex=-3&count=-1', 1, 0],
    ['count=200', 1, 200],
    ['count=100000', 1, 200],
    ['startIndex=99999999999999999999&count=99999999999999999999', Number.MAX_SAFE_INTEGER, 200],
    ['startIndex=+2&count=', 2, 100],
    ['aadOptscim062020&count=5', 1, 5],
  ])('TV-031, TV-032 "%s" begins at %d and has %d', (query, startIndex, count) => {
    expect(parseListQuery(new URLSearchParams(query), DEFAULT_LIMITS)).toEqual({ startIndex, count });
  });

  it.each(['startIndex=a', 'count=1.5', 'count=1e2', 'count=0x10', 'startIndex=1,2', 'count=--1'])(
    '"%s" is refused',
    (query) => {
      const refusal = expect.objectContaining({ status: 400, scimType: 'invalidValue' });
      expect(() => parseListQuery(new URLSearchParams(query), DEFAULT_LIMITS)).toThrow(refusal);
    },
  );
});
