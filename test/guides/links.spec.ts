import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { blocksOf } from './guide.js';

const PROJECT = resolve(import.meta.dirname, '../..');

const inDocs = (await readdir(join(PROJECT, 'docs'), { recursive: true })).map((name) => join('docs', name));
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  ...inDocs.filter((name) => name.endsWith('.md')),
];

/** Where the links of a page lead, but for those into the internet. */
function linksOf(text: string): readonly string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

/** What stands behind `#` for each heading, as GitHub makes it. */
function anchorsOf(text: string): readonly string[] {
  const fenced = new Set(blocksOf(text).flatMap((block) => block.text.split('\n')));
  const headings = text.split('\n').filter((line) => /^#+ /.test(line) && !fenced.has(line));
  return headings.map((line) =>
    line
      .replace(/^#+ /, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What is wrong with a link; undefined: it leads somewhere. */
async function problemOf(page: string, link: string): Promise<string | undefined> {
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? join(PROJECT, page) : resolve(PROJECT, dirname(page), path);
  const found = await stat(file).catch(() => undefined);
  if (!found) return `${link}: there is no ${relative(PROJECT, file)}`;
  if (anchor === undefined || !file.endsWith('.md')) return undefined;
  return anchorsOf(await readFile(file, 'utf8')).includes(anchor) ? undefined : `${link}: there is no such heading`;
}

describe('the links of the documentation', () => {
  it.each(pages)('of %s lead somewhere', async (page) => {
    const links = linksOf(await readFile(join(PROJECT, page), 'utf8'));
    const problems = await Promise.all(links.map((link) => problemOf(page, link)));
    expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
  });
});
