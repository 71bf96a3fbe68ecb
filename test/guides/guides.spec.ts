import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readGuide, stepsOf } from './guide.js';
import { playGuide } from './play-guide.js';
import { Reader } from './reader.js';

const FOLDER = 'docs/guides';
const files = (await readdir(resolve(import.meta.dirname, '../..', FOLDER))).filter((name) => name.endsWith('.md'));
const guides = await Promise.all(
  ['README.md', 'CONTRIBUTING.md', ...files.toSorted().map((name) => `${FOLDER}/${name}`)].map(async (path) => ({
    path,
    steps: stepsOf(await readGuide(path)),
  })),
);

let reader: Reader;
let newcomer: Reader;

beforeAll(async () => {
  reader = await Reader.begin({ DEMO: 'false' });
  newcomer = await Reader.begin();
});

afterAll(async () => {
  await reader.end();
  await newcomer.end();
});

describe('what the guides tell a reader to type', () => {
  const run = guides.filter(
    ({ path, steps }) => path !== 'README.md' && steps.some(({ notRun }) => notRun === undefined),
  );
  it.each(run)('does what $path says', async ({ steps }) => {
    await playGuide(steps, await reader.atHand());
  });

  it('does what README.md says, from the first start on', async () => {
    await playGuide(stepsOf(await readGuide('README.md')), newcomer.shown());
  });

  it('is run, or says why it cannot be here', () => {
    const reasons = guides.flatMap(({ path, steps }) =>
      steps.flatMap(({ notRun }) => (notRun === undefined ? [] : [`${path}: ${notRun}`])),
    );
    expect([...new Set(reasons)]).toEqual(NOT_RUN);
  });
});

/** Every reason for which a block is not run here. */
const NOT_RUN = [
  'README.md: starts the server itself; test/standalone/start.spec.ts does',
  'README.md: it is what runs this',
  'README.md: test/simulator/command.spec.ts runs it',
  'CONTRIBUTING.md: the scenario is an example',
  'CONTRIBUTING.md: the suites of the database run with npm test',
  'CONTRIBUTING.md: it would write the golden file anew',
  'docs/guides/containers.md: needs a container engine',
  'docs/guides/embedding.md: foreign.spec.ts runs it',
  'docs/guides/event-log.md: the head is one of another day; test/admin/audit-verify.spec.ts notes one and cuts the log off',
  "docs/guides/operations.md: needs a pg_dump as new as the server; test/guides/backup.spec.ts runs it on Debian's",
  'docs/guides/operations.md: for another server than that of the tests',
  "docs/guides/operations.md: needs a pg_restore as new as the server; test/guides/backup.spec.ts runs it on Debian's",
  'docs/guides/operations.md: needs psql; test/guides/backup.spec.ts runs it',
  'docs/guides/proxies.md: needs DNS and a certificate; test/proxy/nginx.spec.ts sends the same through nginx',
  'docs/guides/simulator.md: starts the server itself; test/standalone/start.spec.ts does',
  'docs/guides/simulator.md: test/simulator/command.spec.ts runs it',
  'docs/guides/simulator.md: another server; test/simulator/command.spec.ts gives --url and --token',
];
