import { describe, expect, it } from '@jest/globals';
import { Random } from './random.js';

describe('chance that can be repeated', () => {
  it('gives the same values from the same seed, and others from another', () => {
    const values = (seed: number) =>
      Array.from(
        { length: 5 },
        (
          (random) => () =>
            random.next()
        )(new Random(seed)),
      );
    expect(values(1)).toEqual(values(1));
    expect(values(1)).not.toEqual(values(2));
  });

  it('continues from where it was', () => {
    const first = new Random(7);
    first.next();
    expect(new Random(first.seed).uuid()).toBe(first.uuid());
  });

  it('samples each element once, and no more than there are', () => {
    const random = new Random(3);
    expect([...random.sample([1, 2, 3], 9)].sort()).toEqual([1, 2, 3]);
    expect(random.sample([1, 2, 3], 0)).toEqual([]);
  });

  it('makes identifiers in the form of a UUID', () => {
    expect(new Random(1).uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('picks nothing from nothing', () => {
    expect(() => new Random(1).pick([])).toThrow(RangeError);
  });
});
