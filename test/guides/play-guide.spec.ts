import { describe, expect, it } from '@jest/globals';
import { blocksOf, stepsOf } from './guide.js';
import { playGuide } from './play-guide.js';

/** A guide of these blocks, each with its opening line. */
function guideOf(...blocks: readonly (readonly [head: string, text: string])[]): string {
  return blocks.map(([head, text]) => `Words.\n\n\`\`\`${head}\n${text}\n\`\`\`\n`).join('\n');
}

const play = (...blocks: readonly (readonly [string, string])[]) =>
  playGuide(stepsOf(guideOf(...blocks)), { KEY: 'k' });

const REFUSE = 'refuse() { echo "{\\"status\\": \\"401\\"}"; return 22; }';

describe('a guide', () => {
  it.each([
    [
      'knows in one block what another has set',
      [
        ['sh', 'A=1; f() { echo "$A$KEY"; }'],
        ['sh', 'f'],
        ['text', '1k'],
      ],
    ],
    [
      'shows some of an object',
      [
        ['sh', `echo '{"a": 1, "b": {"c": "xyz", "d": 2}}'`],
        ['json', '{"b": {"c": "x…"}}'],
      ],
    ],
    [
      'shows some of a list',
      [
        ['sh', 'echo "[1, 2, 3]"'],
        ['json', '[3, 1, "…"]'],
      ],
    ],
    [
      'shows the lines that count',
      [
        ['sh', 'printf "a\\nb\\nc"'],
        ['text', 'a\n…c'],
      ],
    ],
    [
      'shows a refusal',
      [
        ['sh', REFUSE],
        ['sh', 'refuse'],
        ['json', '{"status": "401"}'],
      ],
    ],
    [
      'leaves values to the reader',
      [
        ['sh', 'KEY=…'],
        ['sh', 'echo $KEY'],
        ['text', 'k'],
      ],
    ],
    [
      'says why it does not run something',
      [
        ['sh not-run: it would fail', 'false'],
        ['sh', 'true'],
      ],
    ],
  ] as const)('%s', async (_, blocks) => {
    await play(...blocks);
  });

  it.each([
    ['a command that fails', [['sh', 'true\nfalse\ntrue']]],
    ['a name that nothing has set', [['sh', 'echo "$NOTHING"']]],
    [
      'another value',
      [
        ['sh', `echo '{"a": 1}'`],
        ['json', '{"a": 2}'],
      ],
    ],
    [
      'a name that is not there',
      [
        ['sh', `echo '{"a": 1}'`],
        ['json', '{"b": "…"}'],
      ],
    ],
    [
      'an element too many',
      [
        ['sh', 'echo "[1, 2]"'],
        ['json', '[1]'],
      ],
    ],
    [
      'another text',
      [
        ['sh', 'echo abc'],
        ['text', 'a…d'],
      ],
    ],
    [
      'no JSON',
      [
        ['sh', 'echo abc'],
        ['json', '"abc"'],
      ],
    ],
    [
      'a success where a refusal is shown',
      [
        ['sh', `echo '{"status": "401"}'`],
        ['json', '{"status": "401"}'],
      ],
    ],
    ['a value for the reader that is not at hand', [['sh', 'OTHER=…']]],
    ['something to fill in where it cannot be', [['sh', 'echo …']]],
  ] as const)('fails with %s', async (_, blocks) => {
    await expect(play(...blocks)).rejects.toThrow();
  });

  it('has blocks in lists too, without their indentation', () => {
    expect(blocksOf('1. One:\n\n   ```sh\n   if a\n     b\n   ```\n')).toEqual([
      { language: 'sh', mark: '', text: 'if a\n  b', line: 3 },
    ]);
  });

  it('is refused where a block has no end', () => {
    expect(() => blocksOf('```sh\ntrue\n')).toThrow('The block of line 1 has no end.');
  });
});
