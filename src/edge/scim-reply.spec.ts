import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request as send, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ScimError } from '../kernel/error/scim-error.js';
import { listResponse } from '../kernel/message/list-response.js';
import { type ScimReply, scimReply } from './scim-reply.js';

/** Set by the test, run by the server. */
let answer: (reply: ScimReply) => void;
let server: Server;

beforeAll(async () => {
  server = createServer((_, response) => answer(scimReply(response)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

async function ask(method: string, act: (reply: ScimReply) => void): Promise<Answer> {
  answer = act;
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const [response] = await once(send({ port, host: '127.0.0.1', method, agent: false }).end(), 'response');
  return { status: response.statusCode, headers: response.headers, text: await text(response) };
}

const LOCATION = 'https://acme.example.com/scim/v2/inbound/1/Users/2';
const VERSION = 'W/"7"';
const RESOURCE = { body: '{"userName":"zoë"}', location: LOCATION, version: VERSION };

interface Case {
  readonly name: string;
  readonly act: (reply: ScimReply) => void;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly lacks: readonly string[];
  readonly text: string;
}

const LENGTH = { 'content-type': 'application/scim+json', 'content-length': '19' };

const CASES: readonly Case[] = [
  {
    name: 'a resource as text',
    act: (reply) => reply.ok(RESOURCE),
    status: 200,
    headers: { ...LENGTH, etag: VERSION, 'content-location': LOCATION },
    lacks: ['location'],
    text: RESOURCE.body,
  },
  {
    name: 'a resource as an object',
    act: (reply) => reply.ok({ body: { userName: 'zoë' } }),
    status: 200,
    headers: LENGTH,
    lacks: ['etag', 'content-location', 'location'],
    text: RESOURCE.body,
  },
  {
    name: 'a new resource',
    act: (reply) => reply.created(RESOURCE),
    status: 201,
    headers: { ...LENGTH, etag: VERSION, 'content-location': LOCATION, location: LOCATION },
    lacks: [],
    text: RESOURCE.body,
  },
  {
    name: 'a list',
    act: (reply) => reply.list(listResponse([], { totalResults: 0, startIndex: 1 })),
    status: 200,
    headers: { 'content-type': 'application/scim+json', 'content-length': '130' },
    lacks: ['etag', 'content-location'],
    text: '{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"startIndex":1,"itemsPerPage":0,"Resources":[]}',
  },
  {
    name: 'nothing, with the version that a group has now',
    act: (reply) => reply.noContent({ version: VERSION }),
    status: 204,
    headers: { etag: VERSION },
    lacks: ['content-type', 'content-length', 'transfer-encoding'],
    text: '',
  },
  {
    name: 'nothing after a DELETE',
    act: (reply) => reply.noContent(),
    status: 204,
    headers: {},
    lacks: ['content-type', 'content-length', 'etag'],
    text: '',
  },
  {
    name: 'a version that the client has',
    act: (reply) => reply.conditional(RESOURCE, VERSION),
    status: 304,
    headers: { etag: VERSION, 'content-location': LOCATION },
    lacks: ['content-type', 'content-length', 'transfer-encoding'],
    text: '',
  },
  {
    name: 'a version that the client does not have',
    act: (reply) => reply.conditional(RESOURCE, 'W/"6"'),
    status: 200,
    headers: { ...LENGTH, etag: VERSION, 'content-location': LOCATION },
    lacks: ['location'],
    text: RESOURCE.body,
  },
  {
    name: 'a refusal',
    act: (reply) => reply.refuse(ScimError.noTarget('Nothing matches.')),
    status: 400,
    headers: { 'content-type': 'application/scim+json' },
    lacks: ['www-authenticate', 'retry-after', 'etag'],
    text: '{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":"noTarget","detail":"Nothing matches."}',
  },
  {
    name: 'a 401',
    act: (reply) => reply.refuse(ScimError.unauthorized()),
    status: 401,
    headers: { 'www-authenticate': 'Bearer realm="scim"' },
    lacks: ['retry-after'],
    text: '{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"401","detail":"A valid bearer token for this URL is required."}',
  },
  {
    name: 'a 503',
    act: (reply) => reply.refuse(ScimError.unavailable('Later.', 5)),
    status: 503,
    headers: { 'retry-after': '5' },
    lacks: ['www-authenticate'],
    text: '{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"503","detail":"Later."}',
  },
];

const ALWAYS = { 'x-request-id': expect.any(String), 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };

describe('scimReply', () => {
  it.each(CASES)('writes $name', async ({ act, status, headers, lacks, text }) => {
    const got = await ask('GET', act);
    expect(got).toEqual({ status, text, headers: expect.objectContaining({ ...ALWAYS, ...headers }) });
    for (const header of lacks) expect(got.headers).not.toHaveProperty(header);
  });

  it('sends HEAD the headers alone', async () => {
    const { headers, text } = await ask('HEAD', (reply) => reply.ok(RESOURCE));
    expect(headers).toMatchObject({ ...LENGTH, etag: VERSION });
    expect(text).toBe('');
  });

  it('leaves an answer alone that has begun', async () => {
    const { status, text } = await ask('GET', (reply) => {
      reply.list('{}');
      reply.refuse(ScimError.internal());
    });
    expect({ status, text }).toEqual({ status: 200, text: '{}' });
  });

  it('gives two refusals for want of a token the same bytes', async () => {
    const refuse = (reply: ScimReply): void => reply.refuse(ScimError.unauthorized());
    const [first, second] = [await ask('GET', refuse), await ask('GET', refuse)];
    const unlike = { 'x-request-id': '', date: '' };
    expect({ ...second, headers: { ...second.headers, ...unlike } }).toEqual({
      ...first,
      headers: { ...first.headers, ...unlike },
    });
  });
});
