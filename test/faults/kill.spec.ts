import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { inForm, tellFigures } from '../support/figures.js';
import { brokenRules } from '../support/table-rules.js';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.js';
import { makeScratchFolder, removeScratchFolder } from '../standalone/scratch-folder.js';
import { type FoundRow, Ledger } from './ledger.js';
import { Load } from './load.js';
import { accessOf, askDatabase, startForLoad, targetOf, verifyLog } from './server-under-load.js';

/** A server that is killed, without a chance to say anything, while ten clients write to it. */

const KILLS = inForm(1, 20);
const LANES = 10;

let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  folder = await makeScratchFolder();
  database = await createEmptyDatabase();
});

afterAll(async () => {
  await database.drop();
  await removeScratchFolder(folder);
});

it(`loses nothing that was acknowledged, and does nothing by half, in ${KILLS} kills under load`, async () => {
  const ledger = new Ledger();
  let server = await startForLoad(folder, database.url);
  const access = accessOf(server);
  let acknowledged = 0;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const load = new Load(targetOf(server, access), { ledger, lanes: LANES, name: `kill${kill}` });
    // Each time at another moment of the load.
    await load.until(() => load.acknowledged >= 100 + ((kill * 37) % 90));
    expect(await server.end('SIGKILL')).toBe('SIGKILL');
    await load.stop();
    expect(load.improper).toEqual([]);
    acknowledged += load.acknowledged;
    server = await startForLoad(folder, database.url);
  }
  const { people, inDoubt, lost } = await ledger.compare((text) => askDatabase<FoundRow>(database.url, text));
  const log = await verifyLog(server, access);
  await server.end('SIGTERM');
  tellFigures('Faults', 'the server killed under load', {
    ...{ kills: KILLS, 'writes acknowledged': acknowledged, 'in doubt': inDoubt, lost: lost.length, people },
    'events verified': log.checked,
  });
  expect(lost).toEqual([]);
  expect(log.valid).toBe(true);
  expect(await brokenRules((text) => askDatabase(database.url, text))).toEqual([]);
});
