/**
 * Makes the work tree ready and says nothing when it is: `node scripts/ready.mjs` installs what package-lock.json names,
 * with `build` it compiles too. Needs nothing but Node.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OLDEST_NODE = [20, 19];
const SOURCES = ['ormconfig.ts', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', 'package-lock.json'];
const STAMP = 'dist/.ready';

process.chdir(join(import.meta.dirname, '..'));
requireNode();
if (!isInstalled()) run('Installing dependencies', 'npm', ['ci', '--include=dev', '--loglevel=error']);
if (process.argv[2] === 'build') build();

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`);
}

/** npm writes down what it installed when it is done: each package that this machine needs must be there, as locked. */
function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf('node_modules/.package-lock.json');
  return Object.entries(wanted).every(
    ([path, { version, ...rest }]) => path === '' || isForeign(rest) || present[path]?.version === version,
  );
}

function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};
}

/**
 * Optional packages are of one platform each, or belong to one that is. Those that name this one are needed, except where
 * the C library decides too: npm knows that better.
 */
function isForeign({ optional, os, cpu, libc }) {
  return optional && (libc || !os?.includes(process.platform) || !cpu?.includes(process.arch));
}

function build() {
  const hash = hashOfSources();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) return;
  run('Building', process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build']);
  writeFileSync(STAMP, hash);
}

function hashOfSources() {
  const hash = createHash('sha256');
  for (const path of [...SOURCES, ...filesBelow('src'), ...filesBelow('bench')])
    hash.update(`${path}\0`).update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** The standard output is left to whatever runs next; production settings must not leave the compiler out. */
function run(what, command, args) {
  process.stderr.write(`${what} …\n`);
  const env = { ...process.env, NODE_ENV: '' };
  const { status, error } = spawnSync(command, args, {
    stdio: ['inherit', 2, 2],
    env,
    shell: process.platform === 'win32',
  });
  if (error || status !== 0) fail(`${what} failed.`);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
