import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { request as plainRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { World } from '../support/scim-client.js';
import { NGINX, NGINX_CONF, runNginx } from './run-nginx.js';

describe('the configuration for nginx that is recommended', () => {
  it.each(['Host $host', 'X-Forwarded-Host $host', 'X-Forwarded-For $remote_addr', 'X-Forwarded-Proto $scheme'])(
    'overwrites what a client says: %s, wherever it passes a request on',
    async (header) => {
      const text = await readFile(NGINX_CONF, 'utf8');
      expect(text.split('proxy_pass ')).toHaveLength(text.split(`proxy_set_header ${header};`).length);
    },
  );
});

// A machine without nginx has nothing to try the rest with; the setup of the checks installs it.
if (NGINX !== undefined) describe('the service behind nginx', () => behind(NGINX!));

function behind(program: string): void {
  let world: World;
  let nginx: Awaited<ReturnType<typeof runNginx>>;
  let tenant: { readonly id: string; readonly host: string };
  let provider: { readonly id: string; readonly path: string; readonly url: string };
  let token: string;

  beforeAll(async () => {
    world = await World.start({ publicUrl: 'https://{tenant}.scim.example.com' });
    nginx = await runNginx(program, new URL(world.app.url).host);
    const { body: made } = await world.admin.post('/tenants', { subdomain: 'acme', name: 'Acme' });
    await world.admin.post('/tenants', { subdomain: 'other', name: 'Other' });
    tenant = { id: made.id, host: 'acme.scim.example.com' };
    const path = `/tenants/${tenant.id}/identity-providers`;
    const { body: idp } = await world.admin.post(path, { name: 'Entra', kind: 'entra' });
    const url = idp.scimBaseUrl.replace(/\/$/, '');
    provider = { id: idp.id, url, path: new URL(url).pathname };
    token = (await world.admin.post(`${path}/${idp.id}/tokens`, { name: 'test' })).body.plaintext;
  });
  afterAll(async () => {
    await nginx.stop();
    await world.close();
  });

  interface Sent {
    readonly host?: string;
    readonly method?: string;
    readonly body?: string;
    readonly headers?: Record<string, string>;
    readonly localAddress?: string;
  }

  /** A request over TLS, as a client on the internet sends it. */
  function send(path: string, { host = tenant.host, method = 'GET', body, headers, localAddress }: Sent = {}) {
    const options = {
      host: '127.0.0.1',
      port: nginx.tls,
      servername: host,
      ca: nginx.certificate,
      path,
      method,
      localAddress,
      agent: false as const,
      headers: {
        host,
        authorization: `Bearer ${token}`,
        ...(body !== undefined && {
          'content-type': 'application/scim+json',
          'content-length': String(Buffer.byteLength(body)),
        }),
        ...headers,
      },
    };
    return new Promise<{ status?: number; type?: string; text: string; location?: string }>((resolve, reject) => {
      const sent = request(options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            type: response.headers['content-type'],
            location: response.headers.location,
            text,
          }),
        );
      });
      sent.on('error', reject).end(body);
    });
  }

  const userNamed = (userName: string, padding = '') =>
    JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName, ignored: padding });

  it('is given the Tenant URL of its host', () => {
    expect(provider.url).toBe(`https://acme.scim.example.com/scim/v2/inbound/${provider.id}`);
  });

  it('creates a user over TLS, and names it by the host that the client called', async () => {
    const answer = await send(`${provider.path}/Users`, { method: 'POST', body: userNamed('ana@corp.example') });
    expect(answer).toMatchObject({ status: 201, type: 'application/scim+json' });
    expect(answer.location).toMatch(`${provider.url}/Users/`);
    expect(JSON.parse(answer.text)).toMatchObject({ meta: { location: answer.location } });
  });

  it.each([
    ['doubled slashes', '//Users'],
    ['the flag of Entra before the filter', '/Users?aadOptscim062020&filter=userName+eq+%22ana%40corp.example%22'],
    ['an encoded filter', '/Users?filter=userName%20eq%20%22ana%40corp.example%22'],
  ])('passes on %s as they were sent', async (_, path) => {
    const { status, text } = await send(provider.path + path);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ totalResults: 1 });
  });

  it.each([
    ['another tenant’s host', { host: 'other.scim.example.com' }],
    [
      'another tenant’s host, whatever the client claims to have called',
      {
        host: 'other.scim.example.com',
        headers: { 'x-forwarded-host': 'acme.scim.example.com' },
      },
    ],
    ['no token', { headers: { authorization: '' } }],
  ])('is refused with %s', async (_, sent) => {
    expect(await send(`${provider.path}/Users`, sent)).toMatchObject({ status: 401, type: 'application/scim+json' });
  });

  it('is seen under its own address, whatever the client claims', async () => {
    const headers = { authorization: 'Bearer wrong', 'x-forwarded-for': '203.0.113.9' };
    expect((await send(`${provider.path}/Users`, { headers, localAddress: '127.0.0.2' })).status).toBe(401);
    const { text } = await world.admin.get(`/tenants/${tenant.id}/identity-providers/${provider.id}/refusals`);
    expect(text).toContain('127.0.0.2');
    expect(text).not.toContain('203.0.113.9');
  });

  it('takes a body above the one megabyte that nginx allows by itself', async () => {
    const body = userNamed('large@corp.example', 'x'.repeat(1_500_000));
    expect(await send(`${provider.path}/Users`, { method: 'POST', body })).toMatchObject({
      type: 'application/scim+json',
    });
  });

  it('answers what is too large itself, as a SCIM error', async () => {
    const body = userNamed('huge@corp.example', 'x'.repeat(2_500_000));
    const answer = await send(`${provider.path}/Users`, { method: 'POST', body });
    expect(answer).toMatchObject({ status: 413, type: 'application/scim+json' });
  });

  it.each(['/admin/v1/tenants', '/docs', '/health/ready', '/'])('keeps %s from the internet', async (path) => {
    expect(await send(path, { headers: { authorization: `Bearer ${world.app.adminKey}` } })).toMatchObject({
      status: 404,
    });
  });

  it('lets administrators in under their own host, where SCIM is not served', async () => {
    const host = 'admin.scim.example.com';
    const headers = { authorization: `Bearer ${world.app.adminKey}` };
    expect(await send('/admin/v1/tenants', { host, headers })).toMatchObject({ status: 200 });
    expect(await send(`${provider.path}/Users`, { host })).toMatchObject({ status: 404 });
  });

  it('is not reached in the clear', async () => {
    const status = await new Promise((resolve, reject) => {
      const options = { port: nginx.plain, path: `${provider.path}/Users`, headers: { host: tenant.host } };
      plainRequest(options, (response) => (response.resume(), resolve(response.statusCode)))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });

  it('is answered for with a SCIM error while it is away', async () => {
    const away = await runNginx(program, '127.0.0.1:1');
    const front = nginx;
    nginx = away;
    const answer = await send(`${provider.path}/Users`);
    nginx = front;
    await away.stop();
    expect(answer).toMatchObject({ status: 503, type: 'application/scim+json' });
    expect(JSON.parse(answer.text)).toMatchObject({ status: '503' });
  });
}
