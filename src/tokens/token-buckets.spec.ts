import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TokenBuckets } from './token-buckets.js';

const LIMIT = { perSecond: 100, burst: 500 };

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

class Bench {
  readonly buckets = new TokenBuckets();

  /** How many of so many requests at this moment are let through. */
  flood(requests: number, key = 'a'): number {
    return Array.from({ length: requests }, () => this.buckets.take(key, 1, LIMIT)).filter((wait) => wait === 0).length;
  }

  /** How many of the requests that come evenly over the given seconds are let through. */
  sustain(perSecond: number, seconds: number): number {
    let passed = 0;
    for (let request = 0; request < perSecond * seconds; request += 1) {
      jest.advanceTimersByTime(1_000 / perSecond);
      passed += this.flood(1);
    }
    return passed;
  }
}

describe('TokenBuckets', () => {
  it('lets a burst through, and no more', () => {
    expect(new Bench().flood(2_000)).toBe(500);
  });

  it('never refuses 25 requests a second', () => {
    expect(new Bench().sustain(25, 3_600)).toBe(25 * 3_600);
  });

  it('never refuses 25 requests a second right after a flood', () => {
    const bench = new Bench();
    bench.flood(10_000);
    expect(bench.sustain(25, 60)).toBe(25 * 60);
  });

  it('lets through what it refills, when more is asked for', () => {
    const bench = new Bench();
    bench.flood(500);
    expect(bench.sustain(250, 10)).toBeGreaterThanOrEqual(999);
    expect(bench.sustain(250, 10)).toBeLessThanOrEqual(1_001);
  });

  it('says when there will be enough', () => {
    const bench = new Bench();
    bench.flood(500);
    expect(bench.buckets.take('a', 50, LIMIT)).toBeCloseTo(0.5);
    jest.advanceTimersByTime(500);
    expect(bench.buckets.take('a', 50, LIMIT)).toBe(0);
  });

  it('lets a request that is heavier than a bucket through when the bucket is full', () => {
    const bench = new Bench();
    expect(bench.buckets.take('a', 10_000, LIMIT)).toBe(0);
    expect(bench.buckets.take('a', 10_000, LIMIT)).toBeCloseTo(5);
  });

  it('keeps keys apart', () => {
    const bench = new Bench();
    bench.flood(1_000, 'a');
    expect(bench.flood(1, 'b')).toBe(1);
  });

  it('follows a limit that was lowered', () => {
    const bench = new Bench();
    bench.flood(1);
    expect(bench.buckets.take('a', 1, { perSecond: 1, burst: 1 })).toBe(0);
    expect(bench.buckets.take('a', 1, { perSecond: 1, burst: 1 })).toBeCloseTo(1);
  });
});
