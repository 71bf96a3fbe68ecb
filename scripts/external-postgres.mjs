/**
 * Runs a command with TEST_DATABASE_URL naming a throw-away server of Debian's PostgreSQL, 15 or newer, and stops it afterwards:
 * `node scripts/external-postgres.mjs npm run test:unit`. Ends with the command's exit code; with 0 and a word of it where there is none.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = '/usr/lib/postgresql';
const OLDEST = 15;

const bin = findServer();
if (bin === undefined) {
  process.stdout.write(`No PostgreSQL ${OLDEST} or newer in ${ROOT}: the tests on an external server were left out.\n`);
} else {
  process.exitCode = await withServer(bin, process.argv.slice(2));
}

/** The oldest that is supported, if it is here: what runs on it runs on the newer ones. */
function findServer() {
  const versions = existsSync(ROOT) ? readdirSync(ROOT).map(Number) : [];
  const [version] = versions.filter((number) => number >= OLDEST).sort((one, other) => one - other);
  return version === undefined ? undefined : join(ROOT, String(version), 'bin');
}

async function withServer(bin, [command, ...args]) {
  const folder = mkdtempSync(join(tmpdir(), 'inbound-scim-external-'));
  const port = await freePort();
  const user = unprivileged(folder);
  const data = join(folder, 'data');
  run(
    join(bin, 'initdb'),
    ['--pgdata', data, '--username=owner', '--encoding=UTF8', '--locale=C.UTF-8', '--auth=trust', '--no-sync'],
    user,
  );
  const settings = [
    'fsync=off',
    'max_connections=200',
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
  ];
  const server = spawn(join(bin, 'postgres'), ['-D', data, '-p', port, ...settings.flatMap((each) => ['-c', each])], {
    ...user,
    stdio: 'ignore',
  });
  try {
    await ready(bin, port);
    const env = { ...process.env, TEST_DATABASE_URL: `postgres://owner@127.0.0.1:${port}/postgres` };
    return spawnSync(command, args, { stdio: 'inherit', env }).status ?? 1;
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGQUIT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** PostgreSQL refuses to run as root; Debian's package has made a user for it. */
function unprivileged(folder) {
  if (process.getuid() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'])));
  chmodSync(folder, 0o711);
  chownSync(folder, uid, gid);
  return { uid, gid };
}

function run(program, args, options) {
  execFileSync(program, args, { ...options, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function ready(bin, port) {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const { status } = spawnSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    if (status === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The external PostgreSQL did not come up.');
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
