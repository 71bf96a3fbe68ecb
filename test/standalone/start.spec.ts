import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { freePort } from '../../src/standalone/embedded-postgres/free-port.js';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.js';
import { refuseToStart, startServer, type RunningServer } from './running-server.js';
import { makeScratchFolder, removeScratchFolder } from './scratch-folder.js';

/** What the line with this name says. */
function shown(server: RunningServer, name: string): string {
  const line = server.lines().find((one) => one.startsWith(`${name}: `));
  return line?.slice(name.length + 2) ?? '';
}

/** The key of src/standalone/first-start.ts. */
const FIRST_START_LOCK = 7_244_003;

/** Ends whoever waits for an advisory lock of this database. */
const END_WAITING = `SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
  WHERE l.locktype = 'advisory' AND NOT l.granted AND d.datname = current_database()`;

const names = (server: RunningServer) => server.lines().map((line) => line.split(': ')[0]);

async function get(url: string, bearer?: string) {
  const response = await fetch(url, { headers: bearer ? { authorization: `Bearer ${bearer}` } : {} });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

/** One folder of data for all cases, which restart the server as they need it. */
describe('the standalone server, from its first start on', () => {
  let folder: string;
  let server: RunningServer;
  let tenantPath: string;
  let token: string;
  let adminKey: string;

  async function restart(settings: Record<string, string> = {}): Promise<void> {
    await server.end('SIGTERM');
    server = await startServer(folder, settings);
  }

  const users = () => get(`${server.url}${tenantPath}/Users`, token);

  beforeAll(async () => {
    folder = await makeScratchFolder();
    server = await startServer(folder);
    tenantPath = new URL(shown(server, 'Tenant URL')).pathname.replace(/\/$/, '');
    token = shown(server, 'Secret Token');
    adminKey = shown(server, 'Admin key');
  });
  afterAll(async () => {
    await server.end('SIGTERM');
    await removeScratchFolder(folder);
  });

  it('shows what it made, each on a line of its own, and nothing else', () => {
    expect(names(server)).toEqual(['Admin key', 'Tenant URL', 'Secret Token', 'Swagger UI']);
    expect(shown(server, 'Tenant URL')).toMatch(new RegExp(`^${server.url}/scim/v2/inbound/[0-9a-f-]{36}/?$`));
    expect(shown(server, 'Swagger UI')).toBe(`${server.url}/docs`);
  });

  it('writes no secret into its log', () => {
    expect(server.log()).not.toContain(token);
    expect(server.log()).not.toContain(adminKey);
  });

  it('answers SCIM with the token, and the admin API with the key', async () => {
    expect(await users()).toMatchObject({ status: 200, type: 'application/scim+json' });
    expect(await get(`${server.url}${tenantPath}/Users`, adminKey)).toMatchObject({ status: 401 });
    expect(await get(`${server.url}/admin/v1/tenants`, adminKey)).toMatchObject({ status: 200 });
    expect(await get(`${server.url}/admin/v1/tenants`, token)).toMatchObject({ status: 401 });
  });

  it('is alive and ready', async () => {
    expect(await get(`${server.url}/health/live`)).toMatchObject({ status: 200 });
    const { status, text } = await get(`${server.url}/health/ready`);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      status: 'ok',
      info: { server: { status: 'up' }, database: { status: 'up' } },
    });
  });

  it('serves Swagger UI, which its own content security policy lets run, and the OpenAPI document', async () => {
    const page = await fetch(`${server.url}/docs`);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await page.text()).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
    const { status, text } = await get(`${server.url}/docs-json`);
    expect(status).toBe(200);
    const document = JSON.parse(text) as { paths: object; components: { securitySchemes: object } };
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/admin/v1/tenants', '/health/ready']));
    expect(Object.keys(document.components.securitySchemes)).toEqual(['adminKey', 'scimToken']);
  });

  it('keeps its secrets to the user who runs it', async () => {
    for (const name of ['audit-key', 'postgres-password']) {
      expect((await stat(join(folder, 'data', name))).mode & 0o777).toBe(0o600);
    }
  });

  it('refuses a second server on the same data, and goes on', async () => {
    const { code, said } = await refuseToStart(folder, { DATA_DIR: join(folder, 'data') });
    expect(code).toBe(1);
    expect(said).toContain(`Another server (process ${server.pid}) works in`);
    expect(await users()).toMatchObject({ status: 200 });
  });

  it('keeps its data when it is started again, and shows no secret a second time', async () => {
    await restart({ ADMIN_KEY: 'another-key-that-comes-too-late' });
    expect(names(server)).toEqual(['Tenant URL', 'Swagger UI']);
    expect(new URL(shown(server, 'Tenant URL')).pathname).toContain(tenantPath);
    expect(await users()).toMatchObject({ status: 200 });
    expect(await get(`${server.url}/admin/v1/tenants`, adminKey)).toMatchObject({ status: 200 });
    expect(await get(`${server.url}/admin/v1/tenants`, 'another-key-that-comes-too-late')).toMatchObject({
      status: 401,
    });
  });

  it.each(['the server', 'the server and its database'])(
    'keeps what it acknowledged when %s was killed',
    async (killed) => {
      const postmaster = Number.parseInt(await readFile(join(folder, 'data/postgres/postmaster.pid'), 'utf8'), 10);
      const tenant = { subdomain: `killed-${killed.length}`, name: killed };
      expect(await post(`${server.url}/admin/v1/tenants`, adminKey, tenant)).toBe(201);
      if (killed !== 'the server') process.kill(postmaster, 'SIGKILL');
      expect(await server.end('SIGKILL')).toBe('SIGKILL');
      await restart();
      expect(await users()).toMatchObject({ status: 200 });
      expect((await get(`${server.url}/admin/v1/tenants`, adminKey)).text).toContain(`"${killed}"`);
    },
  );

  it('ends with 0 on Ctrl-C too', async () => {
    expect(await server.end('SIGINT')).toBe(0);
  });

  it('answers what is in flight when it is told to stop, accepts nothing more, and ends with 0', async () => {
    await restart();
    const request = await beginRequest(`${server.url}/admin/v1/tenants`, adminKey);
    server.send('SIGTERM');
    await server.logged('SIGTERM: stopping');
    await expect(fetch(`${server.url}/health/live`)).rejects.toThrow('fetch failed');
    expect(await request.finish()).toMatch(/^HTTP\/1.1 201 /);
    expect(await server.ended).toBe(0);
  });

  it('ends at once when it is told twice, though a request is in flight', async () => {
    await restart();
    await beginRequest(`${server.url}/admin/v1/tenants`, adminKey);
    const repeated = setInterval(() => server.send('SIGTERM'), 100);
    expect(await server.ended).toBe(1);
    clearInterval(repeated);
  });
});

describe('the standalone server on a PostgreSQL of the user’s own', () => {
  let folder: string;
  let database: TestDatabase;
  const chosen = 'an-owner-key-from-the-environment';

  beforeAll(async () => {
    folder = await makeScratchFolder();
    database = await createEmptyDatabase();
  });
  afterAll(async () => {
    await database.drop();
    await removeScratchFolder(folder);
  });

  it('shows no key that it was given, and makes no demo that it was not to make', async () => {
    const settings = {
      DATABASE_URL: database.url,
      ADMIN_KEY: chosen,
      DEMO: 'false',
      PUBLIC_URL: 'https://{tenant}.example.com',
    };
    const server = await startServer(folder, settings);
    expect(server.lines()).toEqual([`Swagger UI: ${server.url}/docs`]);
    expect(await get(`${server.url}/admin/v1/tenants`, chosen)).toMatchObject({
      status: 200,
      text: expect.stringContaining('"items":[]'),
    });
    expect(await server.end('SIGTERM')).toBe(0);
  });

  it('makes one demo tenant when two instances start at once', async () => {
    const settings = { DATABASE_URL: database.url };
    const servers = await Promise.all([startServer(folder, settings), startServer(folder, settings)]);
    expect(servers.flatMap(names).filter((name) => name === 'Secret Token')).toHaveLength(1);
    const { text } = await get(`${servers[0].url}/admin/v1/tenants`, chosen);
    expect((JSON.parse(text) as { items: unknown[] }).items).toHaveLength(1);
    for (const server of servers) expect(await server.end('SIGTERM')).toBe(0);
  });
});

describe('the standalone server whose database goes away while it starts', () => {
  it('says so in one line, and ends with 1', async () => {
    const [folder, database] = await Promise.all([makeScratchFolder(), createEmptyDatabase()]);
    const other = new Client({ connectionString: database.url });
    await other.connect();
    await other.query('SELECT pg_advisory_lock($1)', [FIRST_START_LOCK]);
    const refused = refuseToStart(folder, { DATABASE_URL: database.url, PORT: String(await freePort()) });
    while ((await other.query(END_WAITING)).rowCount === 0);
    const { code, said } = await refused;
    expect(code).toBe(1);
    expect(said).toContain('The database failed while the server started (unavailable): ');
    expect(said).not.toMatch(/^\s+at /m);
    await other.end();
    await database.drop();
    await removeScratchFolder(folder);
  });
});

describe('the standalone server with settings it cannot use', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await makeScratchFolder();
  });
  afterAll(() => removeScratchFolder(folder));

  it('says all that is wrong at once, without a stack, and ends with 1', async () => {
    const { code, said, printed } = await refuseToStart(folder, {
      PORT: 'http',
      TRUST_PROXY: 'true',
      ADMIN_KEY: 'hunter2',
    });
    expect({ code, printed }).toEqual({ code: 1, printed: [] });
    expect(
      said
        .trim()
        .split('\n')
        .map((line) => line.trim().split(' ')[0]),
    ).toEqual(['The', 'PORT', 'ADMIN_KEY', 'TRUST_PROXY']);
    expect(said).not.toContain('hunter2');
  });

  it('says that a port is taken, and has made no secret that nobody saw', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, said } = await refuseToStart(folder, { PORT: String(port) });
    expect(code).toBe(1);
    expect(said).toContain(`Port ${port} of 127.0.0.1 is in use. Stop what uses it, or set PORT to another one.`);
    other.close();
    const server = await startServer(folder);
    expect(names(server)).toEqual(['Admin key', 'Tenant URL', 'Secret Token', 'Swagger UI']);
    await server.end('SIGTERM');
  });
});

async function post(url: string, bearer: string, body: object): Promise<number> {
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).status;
}

/** The head of a POST and half of its body: a request that is in flight until it is finished. */
async function beginRequest(url: string, bearer: string) {
  const { hostname, port, pathname } = new URL(url);
  const body = JSON.stringify({ subdomain: 'late', name: 'Late' });
  const socket = connect(Number(port), hostname).setEncoding('utf8');
  socket.on('error', () => undefined);
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    `Authorization: Bearer ${bearer}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Expect: 100-continue',
  ];
  let answer = '';
  const ended = new Promise((resolve) => socket.on('close', resolve));
  const continued = new Promise((resolve) => socket.once('data', resolve));
  socket.on('data', (chunk) => (answer += String(chunk)));
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  await continued;
  answer = '';
  socket.write(body.slice(0, 10));
  return { finish: async () => (socket.write(body.slice(10)), await ended, answer) };
}
