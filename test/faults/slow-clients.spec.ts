import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aUser, type ScimClient, World } from '../support/scim-client.js';

/** Clients that send slowly, or stop in the middle: they are cut off, they change nothing, and nobody waits for them. */

const LIMITS = { headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 };
const MANY = 100;

let world: World;
let client: ScimClient;

beforeAll(async () => {
  world = await World.start({ upkeep: false, serverLimits: LIMITS });
  client = await world.connect();
});

afterAll(() => world.close());

const body = (name: string) => JSON.stringify(aUser(name));

function head(length: number): string {
  const { pathname, host } = new URL(`${client.url}/Users`);
  return [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    `Authorization: Bearer ${client.token}`,
    'Content-Type: application/scim+json',
    `Content-Length: ${length}`,
    '\r\n',
  ].join('\r\n');
}

/** A connection that has sent this and sends nothing more, with what comes back until it is closed. */
function stall(sent: string): { readonly socket: Socket; readonly answer: Promise<string> } {
  const { hostname, port } = new URL(client.url);
  const socket = connect(Number(port), hostname).setEncoding('utf8');
  let text = '';
  socket.on('data', (chunk) => (text += String(chunk)));
  socket.on('error', () => undefined);
  socket.write(sent);
  return { socket, answer: new Promise((resolve) => socket.once('close', () => resolve(text))) };
}

describe.each<readonly [string, () => string]>([
  ['its request line', () => 'POST /scim'],
  ['its headers', () => head(10).slice(0, -20)],
  ['half of its body', () => head(body('half').length) + body('half').slice(0, 40)],
  ['all of its body but the last byte', () => head(body('almost').length) + body('almost').slice(0, -1)],
  ['no byte of its body', () => head(body('none').length)],
])('a client that stops after %s', (_, sent) => {
  it('is answered 408 and cut off', async () => {
    expect(await stall(sent()).answer).toMatch(/^HTTP\/1\.1 408 /);
  });
});

it('none of them has made anybody', async () => {
  expect((await client.get('/Users')).body.totalResults).toBe(0);
});

it('a hundred of them at once keep nobody from being served', async () => {
  const stalled = Array.from({ length: MANY }, (_, n) => stall(head(500) + body(`slow${n}`).slice(0, 30)));
  await Promise.all(stalled.map(({ socket }) => new Promise((resolve) => socket.once('connect', resolve))));
  const served = await Promise.all(Array.from({ length: 20 }, (_, n) => client.post('/Users', aUser(`quick${n}`))));
  expect(served.filter(({ status }) => status !== 201)).toEqual([]);
  for (const { answer } of stalled) expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
  expect((await client.get('/Users?count=0')).body.totalResults).toBe(20);
});

it('a client that leaves in the middle of its body changes nothing', async () => {
  const { socket, answer } = stall(head(body('gone').length) + body('gone').slice(0, -1));
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.destroy();
  await answer;
  expect((await client.find('/Users', 'userName eq "gone@corp.example"')).body.totalResults).toBe(0);
});
