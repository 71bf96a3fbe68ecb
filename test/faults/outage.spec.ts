import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inForm, tellFigures } from '../support/figures.js';
import { brokenRules } from '../support/table-rules.js';
import { makeScratchFolder, removeScratchFolder } from '../standalone/scratch-folder.js';
import type { RunningServer } from '../standalone/running-server.js';
import { type FoundRow, Ledger } from './ledger.js';
import { Load } from './load.js';
import { OwnPostgres } from './own-postgres.js';
import { type Access, accessOf, askDatabase, startForLoad, targetOf, verifyLog } from './server-under-load.js';

/** A database that goes away under a server that is written to, and comes back. */

const DOWN_MS = inForm(2_000, 10_000);
const LANES = 10;

let folder: string;
let postgres: OwnPostgres;
let server: RunningServer;
let access: Access;

beforeAll(async () => {
  folder = await makeScratchFolder();
  postgres = await OwnPostgres.make(folder);
  server = await startForLoad(folder, postgres.url);
  access = accessOf(server);
});

afterAll(async () => {
  await server.end('SIGTERM');
  await postgres.stop('SIGQUIT');
  await removeScratchFolder(folder);
});

const ask = <R>(text: string) => askDatabase<R>(postgres.url, text);

async function connections(): Promise<number> {
  const [row] = await ask<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name LIKE 'inbound-scim%'`,
  );
  return row?.n ?? 0;
}

describe.each([
  ['stopped', 'SIGINT'],
  ['crashed', 'SIGQUIT'],
] as const)('a database that is %s for a while', (how, signal) => {
  it('is told by 503 with Retry-After alone; nothing is lost, and all goes on by itself when it is back', async () => {
    const ledger = new Ledger();
    const load = new Load(targetOf(server, access), { ledger, lanes: LANES, name: how });
    await load.until(() => load.acknowledged >= 100);
    await postgres.stop(signal);
    const [pid, before] = [server.pid, load.acknowledged];
    await delay(DOWN_MS);
    const refused = load.tally['503'] ?? 0;
    // Before it is back: the server may go on sooner than the one who starts the database hears of it.
    const during = load.acknowledged;
    await postgres.start();
    const back = performance.now();
    await load.until(() => load.acknowledged > during);
    const recovered = Math.round(performance.now() - back);
    await load.until(() => load.acknowledged >= during + 100);
    await load.stop();
    const verdict = await ledger.compare((text) => ask<FoundRow>(text));
    const log = await verifyLog(server, access);
    tellFigures('Faults', `PostgreSQL ${how} under load`, {
      ...{
        'away, s': DOWN_MS / 1_000,
        'writes acknowledged': load.acknowledged,
        'answered 503': load.tally['503'] ?? 0,
      },
      ...{ 'connections broken': load.tally['none'] ?? 0, lost: verdict.lost.length, 'in doubt': verdict.inDoubt },
      ...{ 'recovered after, ms': recovered, 'slowest answer, ms': load.slowest, 'events verified': log.checked },
    });
    expect(refused).toBeGreaterThan(0);
    expect({ before, pid }).toEqual({ before: during, pid: server.pid });
    expect(load.improper).toEqual([]);
    expect(load.tally['none']).toBeUndefined();
    expect(verdict.lost).toEqual([]);
    expect(log.valid).toBe(true);
    expect(await brokenRules((text) => ask(text))).toEqual([]);
    // Ten of requests, three of the owner.
    expect(await connections()).toBeLessThanOrEqual(13);
  });
});
