import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, send } from '../admin/api.js';
import { hasBrowser, startBrowser } from './browser.js';
import { type RunningServer, startServer } from './running-server.js';
import { makeScratchFolder, removeScratchFolder } from './scratch-folder.js';
import { type Shown, SwaggerPage } from './swagger-page.js';

/**
 * The OpenAPI document of the built server, and Swagger UI over it. The golden file shows what changes:
 * `UPDATE_GOLDEN=1 npm run test:unit -- --testPathPatterns standalone/swagger` writes it anew. Its examples have a test of their own.
 */

const GOLDEN = fileURLToPath(new URL('../admin/golden/openapi.golden.json', import.meta.url));
const KEY = 'correct-horse-battery-staple';
const NOBODY = '0198c2a4-7b1e-7c3d-9a55-3f6d2e1b4c0a';
const TENANT = '/admin/v1/tenants/{tenantId}';
const IDP = `${TENANT}/identity-providers/{identityProviderId}`;

const USER = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'ana@corp.example',
  externalId: '6f2b0a3e-8f1d-4c57-9f0c-2d1d2b7f6a11',
  phoneNumbers: [{ type: 'mobile', value: '+1 555 0100' }],
};

let folder: string;
let server: RunningServer;

beforeAll(async () => {
  folder = await makeScratchFolder();
  server = await startServer(folder, { ADMIN_KEY: KEY, DEMO: 'false', TRUST_PROXY: '1' });
});
afterAll(async () => {
  await server.end('SIGTERM');
  await removeScratchFolder(folder);
});

describe('the OpenAPI document', () => {
  it('is that of the golden file', async () => {
    const document = withoutExamples((await send(`${server.url}/docs-json`)).body);
    if (process.env['UPDATE_GOLDEN']) writeFileSync(GOLDEN, `${JSON.stringify(document, undefined, 2)}\n`);
    expect(document).toEqual(JSON.parse(readFileSync(GOLDEN, 'utf8')));
  });

  it('says of each operation what it does, what its parameters are, who may, and how it refuses', async () => {
    for (const [name, operation] of operationsOf((await send(`${server.url}/docs-json`)).body)) {
      const { summary, parameters = [], security, responses } = operation;
      expect({ name, summary }).toEqual({ name, summary: expect.stringMatching(/\w/) });
      for (const { name: parameter, description, schema } of parameters)
        expect({ name, parameter, description: description ?? schema.description }).toEqual({
          name,
          parameter,
          description: expect.stringMatching(/\w/),
        });
      if (name.includes('/health/')) continue;
      expect({ name, security }).toEqual({ name, security: [expect.anything()] });
      expect({ name, statuses: Object.keys(responses) }).toEqual({
        name,
        statuses: expect.arrayContaining(['401', '429']),
      });
      expect({ name, answers: bodiesOf(operation) }).not.toEqual({
        name,
        answers: expect.arrayContaining([undefined]),
      });
    }
  });
});

describe('every operation that is described', () => {
  it('is closed to whoever has no key, and to a wrong one, but for the health of the service', async () => {
    const open: string[] = [];
    let address = 0;
    for (const [name] of operationsOf((await send(`${server.url}/docs-json`)).body)) {
      const [method = '', path = ''] = name.split(' ');
      address += 1;
      // Each from an address of its own: so many failures of one are refused otherwise.
      const headers = { 'x-forwarded-for': `192.0.2.${address}`, authorization: 'Bearer nobody' };
      const url = server.url + path.replaceAll(/\{\w+\}/g, NOBODY);
      const { status } = await send(url, { method: method.toUpperCase(), headers });
      if (status !== 401) open.push(name);
    }
    expect(open).toEqual(['get /health/live', 'get /health/ready']);
  });
});

/** The schemas of all bodies that an operation takes and answers. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a document of OpenAPI
function bodiesOf({ requestBody, responses }: any): unknown[] {
  const bodies = [requestBody, ...Object.values(responses)].filter((one) => one?.content);
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
  return bodies.flatMap(({ content }) => Object.values<any>(content).map(({ schema }) => schema));
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
function operationsOf({ paths }: any): [string, any][] {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
  return Object.entries<any>(paths).flatMap(([path, item]) =>
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
    Object.entries<any>(item).map(([method, operation]): [string, any] => [`${method} ${path}`, operation]),
  );
}

function withoutExamples(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (name, part: unknown) => (EXAMPLES.has(name) ? undefined : part)));
}

const EXAMPLES: ReadonlySet<string> = new Set(['example', 'examples']);

/** One step of an administrator's first hour: an operation, and what is filled in. */
type Execute = (
  method: string,
  path: string,
  filled?: { parameters?: Readonly<Record<string, string>>; body?: unknown },
) => Promise<Shown>;

/** From the first tenant to the first event. `becomeClient`: from then on it is the identity provider that asks. */
async function firstHour(execute: Execute, becomeClient: (token: string) => Promise<void>): Promise<void> {
  const idOf = ({ text }: Shown): string => /"id":\s*"([0-9a-f-]{36})"/.exec(text)?.[1] ?? '';
  const tenant = await execute('POST', '/admin/v1/tenants', { body: { subdomain: 'acme', name: 'Acme' } });
  expect(tenant.status).toBe(201);
  const parameters = { tenantId: idOf(tenant) };
  const provider = { name: 'Microsoft Entra ID', kind: 'entra' };
  const made = await execute('POST', `${TENANT}/identity-providers`, { parameters, body: provider });
  expect(made.status).toBe(201);
  const ids = { ...parameters, identityProviderId: idOf(made) };
  const minted = await execute('POST', `${IDP}/tokens`, { parameters: ids, body: { name: 'Entra production' } });
  expect(minted.status).toBe(201);
  const setting = { parameters: { ...parameters, key: 'phoneMobile' }, body: { enabled: true, mirror: true } };
  expect(await execute('PUT', `${TENANT}/attributes/{key}`, setting)).toMatchObject({ status: 200 });
  await becomeClient(/iscim_[0-9A-Za-z]{49}/.exec(minted.text)?.[0] ?? '');
  const pushed = await execute('POST', '/scim/v2/inbound/{identityProviderId}/Users', {
    parameters: { identityProviderId: ids.identityProviderId },
    body: USER,
  });
  expect(pushed.status).toBe(201);
  const log = await execute('GET', `${TENANT}/audit-events`, { parameters: ids });
  expect(log.status).toBe(200);
  expect(log.text).toMatch(/"type":\s*"scim_user_received"/);
  expect(log.text).toContain('phoneMobile');
}

describe('an administrator’s first hour', () => {
  const name = hasBrowser
    ? 'goes by in Swagger UI'
    : 'goes by over the same API (there is no /usr/bin/chromium here to open Swagger UI with)';

  it(name, async () => {
    if (hasBrowser) await inBrowser();
    else await overHttp();
  });
});

async function inBrowser(): Promise<void> {
  const browser = await startBrowser();
  try {
    const tab = await browser.newPage();
    const faults: string[] = [];
    tab.on('pageerror', (error) => faults.push(error.message));
    await tab.goto(`${server.url}/docs`);
    const { paths } = (await send(`${server.url}/docs-json`)).body;
    const swagger = new SwaggerPage(tab, (method, path) => paths[path][method.toLowerCase()].tags[0]);
    await swagger.authorize('adminKey', KEY);
    await firstHour(
      (...asked) => swagger.execute(...asked),
      (token) => swagger.authorize('scimToken', token),
    );
    expect(faults).toEqual([]);
  } finally {
    await browser.close();
  }
}

async function overHttp(): Promise<void> {
  const admin = new Api(server.url, KEY);
  let token = '';
  const execute: Execute = async (method, path, { parameters = {}, body } = {}) => {
    const url = path.replace(/\{(\w+)\}/g, (_, parameter: string) => parameters[parameter] ?? '');
    if (url.startsWith('/admin/v1')) return admin.send(method, url.slice('/admin/v1'.length), body);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
    return send(server.url + url, { method, headers, body: JSON.stringify(body) });
  };
  await firstHour(execute, (minted) => {
    token = minted;
    return Promise.resolve();
  });
}
