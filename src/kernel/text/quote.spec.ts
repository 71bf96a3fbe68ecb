import { describe, expect, it } from '@jest/globals';
import { MAX_QUOTED_LENGTH, quote } from './quote.js';

describe('quote', () => {
  const cases = [
    { name: 'puts quotation marks around a word', word: 'foo', quoted: '"foo"' },
    { name: 'escapes what would break a line', word: 'a"\n', quoted: '"a\\"\\n"' },
    { name: 'shows a word of the greatest length', word: 'x'.repeat(MAX_QUOTED_LENGTH), quoted: `"${'x'.repeat(64)}"` },
    { name: 'cuts a longer one', word: 'x'.repeat(MAX_QUOTED_LENGTH + 1), quoted: `"${'x'.repeat(64)}…"` },
    {
      name: 'remains proper Unicode where a pair is cut',
      word: `${'x'.repeat(63)}😀`,
      quoted: `"${'x'.repeat(63)}\\ud83d…"`,
    },
  ];
  it.each(cases)('$name', ({ word, quoted }) => {
    expect(quote(word)).toBe(quoted);
  });
});
