/**
 * Tries to break the service, in the long form, and writes the table of docs/reliability.md anew: all of it, or the rows of the parts that are
 * named (`node scripts/reliability.mjs faults fuzz`). With `--show` the page is left alone. Ends with the exit code of the tests.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

const PARTS = {
  faults: 'test/faults/',
  races: 'test/protocol/races',
  fuzz: 'test/fuzz/',
  upgrade: 'test/upgrade/',
};
const PAGE = 'docs/reliability.md';
const [BEGIN, END] = ['<!-- figures -->', '<!-- end of figures -->'];
/** Of one trial. */
const LONG_MS = String(60 * 60 * 1_000);
const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];

process.chdir(join(import.meta.dirname, '..'));
const chosen = process.argv.slice(2).filter((word) => word !== '--show');
const isShown = process.argv.includes('--show');
const unknown = chosen.filter((part) => !(part in PARTS));
if (unknown.length > 0) fail(`There is no part ${unknown.join(', ')}: name some of ${Object.keys(PARTS).join(', ')}.`);
const folder = mkdtempSync(join(tmpdir(), 'inbound-scim-reliability-'));
const status = run(chosen.length > 0 ? chosen : Object.keys(PARTS));
if (status === 0 && !isShown) writeTable(readFigures());
rmSync(folder, { recursive: true });
process.exitCode = status;

/** One after the other: each is to have the machine for itself. */
function run(parts) {
  const patterns = `(${parts.map((part) => PARTS[part]).join('|')})`;
  const env = { ...process.env, INBOUND_SCIM_FORM: 'long', INBOUND_SCIM_FIGURES: join(folder, 'figures') };
  const args = [
    ...JEST,
    '--selectProjects',
    'service',
    '--runInBand',
    '--testTimeout',
    LONG_MS,
    '--testPathPatterns',
    patterns,
  ];
  return spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 1;
}

/** The rows of what was run; each trial's last figures count. */
function readFigures() {
  const file = join(folder, 'figures');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  return lines
    .map((line) => JSON.parse(line))
    .map(({ part, trial, figures }) => {
      const words = Object.entries(figures).map(([name, value]) => `${name}: ${value}`);
      return `| ${part} | ${trial} | ${words.join('; ')} | ${day()} |`;
    });
}

/** Only what is between the two marks is written, and of that only the rows of what was run; the words around it are the author's. */
function writeTable(rows) {
  const [before, rest] = readFileSync(PAGE, 'utf8').split(BEGIN);
  const [table, after] = rest.split(END);
  const isNew = new Set(rows.map(nameOf));
  const kept = table
    .split('\n')
    .filter((line) => /^\| (Faults|Races|Fuzz|Upgrade) /.test(line) && !isNew.has(nameOf(line)));
  const all = [...kept, ...rows].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  const made = `Node ${process.versions.node}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  const lines = ['| Part | Trial | Figures | Made |', '| --- | --- | --- | --- |', ...all];
  writeFileSync(PAGE, `${before}${BEGIN}\n\nOn ${made}.\n\n${lines.join('\n')}\n\n${END}${after}`);
  spawnSync(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--write', PAGE], { stdio: 'ignore' });
}

/** Part and trial. */
function nameOf(row) {
  return row
    .split('|')
    .slice(1, 3)
    .map((cell) => cell.trim())
    .join(': ');
}

function day() {
  return new Date().toISOString().slice(0, 10);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
