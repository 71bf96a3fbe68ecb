/**
 * The baseline: what a request costs when nothing is done for it but reading JSON, one statement, and writing JSON. No token,
 * validation, event log or transaction. It takes DATABASE_URL, and says on which port it listens.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { type Answer, answer } from './answer.js';
import { Statements } from './statements.js';
import { TABLES } from './tables.js';

/** As many as the product's pool has. */
const CONNECTIONS = 10;

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: CONNECTIONS });
await pool.query(TABLES);
const statements = new Statements(pool, process.env.NAMED === 'true');
const server = createServer((request, response) => {
  respond(request).then(
    (given) => write(response, given),
    (error: unknown) => write(response, { status: 500, body: { detail: String(error) } }),
  );
});
server.keepAliveTimeout = 75_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`Listening on ${(server.address() as AddressInfo).port}\n`);
});
process.once('SIGTERM', () => process.exit(0));

async function respond(request: IncomingMessage): Promise<Answer> {
  const text = await textOf(request);
  const url = new URL(request.url ?? '/', 'http://localhost');
  return answer(statements, { method: request.method ?? 'GET', url, body: text === '' ? {} : JSON.parse(text) });
}

function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
    request.on('error', reject);
  });
}

function write(response: ServerResponse, { status, body }: Answer): void {
  if (body === undefined) return void response.writeHead(status).end();
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/scim+json', 'content-length': Buffer.byteLength(text) };
  response.writeHead(status, headers).end(text);
}
