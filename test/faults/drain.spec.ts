import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { inForm, tellFigures } from '../support/figures.js';
import { brokenRules } from '../support/table-rules.js';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.js';
import { makeScratchFolder, removeScratchFolder } from '../standalone/scratch-folder.js';
import { type FoundRow, Ledger } from './ledger.js';
import { Load } from './load.js';
import { accessOf, askDatabase, startForLoad, targetOf } from './server-under-load.js';

/** A server that is told to stop while ten clients write to it. */

const STOPS = inForm(1, 10);
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

it('answers what it has begun, does nothing of what it does not answer, and ends with 0', async () => {
  const ledger = new Ledger();
  let server = await startForLoad(folder, database.url);
  const access = accessOf(server);
  let acknowledged = 0;
  for (let stop = 1; stop <= STOPS; stop += 1) {
    if (stop > 1) server = await startForLoad(folder, database.url);
    const load = new Load(targetOf(server, access), { ledger, lanes: LANES, name: `stop${stop}` });
    await load.until(() => load.acknowledged >= 100 + ((stop * 37) % 90));
    expect(await server.end('SIGTERM')).toBe(0);
    await load.stop();
    expect(load.improper).toEqual([]);
    acknowledged += load.acknowledged;
  }
  const query = (text: string) => askDatabase<FoundRow>(database.url, text);
  const { inDoubt, lost } = await ledger.compare(query);
  const done = await ledger.compareUnanswered(query);
  tellFigures('Faults', 'the server stopped under load', {
    ...{ stops: STOPS, 'writes acknowledged': acknowledged, lost: lost.length },
    ...{ 'not answered': inDoubt, 'of these done': done.length },
  });
  expect(lost).toEqual([]);
  expect(done).toEqual([]);
  expect(await brokenRules(query)).toEqual([]);
});
