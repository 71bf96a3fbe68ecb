import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CATALOGUE } from '../../src/attributes/catalogue.js';
import { AUDIT_EVENT_TYPES } from '../../src/audit/audit-event.js';
import { REFUSAL_REASONS } from '../../src/tokens/refusal-reason.js';
import { readGuide } from './guide.js';

/** What the code has a list of, and a page explains: nothing is left out. */

const page = {
  architecture: await readGuide('docs/architecture.md'),
  entra: await readGuide('docs/guides/entra.md'),
  eventLog: await readGuide('docs/guides/event-log.md'),
  mirroring: await readGuide('docs/guides/mirroring.md'),
  operations: await readGuide('docs/guides/operations.md'),
  readme: await readGuide('README.md'),
};

const missingIn = (text: string, names: readonly string[]) => names.filter((name) => !text.includes(`\`${name}\``));

/** The words in backticks of the first cell of each row of a table, and of its last. */
function cellsOf(text: string): readonly (readonly [first: readonly string[], last: readonly string[]])[] {
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) => {
    const cells = row.split('|').map((cell) => [...cell.matchAll(/`([\w-]+)`/g)].map(([, word = '']) => word));
    return [cells[1] ?? [], cells.at(-2) ?? []];
  });
}

/** What stands below a heading of the second level. */
function sectionOf(text: string, heading: string): string {
  return text.split(/^## /m).find((section) => section.startsWith(`${heading}\n`)) ?? '';
}

async function settingsOfTheServer(): Promise<readonly string[]> {
  const code = await readGuide('src/standalone/settings.ts');
  const names = [...code.matchAll(/^ {2}([A-Z_]{2,}): /gm)].map(([, name = '']) => name);
  return names.filter((name) => name !== 'NODE_ENV');
}

describe('the pages', () => {
  it('name every folder of the sources', async () => {
    const entries = await readdir(resolve(import.meta.dirname, '../../src'), { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => `](../src/${name})`);
    expect(folders.filter((link) => !page.architecture.includes(link))).toEqual([]);
  });

  it('name each setting of the server, and no other', async () => {
    expect(
      cellsOf(page.readme)
        .flatMap(([names]) => names)
        .toSorted(),
    ).toEqual((await settingsOfTheServer()).toSorted());
  });

  it('have an example of each setting, and of no other', async () => {
    const example = await readGuide('.env.example');
    const named = new Set([...example.matchAll(/^# ([A-Z_]+?)(?:_FILE)?=/gm)].map(([, name]) => name));
    expect([...named].toSorted()).toEqual((await settingsOfTheServer()).toSorted());
  });

  it('say what each type of event is', () => {
    expect(missingIn(page.eventLog, AUDIT_EVENT_TYPES)).toEqual([]);
  });

  it('name each field of the directory', () => {
    expect(
      missingIn(
        page.mirroring,
        CATALOGUE.map(({ key }) => key),
      ),
    ).toEqual([]);
  });

  it('have a remedy for each reason of a refusal', () => {
    expect(missingIn(page.entra, REFUSAL_REASONS)).toEqual([]);
  });

  it('say how each kind of conflict can be settled', async () => {
    const code = await readGuide('src/provisioning/resolutions.ts');
    const kinds = [...code.matchAll(/^ {2}(\w+): \[(.+)\],$/gm)].map(([, kind, list = '']) => [
      [kind],
      [...list.matchAll(/\w+/g)].map(([word]) => word),
    ]);
    expect(kinds.length).toBeGreaterThan(0);
    expect(cellsOf(sectionOf(page.operations, 'Conflicts'))).toEqual(kinds);
  });
});
