import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonFault, MAX_SEARCHED } from './json-fault.js';

describe('the place of a fault in JSON', () => {
  it.each([
    ['{"userName":}', 13],
    ['{"userName":"x",}', 17],
    ['{"userName" "x"}', 13],
    ["{'userName':1}", 2],
    ['{userName:1}', 2],
    ['{"a":1', 7],
    ['{"a":"b', 6],
    ['{"a":tru}', 6],
    ['{"a":01}', 7],
    ['{"a":1.}', 6],
    ['{"a":NaN}', 6],
    ['{"a":"\\x"}', 6],
    ['{"a":"\n"}', 6],
    ['{"a":[1,]}', 9],
    ['{"a":[1}', 8],
    ['{"a":1]', 7],
    ['{"a":1}{', 8],
    ['{"a":1} x', 9],
    ['{,}', 2],
    ['[]]', 3],
    ['"a",', 4],
    ['  ', 3],
    ['{"😀":}', 6],
    [' {"a" : [ true , false, null, -1.5e+3, "\\u00e9" ] , }', 53],
  ])('%j is %i', (text, place) => {
    expect(() => void JSON.parse(text)).toThrow(SyntaxError);
    expect(jsonFault(text)).toBe(place);
  });

  it('is none where nothing is wrong', () => {
    fc.assert(
      fc.property(fc.json(), (text) => expect(jsonFault(text)).toBeUndefined()),
      { seed: 8259 },
    );
  });

  it('is found wherever V8 refuses a text', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 3 }), (text, at, noise) => {
        const place = at % (text.length + 1);
        const broken = text.slice(0, place) + noise + text.slice(place + 1);
        fc.pre(!isJson(broken));
        expect(jsonFault(broken)).toBeLessThanOrEqual([...broken].length + 1);
      }),
      { seed: 8259, numRuns: 500 },
    );
  });

  it('is not searched for in long texts, nor in endless nesting', () => {
    expect(jsonFault(`${' '.repeat(MAX_SEARCHED - 1)}?`)).toBe(MAX_SEARCHED);
    expect(jsonFault(`${' '.repeat(MAX_SEARCHED)}?`)).toBeUndefined();
    expect(jsonFault('['.repeat(MAX_SEARCHED))).toBeUndefined();
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
