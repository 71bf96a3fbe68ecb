import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Api } from '../admin/api.js';
import type { RunningServer } from '../standalone/running-server.js';
import { makeScratchFolder, removeScratchFolder } from '../standalone/scratch-folder.js';
import { inForm } from '../support/figures.js';
import { aUser, ScimClient } from '../support/scim-client.js';
import { brokenRules } from '../support/table-rules.js';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.js';
import { accessOf, askDatabase, startForLoad, targetOf, verifyLog, type Access } from './server-under-load.js';

/** A server on a machine whose clock is set while it runs: everything that asks for the time is told another one, the database is not. */

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
const PRELOAD = pathToFileURL(join(import.meta.dirname, 'shifted-clock.mjs')).href;

let folder: string;
let database: TestDatabase;
let server: RunningServer;
let access: Access;
let client: ScimClient;
let admin: Api;
let connection: string;

const setClock = (shiftMs: number) => writeFile(join(folder, 'shift'), String(shiftMs));

beforeAll(async () => {
  folder = await makeScratchFolder();
  database = await createEmptyDatabase();
  await setClock(0);
  const settings = { NODE_OPTIONS: `--import=${PRELOAD}`, CLOCK_SHIFT_FILE: join(folder, 'shift') };
  server = await startForLoad(folder, database.url, settings);
  access = accessOf(server);
  admin = new Api(server.url, access.adminKey);
  const tenant = (await admin.get('/tenants')).body.items[0].id;
  const { id } = (await admin.get(`/tenants/${tenant}/identity-providers`)).body.items[0];
  connection = `/tenants/${tenant}/identity-providers/${id}`;
  client = new ScimClient(targetOf(server, access).baseUrl, access.token, tenant, id);
  for (let n = 0; n < 4; n += 1) await client.post('/Users', aUser(`early${n}`));
});

beforeEach(() => setClock(0));

afterAll(async () => {
  await server.end('SIGTERM');
  await database.drop();
  await removeScratchFolder(folder);
});

async function cursorNow(): Promise<string> {
  return (await client.get('/Users?cursor=&count=2')).body.nextCursor;
}

/** Resolves when all that was written has been sealed. */
async function sealed(): Promise<void> {
  for (let open = 1; open > 0;) {
    const log = await verifyLog(server, access);
    expect(log.valid).toBe(true);
    open = log.unsealed;
  }
}

const SHIFTS: readonly (readonly [string, number])[] = [
  ['an hour back', -HOUR_MS],
  ['a day on', DAY_MS],
  ...inForm<readonly (readonly [string, number])[]>(
    [],
    [
      ['an hour on', HOUR_MS],
      ['a day back', -DAY_MS],
    ],
  ),
];

it.each(SHIFTS)('set %s: writes go on in order, and what is done by the clock goes on as well', async (name, shift) => {
  const { body } = await client.post('/Users', aUser(name.replaceAll(' ', '-')));
  await sealed();
  await setClock(shift);
  for (const title of ['One', 'Two']) {
    const changed = await client.patch(`/Users/${body.id}`, [{ op: 'Replace', path: 'title', value: title }]);
    expect(changed.status).toBe(200);
  }
  await sealed();
  await setClock(0);
  const last = await client.patch(`/Users/${body.id}`, [{ op: 'Replace', path: 'title', value: 'Three' }]);
  expect(last.body).toMatchObject({ title: 'Three', meta: { version: 'W/"4"' } });
  await sealed();
});

it('a cursor ends with its ten minutes, and one that was given before the clock was set back goes on', async () => {
  const cursor = await cursorNow();
  await setClock(HOUR_MS);
  const late = await client.get(`/Users?cursor=${cursor}&count=2`);
  expect(late).toMatchObject({ status: 400, body: { scimType: 'expiredCursor' } });
  await setClock(-HOUR_MS);
  expect((await client.get(`/Users?cursor=${cursor}&count=2`)).status).toBe(200);
});

it('a token opens nothing once the clock is past its end', async () => {
  const expiresAt = new Date(Date.now() + HOUR_MS).toISOString();
  const { body } = await admin.post(`${connection}/tokens`, { name: 'short', expiresAt });
  const bearer = { authorization: `Bearer ${body.plaintext}` };
  expect((await client.get('/Users?count=0', bearer)).status).toBe(200);
  await setClock(DAY_MS);
  expect((await client.get('/Users?count=0', bearer)).status).toBe(401);
  await setClock(-DAY_MS);
  expect((await client.get('/Users?count=0', bearer)).status).toBe(200);
});

it('a token that is revoked while the clock is a day back is refused at once', async () => {
  const { body } = await admin.post(`${connection}/tokens`, { name: 'leaked' });
  const bearer = { authorization: `Bearer ${body.plaintext}` };
  expect((await client.get('/Users?count=0', bearer)).status).toBe(200);
  await setClock(-DAY_MS);
  expect((await admin.delete(`${connection}/tokens/${body.id}`)).status).toBe(204);
  expect((await client.get('/Users?count=0', bearer)).status).toBe(401);
});

it('leaves the tables in order, and no word of a fault in the log', async () => {
  expect(await brokenRules((text) => askDatabase(database.url, text))).toEqual([]);
  expect(server.log()).not.toMatch(/"level":[56]0/);
});
