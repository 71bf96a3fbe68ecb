import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { accessOf, askDatabase, startForLoad, targetOf, type Access } from '../faults/server-under-load.js';
import { Ledger, type FoundRow } from '../faults/ledger.js';
import { Load } from '../faults/load.js';
import { brokenRules } from '../support/table-rules.js';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.js';
import { refuseToStart, type RunningServer } from './running-server.js';
import { makeScratchFolder, removeScratchFolder } from './scratch-folder.js';

/** One server of several processes, of which one is killed under load. */

const WORKERS = 2;

let folder: string;
let database: TestDatabase;
let server: RunningServer;
let access: Access;

beforeAll(async () => {
  folder = await makeScratchFolder();
  database = await createEmptyDatabase();
  server = await startForLoad(folder, database.url, { WORKERS: String(WORKERS), LOG_LEVEL: 'info' });
  access = accessOf(server);
});

afterAll(async () => {
  await server.end('SIGKILL');
  await database.drop();
  await removeScratchFolder(folder);
});

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const processOf = async (worker: number): Promise<number> => {
  const words = `Worker ${worker} serves: process `;
  await server.logged(words);
  return Number.parseInt(server.log().split(words)[1] ?? '', 10);
};

it('makes the first start once, and says what it made once', () => {
  const names = server.lines().map((line) => line.split(': ')[0]);
  expect(names).toEqual(['Admin key', 'Tenant URL', 'Secret Token', 'Swagger UI']);
});

it('does not start where its port is taken, and says why', async () => {
  const { port } = new URL(server.url);
  const settings = { DATABASE_URL: database.url, WORKERS: String(WORKERS), PORT: port };
  const { code, said } = await refuseToStart(folder, settings);
  expect(code).toBe(1);
  expect(said).toContain(`Port ${port} of 127.0.0.1 is in use.`);
});

it('runs on when a worker is killed: the others answer, a new one takes its place, nothing acknowledged is lost', async () => {
  const ledger = new Ledger();
  const [, second] = await Promise.all(Array.from({ length: WORKERS }, (_, n) => processOf(n + 1)));
  const load = new Load(targetOf(server, access), { ledger, lanes: 8, name: 'workers' });
  await load.until(() => load.acknowledged >= 60);
  process.kill(second!, 'SIGKILL');
  const before = load.acknowledged;
  await load.until(() => load.acknowledged >= before + 60);
  expect(isAlive(await processOf(WORKERS + 1))).toBe(true);
  await load.stop();
  expect(server.log()).toContain('Worker 2 has ended (SIGKILL); another takes its place');
  const { lost } = await ledger.compare((text) => askDatabase<FoundRow>(database.url, text));
  expect({ improper: load.improper, lost }).toEqual({ improper: [], lost: [] });
});

it('drains all of them on SIGTERM: each ends in order, with nothing half done, and takes no database along', async () => {
  const processes = await Promise.all([processOf(1), processOf(WORKERS + 1)]);
  const ledger = new Ledger();
  const load = new Load(targetOf(server, access), { ledger, lanes: 8, name: 'drained' });
  await load.until(() => load.acknowledged >= 40);
  expect(await server.end('SIGTERM')).toBe(0);
  await load.stop();
  expect(processes.map(isAlive)).toEqual([false, false]);
  const { lost } = await ledger.compare((text) => askDatabase<FoundRow>(database.url, text));
  expect({ improper: load.improper, lost }).toEqual({ improper: [], lost: [] });
  expect(await brokenRules((text) => askDatabase(database.url, text))).toEqual([]);
});

it('leaves no worker behind when the primary process is killed', async () => {
  server = await startForLoad(folder, database.url, { WORKERS: String(WORKERS) });
  // Resolves when nobody holds its output any more: no worker either.
  expect(await server.end('SIGKILL')).toBe('SIGKILL');
  await expect(fetch(`${server.url}/health/live`)).rejects.toThrow('fetch failed');
});
