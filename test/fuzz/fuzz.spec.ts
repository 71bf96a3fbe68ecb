import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Client } from 'pg';
import { accessOf, startForLoad, targetOf } from '../faults/server-under-load.js';
import type { RunningServer } from '../standalone/running-server.js';
import { makeScratchFolder, removeScratchFolder } from '../standalone/scratch-folder.js';
import { inForm, tellFigures } from '../support/figures.js';
import { brokenRules } from '../support/table-rules.js';
import { aUser } from '../support/scim-client.js';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.js';
import { type Aims, hostileRequests, type HostileRequest } from './hostile.js';
import { Wire, type WireAnswer } from './wire.js';

/**
 * Whatever is sent: never a 5xx, nothing slower than a second, nothing changed by what is refused, and a process that does not grow. The server
 * is a process of its own, with little memory, so that one that grew would end.
 */

const CASES = inForm(180, 1_850);
const SEED = Number(process.env.INBOUND_SCIM_SEED ?? 20_261_124);
const HEAP_MIB = 96;
const SLOW_MS = 1_000;
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const KINDS = Object.keys(hostileRequests({ users: [''], groups: [''], cursor: 'x' }));

let folder: string;
let database: TestDatabase;
let server: RunningServer;
let tables: Client;
let wire: Wire;
let aims: Aims;

const statuses = new Map<number, number>();
let cases = 0;
let slowest = 0;
let residentAtStart = 0;

beforeAll(async () => {
  folder = await makeScratchFolder();
  database = await createEmptyDatabase();
  server = await startForLoad(folder, database.url, { NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}` });
  tables = new Client({ connectionString: database.url });
  await tables.connect();
  const { baseUrl, token } = targetOf(server, accessOf(server));
  wire = new Wire(baseUrl, token);
  aims = await populate();
  residentAtStart = residentMib();
});

afterAll(async () => {
  tellFigures('Fuzz', 'hostile requests', {
    ...{
      cases,
      seed: SEED,
      'answered 5xx': count(500, 599) - count(501, 501),
      accepted: count(200, 399),
      refused: count(400, 499),
    },
    ...{ 'slowest answer, ms': Math.round(slowest), 'heap allowed, MiB': HEAP_MIB },
    ...{ 'resident at first, MiB': residentAtStart, 'resident at last, MiB': residentMib() },
  });
  wire.close();
  await tables.end();
  await server.end('SIGTERM');
  await database.drop();
  await removeScratchFolder(folder);
});

async function populate(): Promise<Aims> {
  const made = async (path: string, resource: object): Promise<string> => {
    const body = Buffer.from(JSON.stringify(resource));
    const { text } = await wire.send({ method: 'POST', target: path, headers: SCIM, body });
    return (JSON.parse(text) as { id: string }).id;
  };
  const users = [await made('/Users', aUser('ana')), await made('/Users', aUser('ben', { title: 'Boss' }))];
  const groups = [await made('/Groups', { displayName: 'Ops', members: [{ value: users[0] }] })];
  const page = await wire.send({ method: 'GET', target: '/Users?count=1&cursor=', headers: {} });
  return { users, groups, cursor: (JSON.parse(page.text) as { nextCursor: string }).nextCursor };
}

const SCIM = { 'content-type': 'application/scim+json' };

/** Changes with any row that is written, changed or removed, were it by the same values. */
async function stateOfData(): Promise<string> {
  const { rows } = await tables.query<{ state: string }>(STATE);
  return rows[0]?.state ?? '';
}

const STATE = `SELECT string_agg(state, ' ') AS state FROM (${[
  'scim_user',
  'scim_group',
  'membership',
  'pending_member',
  'directory_user',
  'identity_provider',
]
  .map((table) => `SELECT count(*) || '/' || coalesce(sum(xmin::text::bigint), 0) AS state FROM inbound_scim.${table}`)
  .join(' UNION ALL ')}) AS each`;

async function send(request: HostileRequest): Promise<WireAnswer> {
  const answer = await wire.send(request);
  cases += 1;
  statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
  slowest = Math.max(slowest, answer.ms);
  return answer;
}

function count(from: number, to: number): number {
  return [...statuses].reduce((sum, [status, times]) => (status >= from && status <= to ? sum + times : sum), 0);
}

/** 501 is what `/Me` says. */
function checkWire({ status, headers, text }: WireAnswer): void {
  if (status === 501) return;
  // What the server said of it goes with the failure.
  expect({ isFailure: status >= 500, log: status >= 500 ? server.log().slice(-2_000) : '' }).toEqual({
    isFailure: false,
    log: '',
  });
  if (text !== '') expect(headers['content-type']).toBe('application/scim+json');
  if (text !== '' && status >= 400)
    expect(JSON.parse(text)).toMatchObject({ schemas: [ERROR], status: String(status) });
}

/** A machine that does much else may be slow once: what is slow by itself is slow three times. */
async function checkSpeed(request: HostileRequest, { ms }: WireAnswer): Promise<void> {
  for (let again = 0, last = ms; last > SLOW_MS; again += 1) {
    if (again === 2)
      throw new Error(`Three times slower than ${SLOW_MS} ms: ${request.method} ${request.target.slice(0, 500)}`);
    last = (await wire.send(request)).ms;
  }
}

describe.each(KINDS)('hostile %s', (kind) => {
  it('are refused without harm, or done', async () => {
    await fc.assert(
      fc.asyncProperty(hostileRequests(aims)[kind]!, async (request) => {
        const before = await stateOfData();
        const answer = await send(request);
        checkWire(answer);
        if (answer.status >= 400) expect(await stateOfData()).toBe(before);
        await checkSpeed(request, answer);
      }),
      { numRuns: CASES, seed: SEED },
    );
  });
});

it('bytes that are no HTTP are refused, and the next request is served', async () => {
  const line = fc.constantFrom(
    'GET / HTTP/1.1\r\n',
    'POST /scim HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
    '\r\n',
    'GET',
    'PRI * HTTP/2.0\r\n\r\n',
  );
  await fc.assert(
    fc.asyncProperty(line, fc.uint8Array({ maxLength: 300 }), async (start, rest) => {
      const text = await wire.sendBytes(Buffer.concat([Buffer.from(start), rest]));
      cases += 1;
      expect(text === '' || /^HTTP\/1\.1 4\d\d /.test(text)).toBe(true);
    }),
    { numRuns: CASES / 10, seed: SEED },
  );
  expect((await wire.send({ method: 'GET', target: '/Users?count=0', headers: {} })).status).toBe(200);
});

it('afterwards the tables hold, the log tells no defect, and it is the process that began', async () => {
  expect(await brokenRules(async (text) => (await tables.query(text)).rows)).toEqual([]);
  expect(
    server
      .log()
      .split('\n')
      .filter((entry) => /"level":[56]0/.test(entry)),
  ).toEqual([]);
  expect(residentMib()).toBeGreaterThan(0);
});

/** Of the server's process; 0 where there is none any more. */
function residentMib(): number {
  return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(server.pid)], { encoding: 'utf8' })) / 1_024);
}
