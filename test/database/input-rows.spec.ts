import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InputRows } from '../../src/database/input-rows.js';
import { World } from '../support/scim-client.js';

/** What rows of input are after their way to PostgreSQL and back. */

interface Line {
  readonly count: number | null;
  readonly large: string;
  readonly text: string | null;
  readonly flag: boolean;
  readonly at: Date | null;
  readonly bytes: Buffer;
  readonly json: string;
}

const LINES = new InputRows<Line>([
  ['n', 'int', (_line, n) => n],
  ['count', 'int', ({ count }) => count],
  ['large', 'bigint', ({ large }) => large],
  ['text', 'text', ({ text }) => text],
  ['flag', 'boolean', ({ flag }) => flag],
  ['at', 'timestamptz', ({ at }) => at],
  ['bytes', 'bytea', ({ bytes }) => bytes],
  ['json', 'json', ({ json }) => json],
]);

const plain: Line = {
  count: 1,
  large: '9223372036854775807',
  text: 'Ana',
  flag: true,
  at: new Date('2026-01-02T03:04:05.678Z'),
  bytes: Buffer.from([0, 34, 92, 255]),
  json: '{"a": [1, "\\"\\\\"]}',
};

let world: World;
beforeAll(async () => {
  world = await World.start({ upkeep: false });
});
afterAll(() => world.close());

async function thereAndBack(lines: readonly Line[]): Promise<readonly Record<string, unknown>[]> {
  return world.app.database.query(`SELECT * FROM ${LINES.table('line', 1)} ORDER BY n`, LINES.values(lines));
}

describe('rows of input', () => {
  it.each<readonly [string, Partial<Line>]>([
    ['of every type', {}],
    ['without values', { count: null, text: null, at: null }],
    ['of no text', { text: '' }],
    ['of the word that stands for nothing', { text: 'NULL' }],
    ['with quotes and backslashes', { text: `"\\"' \\\\ $1 \\x41` }],
    ['with commas and braces', { text: '{a,b},{}' }],
    ['with line breaks and blanks', { text: ' \n\t\r ' }],
    ['of any script', { text: 'María 李 🚀' }],
    ['of no bytes, before the epoch', { bytes: Buffer.alloc(0), at: new Date('1899-12-31T23:59:59.999Z') }],
    ['that are false', { flag: false, count: -2147483648, large: '-1' }],
  ])('%s come back as they were', async (_, change) => {
    const line = { ...plain, ...change };
    expect(await thereAndBack([line, plain])).toEqual([
      { n: 0, ...line, json: JSON.parse(line.json) },
      { n: 1, ...plain, json: JSON.parse(plain.json) },
    ]);
  });

  it('may be none', async () => {
    expect(await thereAndBack([])).toEqual([]);
  });

  it('that hold what no text can hold are refused', async () => {
    await expect(thereAndBack([{ ...plain, text: 'a\0b' }])).rejects.toMatchObject({ driverError: { code: '22021' } });
  });
});
