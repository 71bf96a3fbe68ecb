/**
 * Every check of the project, one after the other; all of them run, so that all problems are seen at once. With arguments it
 * runs the tests alone and hands them on: `npm test -- src/kernel`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const WORKERS = 2;

process.chdir(join(import.meta.dirname, '..'));
const folder = mkdtempSync(join(tmpdir(), 'inbound-scim-check-'));
const results = join(folder, 'jest.json');
const chosen = process.argv.slice(2);

const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const CHECKS = [
  ['Build', ['scripts/ready.mjs', 'build']],
  ['Types', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit']],
  ['Lint', ['node_modules/eslint/bin/eslint.js', '.']],
  ['Format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.']],
  [
    'Module boundaries',
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      'src',
      'ormconfig.ts',
    ],
  ],
];
const TESTS = ['Tests', [...JEST, '-w', String(WORKERS), '--json', `--outputFile=${results}`, ...chosen]];
/** What speaks to the database, once more on a server that is not ours; not what is about values and words alone, nor plans. */
const ON_EXTERNAL = [
  'Tests on an external PostgreSQL',
  [
    'scripts/external-postgres.mjs',
    process.execPath,
    ...JEST,
    '--selectProjects',
    'service',
    '-w',
    String(WORKERS),
    '--silent',
    '--testPathPatterns',
    'test/(clients|protocol|database|guides/backup)',
    '--testPathIgnorePatterns',
    'protocol/(values|tolerance|claims)|database/plans',
  ],
];

/** As with a hook of an application: each write is a transaction of its own, which goes other ways than one of many. */
const WATCHED = [
  'Tests with a hook',
  [
    ...JEST,
    '--selectProjects',
    'service',
    '-w',
    String(WORKERS),
    '--silent',
    '--testPathPatterns',
    'test/(clients/entra|protocol/(users|groups))',
  ],
  { INBOUND_SCIM_TEST_WATCHED: '1' },
];

const all = chosen.length > 0 ? [CHECKS[0], TESTS] : [...CHECKS, TESTS, WATCHED, ON_EXTERNAL];
const failed = all.map(check).filter((code) => code !== 0);
process.stdout.write(`\n${tests()}\n`);
rmSync(folder, { recursive: true });
process.exitCode = failed[0] ?? 0;

/** The exit code of one check, whose output is shown as it comes. */
function check([name, args, variables = {}]) {
  process.stdout.write(`\n== ${name}\n`);
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...variables },
  });
  const verdict = status === 0 ? 'ok' : 'FAILED';
  process.stdout.write(`== ${name}: ${verdict}, ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  return status ?? 1;
}

/** The totals of the tests; a file that could not be run at all counts as one that failed. */
function tests() {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(results, 'utf8'));
    return `${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`;
  } catch {
    return '0 passed, 1 failed';
  }
}
