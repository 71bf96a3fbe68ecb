/**
 * Every check of the project; all of them run, so that all problems are seen at once. With arguments it runs the tests alone and hands them
 * on: `npm test -- src/kernel`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const WORKERS = 2;

process.chdir(join(import.meta.dirname, '..'));
const folder = mkdtempSync(join(tmpdir(), 'inbound-scim-check-'));
const results = join(folder, 'jest.json');
const chosen = process.argv.slice(2);

const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const SERVICE = [...JEST, '--selectProjects', 'service', '-w', String(WORKERS), '--silent'];

const BUILD = ['Build', ['scripts/ready.mjs', 'build']];
const LINT = ['Lint', ['node_modules/eslint/bin/eslint.js', '.']];
const TYPES = ['Types', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit']];
const FORMAT = ['Format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.']];
const CRUISER = ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs'];
const BOUNDARIES = ['Module boundaries', [...CRUISER, 'src', 'ormconfig.ts']];

const TESTS = ['Tests', [...JEST, '-w', String(WORKERS), '--json', `--outputFile=${results}`, ...chosen]];

/** As with a hook of an application: each write is a transaction of its own, which goes other ways than one of many. */
const WATCHED = [
  'Tests with a hook',
  [...SERVICE, '--testPathPatterns', 'test/(clients/entra|protocol/(users|groups))'],
  { INBOUND_SCIM_TEST_WATCHED: '1' },
];

/** What speaks to the database, once more on a server that is not ours: the rights of its owner, the fence, the migrations, a backup. */
const ON_EXTERNAL = [
  'Tests on an external PostgreSQL',
  [
    ...['scripts/external-postgres.mjs', process.execPath, ...SERVICE],
    ...['--testPathPatterns', 'test/(clients/entra|protocol/(users|groups|lists|records)|database|guides/backup)'],
    ...['--testPathIgnorePatterns', 'database/plans'],
  ],
];

const failed = await (chosen.length > 0 ? inTurn([BUILD, TESTS]) : everything());
process.stdout.write(`\n${tests()}\n`);
rmSync(folder, { recursive: true });
process.exitCode = failed[0] ?? 0;

/** What only reads goes side by side, on two cores; the exit codes of what failed. */
async function everything() {
  const built = await inTurn([BUILD]);
  const read = await Promise.all([inTurn([LINT], 'at its end'), inTurn([TYPES, FORMAT, BOUNDARIES], 'at its end')]);
  return [...built, ...read.flat(), ...(await inTurn([TESTS, WATCHED, ON_EXTERNAL]))];
}

async function inTurn(checks, shown = 'as it comes') {
  const failed = [];
  for (const check of checks) {
    const code = await run(check, shown);
    if (code !== 0) failed.push(code);
  }
  return failed;
}

/** The exit code of one check. */
async function run([name, args, variables = {}], shown) {
  const start = performance.now();
  const output = [`\n== ${name}\n`];
  const show = (text) => (shown === 'as it comes' ? process.stdout.write(text) : output.push(text));
  if (shown === 'as it comes') process.stdout.write(output.pop());
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...variables },
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', show);
  const [code] = await once(child, 'close');
  const verdict = code === 0 ? 'ok' : 'FAILED';
  process.stdout.write(
    `${output.join('')}== ${name}: ${verdict}, ${((performance.now() - start) / 1000).toFixed(1)} s\n`,
  );
  return code ?? 1;
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
