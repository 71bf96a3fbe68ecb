import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readGuide } from './guide.js';

const PROJECT = resolve(import.meta.dirname, '../..');
const NUMBER = /\b[EOX]-\d\d\b/g;

const page = await readGuide('docs/quirks.md');
const rows = page.split('\n').filter((line) => /^\| [EOX]-\d\d /.test(line));

/** Every number that a file below this folder cites. */
async function citedIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(PROJECT, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'));
  const texts = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')));
  return texts.flatMap((text) => text.match(NUMBER) ?? []);
}

/** A function and the file that it is said to be in. */
const places = rows.flatMap((row) =>
  [...row.matchAll(/`(\w+)`(?: and `(\w+)`)? in (src\/[\w/.-]+\.ts)/g)].flatMap(([, one, other, file = '']) =>
    [one, other].filter((name) => name !== undefined).map((name) => [name, file] as const),
  ),
);

describe('the table of quirks', () => {
  it('has every number that the code and the tests cite, once', async () => {
    const cited = new Set([...(await citedIn('src')), ...(await citedIn('test/clients'))]);
    const known = rows.flatMap((row) => row.match(NUMBER)?.[0] ?? []);
    expect([...cited].filter((number) => !known.includes(number))).toEqual([]);
    expect(new Set(known).size).toBe(known.length);
  });

  it.each([...new Map(places.map((place) => [place.join(' '), place])).values()])(
    'names %s, which is in %s',
    async (name, file) => {
      expect(await readFile(join(PROJECT, file), 'utf8')).toMatch(new RegExp(`(function|class) ${name}\\b`));
    },
  );

  it('names the members of Tolerance as they are called', async () => {
    const tolerance = await readFile(join(PROJECT, 'src/kernel/resource/tolerance.ts'), 'utf8');
    const named = rows.flatMap((row) => /; `(\w+)` *\|$/.exec(row)?.[1] ?? []);
    expect(named.filter((name) => !tolerance.includes(`readonly ${name}:`))).toEqual([]);
    expect(named.length).toBeGreaterThan(5);
  });
});
