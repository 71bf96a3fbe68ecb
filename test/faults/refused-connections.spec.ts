import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inForm } from '../support/figures.js';
import { RawConnection } from '../support/raw-request.js';
import { type ScimClient, World } from '../support/scim-client.js';

/** Refusals arrive, and a connection is closed only where the answer said so: no client meets a reset that nobody announced. */

const ROUNDS = inForm(20, 200);
/** Fewer than the failures that an address may have in a minute. */
const KEPT_ROUNDS = 5;
const LARGE = Buffer.alloc(3 * 1024 * 1024, 'a');
const CODED = LARGE.subarray(0, 1024 * 1024);

let world: World;
let client: ScimClient;

beforeAll(async () => {
  world = await World.start({ upkeep: false, rateLimit: { perSecond: 10_000, burst: 10_000 } });
  client = await world.connect();
});

afterAll(() => world.close());

/** What came back until the connection was closed, however much of this was sent. */
function exchange(...parts: readonly (string | Uint8Array)[]): Promise<string> {
  const { hostname, port } = new URL(client.url);
  const socket = connect(Number(port), hostname).setEncoding('latin1');
  let text = '';
  socket.on('data', (chunk) => (text += String(chunk)));
  // A sender notices the end late: what counts is the answer.
  socket.on('error', () => undefined);
  for (const part of parts) socket.write(part);
  return new Promise((resolve) => socket.once('close', () => resolve(text)));
}

const start = (...headers: readonly string[]) =>
  [`POST ${new URL(client.url).pathname}/Users HTTP/1.1`, 'Host: scim.example', ...headers, '\r\n'].join('\r\n');

describe.each<readonly [string, () => readonly (string | Uint8Array)[], string]>([
  [
    'headers of 17 KiB',
    () => [start(`X-Long: ${'a'.repeat(17_000)}`, `Content-Length: ${LARGE.length}`), LARGE],
    '431',
  ],
  ['a header that is none', () => [start('No Header', `Content-Length: ${LARGE.length}`), LARGE], '400'],
  ['a chunk without a length', () => [start('Transfer-Encoding: chunked'), 'zz\r\n', LARGE], '400'],
  ['bytes that are no HTTP', () => [LARGE], '400'],
])('%s and a large body behind', (_, parts, status) => {
  it('is refused in an answer that always arrives, and announces the end', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const answer = await exchange(...parts());
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(answer).toMatch(/\r\nConnection: close\r\n/i);
    }
  });
});

describe('a connection', () => {
  const scim = { 'content-type': 'application/scim+json' };
  const bearer = () => ({ ...scim, authorization: `Bearer ${client.token}` });

  it.each<readonly [string, () => { headers: Record<string, string>; body: string | Uint8Array }, number]>([
    ['a body that is too large', () => ({ headers: bearer(), body: LARGE }), 413],
    // From an address of its own: what is refused above counts as failures of this one.
    [
      'a large body without a token',
      () => ({ headers: { ...scim, 'x-forwarded-for': '192.0.2.1' }, body: LARGE }),
      401,
    ],
    [
      'a large body of another type',
      () => ({ headers: { ...bearer(), 'content-type': 'text/csv' }, body: LARGE }),
      415,
    ],
    ['a body of another coding', () => ({ headers: { ...bearer(), 'content-encoding': 'br' }, body: CODED }), 415],
    ['a body that is no JSON', () => ({ headers: bearer(), body: '{' }), 400],
  ])('is kept behind %s: the next request goes over it, and is answered', async (_, refused, status) => {
    const connection = new RawConnection(client.url);
    for (let round = 0; round < KEPT_ROUNDS; round += 1) {
      expect((await connection.send('/Users', { method: 'POST', ...refused() })).status).toBe(status);
      expect((await connection.send('/Users?count=0', { headers: bearer() })).status).toBe(200);
      expect(connection.wasKept).toBe(true);
    }
    connection.close();
  });
});
