import { describe, expect, it } from '@jest/globals';
import { equal } from './equal.js';
import type { JsonValue } from './resource.js';

describe('two JSON values', () => {
  it.each<[JsonValue | undefined, JsonValue | undefined, boolean]>([
    [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: 1 }, { b: 1 }, false],
    [{ a: 1 }, { toString: 1 }, false],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [[], {}, false],
    [{}, [], false],
    ['1', 1, false],
    ['a', 'A', false],
    [null, undefined, false],
    [null, {}, false],
    [undefined, undefined, true],
    [{ a: { b: [{ c: null }] } }, { a: { b: [{ c: null }] } }, true],
  ])('%j and %j are equal: %s', (left, right, same) => {
    expect(equal(left, right)).toBe(same);
    expect(equal(right, left)).toBe(same);
  });
});
