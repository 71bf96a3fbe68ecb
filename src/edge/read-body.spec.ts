import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { Agent, createServer, request as send, type OutgoingHttpHeaders, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { deflateSync, gzipSync } from 'node:zlib';
import { ScimError } from '../kernel/error/scim-error.js';
import { DEFAULT_LIMITS } from '../kernel/limits.js';
import { readBody } from './read-body.js';

interface Sent {
  readonly headers?: OutgoingHttpHeaders;
  /** Each part is written by itself; without a `content-length` they go out chunked. */
  readonly body: readonly (string | Buffer)[];
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** One connection, kept: were it closed after a refusal, the next request would open another. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let server: Server;
let connections = 0;
/** Who waits for what a request throws whose client has gone. */
const abandoned: ((error: unknown) => void)[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const reply = (status: number, body: unknown): void => {
      response.writeHead(status).end(JSON.stringify(body));
    };
    readBody(request, DEFAULT_LIMITS).then(
      (body) => reply(200, body),
      (error: unknown) => {
        if (request.destroyed && !request.complete) abandoned.pop()?.(error);
        else if (error instanceof ScimError) reply(error.status, error.scimType ?? null);
        else reply(500, String(error));
      },
    );
  });
  server.on('connection', () => (connections += 1));
  await once(server.listen(0, '127.0.0.1'), 'listening');
});

afterAll(async () => {
  agent.destroy();
  await new Promise((resolve) => server.close(resolve));
});

function port(): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function post({ headers = {}, body }: Sent): Promise<Answer> {
  const request = send({ agent, port: port(), host: '127.0.0.1', method: 'POST', headers });
  const answered = once(request, 'response');
  for (const part of body) request.write(part);
  request.end();
  const [response] = await answered;
  return { status: response.statusCode, body: await json(response) };
}

const JSON_TYPE = { 'content-type': 'application/scim+json; charset=utf-8' };
const bytes = (count: number): string => JSON.stringify('x'.repeat(count - 2));

interface Accepted extends Sent {
  readonly name: string;
  readonly parsed: unknown;
}

const ACCEPTED: readonly Accepted[] = [
  { name: 'Entra’s media type', headers: JSON_TYPE, body: ['{"a":1}'], parsed: { a: 1 } },
  { name: 'plain JSON', headers: { 'content-type': 'application/json' }, body: ['{"a":1}'], parsed: { a: 1 } },
  { name: 'no media type', body: ['{"a":1}'], parsed: { a: 1 } },
  { name: 'a length', headers: { 'content-length': 7 }, body: ['{"a":1}'], parsed: { a: 1 } },
  { name: 'parts that split a character', body: [Buffer.from([0x22, 0xc3]), Buffer.from([0xa9, 0x22])], parsed: 'é' },
  { name: 'a byte order mark', body: ['\uFEFF{"a":1}'], parsed: { a: 1 } },
  { name: 'gzip', headers: { 'content-encoding': 'gzip' }, body: [gzipSync('{"a":1}')], parsed: { a: 1 } },
  { name: 'deflate', headers: { 'content-encoding': 'Deflate' }, body: [deflateSync('[1]')], parsed: [1] },
  { name: 'no encoding by its name', headers: { 'content-encoding': 'identity' }, body: ['[1]'], parsed: [1] },
  {
    name: 'the largest body',
    body: [bytes(DEFAULT_LIMITS.bodyBytes)],
    parsed: 'x'.repeat(DEFAULT_LIMITS.bodyBytes - 2),
  },
  { name: 'lists within lists', body: ['['.repeat(999), ']'.repeat(999)], parsed: expect.any(Array) },
];

interface Refused extends Sent {
  readonly name: string;
  readonly status: number;
  readonly scimType: string | null;
}

const GZIP = { 'content-encoding': 'gzip' };
const HUGE = bytes(4 * DEFAULT_LIMITS.bodyBytes);

const REFUSED: readonly Refused[] = [
  { name: 'an empty body', headers: JSON_TYPE, body: [], status: 400, scimType: 'invalidSyntax' },
  { name: 'a length of 0', headers: { 'content-length': 0 }, body: [], status: 400, scimType: 'invalidSyntax' },
  { name: 'a byte order mark alone', body: ['\uFEFF'], status: 400, scimType: 'invalidSyntax' },
  { name: 'blanks', body: ['  '], status: 400, scimType: 'invalidSyntax' },
  { name: 'JSON that ends early', body: ['{"a":'], status: 400, scimType: 'invalidSyntax' },
  { name: 'two values', body: ['{}{}'], status: 400, scimType: 'invalidSyntax' },
  { name: 'endless nesting', body: ['['.repeat(DEFAULT_LIMITS.bodyBytes)], status: 400, scimType: 'invalidSyntax' },
  { name: 'Latin-1', body: [Buffer.from('"é"', 'latin1')], status: 400, scimType: 'invalidSyntax' },
  { name: 'UTF-16', body: [Buffer.from('{"a":1}', 'utf16le')], status: 400, scimType: 'invalidSyntax' },
  { name: 'a form', headers: { 'content-type': 'text/plain' }, body: ['a=1'], status: 415, scimType: null },
  { name: 'brotli', headers: { 'content-encoding': 'br' }, body: ['{}'], status: 415, scimType: null },
  { name: 'two encodings', headers: { 'content-encoding': 'gzip, gzip' }, body: ['{}'], status: 415, scimType: null },
  { name: 'gzip that is none', headers: GZIP, body: ['{"a":1}'], status: 400, scimType: 'invalidSyntax' },
  {
    name: 'gzip that ends early',
    headers: GZIP,
    body: [gzipSync('{"a":1}').subarray(0, 12)],
    status: 400,
    scimType: 'invalidSyntax',
  },
  { name: 'a byte too many', body: [bytes(DEFAULT_LIMITS.bodyBytes + 1)], status: 413, scimType: null },
  { name: 'a length too large', headers: { 'content-length': HUGE.length }, body: [HUGE], status: 413, scimType: null },
  { name: 'a large body without a length', body: [HUGE], status: 413, scimType: null },
  { name: 'a bomb', headers: GZIP, body: [gzipSync(HUGE)], status: 413, scimType: null },
];

describe('readBody', () => {
  it.each(ACCEPTED)('reads $name', async ({ headers, body, parsed }) => {
    expect(await post({ headers: headers ?? {}, body })).toEqual({ status: 200, body: parsed });
  });

  it.each(REFUSED)(
    'answers $name with $status and keeps the connection',
    async ({ headers, body, status, scimType }) => {
      expect(await post({ headers: headers ?? {}, body })).toEqual({ status, body: scimType });
      const opened = connections;
      expect(await post({ body: ['{}'] })).toEqual({ status: 200, body: {} });
      expect(connections).toBe(opened);
    },
  );

  it('gives up a body whose client has gone', async () => {
    const given = new Promise((resolve) => abandoned.push(resolve));
    const socket = connect(port(), '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{"a"', () => socket.destroy());
    expect(await given).toMatchObject({ status: 400, scimType: 'invalidSyntax' });
  });

  it('keeps a key such as __proto__ a key like any other', async () => {
    const { body } = await post({ body: ['{"__proto__":{"active":true}}'] });
    expect(body).not.toHaveProperty('active');
    expect(JSON.stringify(body)).toBe('{"__proto__":{"active":true}}');
  });
});
