import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Results } from '../../bench/report/results.js';
import { makeScratchFolder, removeScratchFolder } from '../standalone/scratch-folder.js';

const MAIN = resolve(import.meta.dirname, '../../dist/bench/main.js');

const SMALLEST = ['--rounds', '1', '--seconds', '0.1', '--people', '50', '--connections', '4', '--tenants', '2'];
/** One of each kind; the others differ in their size. */
const WORKLOADS = [
  'filter',
  'get',
  'patch',
  'create-32',
  'pages-deepest',
  'pages-cursor',
  'members-small',
  'fill',
  'cycle',
];
const CHOSEN = ['--only', [...WORKLOADS, 'tenants', 'start'].join()];

/** The built benchmark as a process of its own, in `folder`; TMPDIR is where it puts what it needs. */
function bench(folder: string, ...args: readonly string[]) {
  const env = { PATH: process.env.PATH, TMPDIR: folder };
  return new Promise<{ code: unknown; said: string; complained: string }>((done) => {
    execFile(process.execPath, [MAIN, ...args], { cwd: folder, env }, (error, said, complained) =>
      done({ code: error ? error.code : 0, said, complained }),
    );
  });
}

describe('the benchmark, as short as it can be', () => {
  let folder: string;
  let ran: Awaited<ReturnType<typeof bench>>;
  let results: Results;
  beforeAll(async () => {
    folder = await makeScratchFolder();
    ran = await bench(folder, ...SMALLEST, ...CHOSEN, '--json', 'results.json');
    if (ran.code !== 0) throw new Error(ran.complained + ran.said);
    results = JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')) as Results;
  });
  afterAll(() => removeScratchFolder(folder));

  it('does what is chosen on both sides, and no request fails', () => {
    expect(ran.said).toContain('No request failed.');
    expect(results.workloads.map(({ name }) => name)).toEqual(WORKLOADS);
    for (const { sides } of results.workloads) {
      expect(sides).toMatchObject({ bare: { failures: {} }, product: { failures: {} } });
      expect(Math.min(sides.bare.requests, sides.product.requests)).toBeGreaterThan(0);
    }
  });

  it('is answered by both sides at about the same length', () => {
    for (const { name, sides } of results.workloads) {
      const { bare, product } = { bare: sides.bare.answerBytes, product: sides.product.answerBytes };
      // A run this short may end before each kind of request was made by both.
      for (const label of Object.keys(product).filter((known) => known in bare)) {
        const ratio = product[label] === bare[label] ? 1 : (product[label] ?? 0) / (bare[label] ?? 0);
        expect({ name, label, isAlike: ratio > 0.8 && ratio < 1.25 }).toEqual({ name, label, isAlike: true });
      }
    }
  });

  it('counts one statement and one round trip for each request of the bare server', () => {
    for (const { sides } of results.workloads) expect(sides.bare.messages).toEqual({ statements: 1, roundTrips: 1 });
  });

  it('counts fewer statements than requests where the product lets many share one', () => {
    const created = results.workloads.find(({ name }) => name === 'create-32');
    expect(created?.sides.product.messages?.statements).toBeLessThan(1);
  });

  it('measures the start, and the tenants at their pace', () => {
    expect(results.start?.seconds).toHaveLength(1);
    expect(results.tenants).toMatchObject({ tenants: 2, perSecond: 25, requests: 75, failures: {} });
  });

  it('leaves nothing behind but its results', async () => {
    expect(await readdir(folder)).toEqual(['results.json']);
  });
});

describe('the command line of the benchmark', () => {
  it.each([
    [['--rounds', '0'], "option '--rounds <count>' argument '0' is invalid."],
    [['--people', '1.5'], 'Give a whole number from 10 to 1000000.'],
    [['--only', 'create,everything'], 'There is no workload "everything". There are: filter, get,'],
    [['--frobnicate'], "unknown option '--frobnicate'"],
  ])('refuses %j', async (args, complaint) => {
    const { code, complained } = await bench(tmpdir(), ...args);
    expect(complained).toContain(complaint);
    expect(code).toBeGreaterThan(0);
  });
});
