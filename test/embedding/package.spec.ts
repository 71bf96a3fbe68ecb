import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const PROJECT = resolve(import.meta.dirname, '../..');

/** What a host never gets: what is run from here, and what is only for us. */
const NOT_OURS_TO_GIVE =
  /(^|\/)(bench|test|standalone|simulator|console|examples)\/|\.spec\.|dist\/src\/main\.|\.tsbuildinfo$/;

let files: readonly string[];
let manifest: Record<string, unknown>;

beforeAll(async () => {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
    cwd: PROJECT,
    maxBuffer: 16 * 1024 * 1024,
  });
  const [packed] = Object.values<{ readonly files: readonly { readonly path: string }[] }>(JSON.parse(stdout));
  files = packed!.files.map(({ path }) => path);
  manifest = JSON.parse(await readFile(resolve(PROJECT, 'package.json'), 'utf8'));
});

describe('the package', () => {
  it('holds what was built, with types and maps, and nothing of the tools around it', () => {
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
    expect(files).toEqual(expect.arrayContaining(['js', 'd.ts', 'js.map'].map((kind) => `dist/src/index.${kind}`)));
    expect(files.filter((path) => NOT_OURS_TO_GIVE.test(path))).toEqual([]);
    expect(files.filter((path) => !/^(LICENSE|README\.md|package\.json|dist\/src\/)/.test(path))).toEqual([]);
  });

  it('shows its index alone', () => {
    expect(Object.keys(manifest['exports'] as object)).toEqual(['.', './package.json']);
  });

  it('leaves Nest, TypeORM and pg to the application', () => {
    const brought = Object.keys(manifest['dependencies'] as object);
    expect(brought.filter((name) => /^(@nestjs\/|typeorm$|pg$|rxjs$|reflect-metadata$|express$)/.test(name))).toEqual(
      [],
    );
  });

  it('exports what its list says', async () => {
    const listed = await readFile(resolve(import.meta.dirname, 'exports.golden.txt'), 'utf8');
    const index = await readFile(resolve(PROJECT, 'src/index.ts'), 'utf8');
    expect(exportsOf('index.ts', index)).toEqual(listed.trim().split('\n'));
  });
});

/** In the order of names; what is a type only, says so. */
function exportsOf(path: string, text: string): readonly string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023);
  return source.statements.filter(ts.isExportDeclaration).flatMap(namesOf).toSorted(byName);
}

function namesOf({ exportClause, isTypeOnly }: ts.ExportDeclaration): readonly string[] {
  if (!exportClause) throw new Error('What is public is named.');
  if (ts.isNamespaceExport(exportClause)) return [String(exportClause.name.text)];
  return exportClause.elements.map(
    (element) => `${isTypeOnly || element.isTypeOnly ? 'type ' : ''}${element.name.text}`,
  );
}

function byName(one: string, other: string): number {
  const [first, second] = [one, other].map((line) => line.replace('type ', ''));
  return first! < second! ? -1 : 1;
}
