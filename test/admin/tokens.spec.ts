import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/test-app.js';
import { type Answer, Api, send, statusUnderHost } from './api.js';

/** `/Me` is behind the guard and needs nothing else: 501 says that the token was accepted. */
const ADMITTED = 501;
const NOBODY = '0198c2a4-7b1e-7c3d-9a55-3f6d2e1b4c0a';

let app: TestApp;
let owner: Api;
let tenant: string;

beforeAll(async () => {
  app = await startApp();
  owner = new Api(app.url, app.adminKey);
  tenant = (await owner.post('/tenants', { subdomain: 'tokens', name: 'Tokens' })).body.id;
});

afterAll(() => app.close());

/** An identity provider with a token of its own. */
async function connect(tenantId = tenant, expiresAt?: string) {
  const path = `/tenants/${tenantId}/identity-providers`;
  const { id } = (await owner.post(path, { name: 'x', kind: 'entra' })).body;
  const token = (await owner.post(`${path}/${id}/tokens`, { name: 'x', expiresAt })).body;
  return { id, path: `${path}/${id}`, token };
}

/** A request of the client; `from` is what a proxy says of where it came from. */
function push(identityProviderId: string, authorization?: string, from?: string): Promise<Answer> {
  const headers = { ...(authorization && { authorization }), ...(from && { 'x-forwarded-for': from }) };
  return send(`${app.url}/scim/v2/inbound/${identityProviderId}/Me`, { headers });
}

describe('a token', () => {
  it('is shown once, and only its hash is kept', async () => {
    const { path, token } = await connect();
    expect(token.plaintext).toMatch(/^iscim_[0-9A-Za-z]{49}$/);
    expect(token.plaintext.startsWith(token.prefix)).toBe(true);
    const list = await owner.get(`${path}/tokens`);
    expect(list.text).not.toContain(token.plaintext);
    expect(list.body.items).toEqual([expect.objectContaining({ id: token.id, state: 'live', lastUsedAt: null })]);
    const [row] = await app.database.query('SELECT * FROM inbound_scim.token WHERE id = $1', [token.id]);
    expect(row.hash.toString('hex')).toBe(createHash('sha256').update(token.plaintext).digest('hex'));
    expect(JSON.stringify(Object.values(row))).not.toContain(token.plaintext.slice(12));
  });

  it.each(['Bearer', 'bearer', 'BEARER'])('is accepted after %s', async (scheme) => {
    const { id, token } = await connect();
    expect((await push(id, `${scheme} ${token.plaintext}`)).status).toBe(ADMITTED);
    expect((await push(id.toUpperCase(), `${scheme}   ${token.plaintext}`)).status).toBe(ADMITTED);
  });

  it('can be changed without a gap', async () => {
    const { id, path, token } = await connect();
    const second = (await owner.post(`${path}/tokens`, { name: 'next' })).body;
    for (const { plaintext } of [token, second]) expect((await push(id, `Bearer ${plaintext}`)).status).toBe(ADMITTED);
    expect((await owner.delete(`${path}/tokens/${token.id}`)).status).toBe(204);
    expect((await push(id, `Bearer ${token.plaintext}`)).status).toBe(401);
    expect((await push(id, `Bearer ${second.plaintext}`)).status).toBe(ADMITTED);
    expect((await owner.delete(`${path}/tokens/${token.id}`)).status).toBe(204);
    expect((await owner.delete(`${path}/tokens/${NOBODY}`)).status).toBe(404);
    const states = (await owner.get(`${path}/tokens`)).body.items.map(({ state }: { state: string }) => state);
    expect(states).toEqual(['live', 'revoked']);
  });

  it('ends with its tenant', async () => {
    const doomed = (await owner.post('/tenants', { subdomain: 'doomed', name: 'x' })).body.id;
    const { id, token } = await connect(doomed);
    expect((await push(id, `Bearer ${token.plaintext}`)).status).toBe(ADMITTED);
    await owner.delete(`/tenants/${doomed}`);
    expect((await push(id, `Bearer ${token.plaintext}`)).status).toBe(401);
  });

  it('is one of twenty at most', async () => {
    const { path, token } = await connect();
    const more = await Promise.all(Array.from({ length: 25 }, () => owner.post(`${path}/tokens`, { name: 'x' })));
    expect(more.filter(({ status }) => status === 201)).toHaveLength(19);
    expect(more.filter(({ status }) => status === 409)).toHaveLength(6);
    await owner.delete(`${path}/tokens/${token.id}`);
    expect((await owner.post(`${path}/tokens`, { name: 'x' })).status).toBe(201);
  });

  it('tells when and from where it was used last', async () => {
    const { id, path, token } = await connect();
    const before = Date.now();
    await push(id, `Bearer ${token.plaintext}`);
    const [first] = (await owner.get(`${path}/tokens`)).body.items;
    expect(Date.parse(first.lastUsedAt)).toBeGreaterThanOrEqual(before);
    expect(first.lastUsedFrom).toMatch(/127\.0\.0\.1|::1/);
    await push(id, `Bearer ${token.plaintext}`);
    const [second] = (await owner.get(`${path}/tokens`)).body.items;
    expect(Date.parse(second.lastUsedAt)).toBeGreaterThanOrEqual(Date.parse(first.lastUsedAt));
  });

  it.each([
    { name: 'no name', body: {}, pointer: '/name' },
    { name: 'a blank name', body: { name: ' ' }, pointer: '/name' },
    { name: 'a name of 101 characters', body: { name: 'n'.repeat(101) }, pointer: '/name' },
    { name: 'an end in the past', body: { name: 'x', expiresAt: '2020-01-01T00:00:00Z' }, pointer: '/expiresAt' },
    { name: 'an end that is no moment', body: { name: 'x', expiresAt: 'never' }, pointer: '/expiresAt' },
    { name: 'a token of one’s own', body: { name: 'x', plaintext: 'secret' }, pointer: '/plaintext' },
  ])('is not minted with $name', async ({ body, pointer }) => {
    const { path } = await connect();
    const answer = await owner.post(`${path}/tokens`, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].pointer).toBe(pointer);
  });
});

describe('the 401', () => {
  const headersOf = ({ headers }: Answer) =>
    [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name)).sort();

  it('is the same, byte for byte, whatever the reason; the list of refusals tells it', async () => {
    const target = await connect();
    const other = await connect();
    const revoked = await connect();
    const expired = await connect();
    const disabled = await connect();
    const elsewhere = await connect();
    const foreign = await connect((await owner.post('/tenants', { subdomain: 'foreign', name: 'x' })).body.id);
    await owner.delete(`${revoked.path}/tokens/${revoked.token.id}`);
    await app.database.query('UPDATE inbound_scim.token SET expires_at = now() WHERE id = $1', [expired.token.id]);
    await owner.patch(disabled.path, { enabled: false });
    await owner.patch(elsewhere.path, { allowedNetworks: ['203.0.113.0/24'] });
    const minted = target.token.plaintext;
    const reasons = [
      { reason: 'missing', at: target, authorization: undefined, tokenId: null },
      { reason: 'malformed', at: target, authorization: 'Basic Zm9vOmJhcg==', tokenId: null },
      { reason: 'malformed', at: target, authorization: `Bearer ${minted}x`, tokenId: null },
      { reason: 'unknown', at: target, authorization: `Bearer ${await lostToken(other)}`, tokenId: null },
      {
        reason: 'wrong_identity_provider',
        at: target,
        authorization: `Bearer ${other.token.plaintext}`,
        tokenId: other.token.id,
      },
      {
        reason: 'wrong_identity_provider',
        at: target,
        authorization: `Bearer ${foreign.token.plaintext}`,
        tokenId: null,
      },
      { reason: 'revoked', at: revoked, authorization: `Bearer ${revoked.token.plaintext}`, tokenId: revoked.token.id },
      { reason: 'expired', at: expired, authorization: `Bearer ${expired.token.plaintext}`, tokenId: expired.token.id },
      {
        reason: 'disabled',
        at: disabled,
        authorization: `Bearer ${disabled.token.plaintext}`,
        tokenId: disabled.token.id,
      },
      {
        reason: 'network',
        at: elsewhere,
        authorization: `Bearer ${elsewhere.token.plaintext}`,
        tokenId: elsewhere.token.id,
      },
    ];
    const first = await push(NOBODY, `Bearer ${minted}`);
    expect(first.status).toBe(401);
    expect(first.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(first.headers.get('content-type')).toBe('application/scim+json');
    for (const { reason, at, authorization, tokenId } of reasons) {
      const answer = await push(at.id, authorization);
      expect(answer.text).toBe(first.text);
      expect(headersOf(answer)).toEqual(headersOf(first));
      const { items } = (await owner.get(`${at.path}/refusals`)).body;
      expect(items[0]).toMatchObject({ reason, tokenId, requestId: answer.headers.get('x-request-id') });
    }
    const { items } = (await owner.get(`${target.path}/refusals`)).body;
    expect(items.find(({ reason }: { reason: string }) => reason === 'malformed').occurrences).toBe(2);
    expect(JSON.stringify(items)).not.toContain(foreign.token.id);
  });

  it('comes before anything of the body is judged', async () => {
    const { id } = await connect();
    const answer = await send(`${app.url}/scim/v2/inbound/${id}/Me`, { method: 'POST', body: '{"broken' });
    expect(answer.status).toBe(401);
  });

  it('ends with the setting that caused it', async () => {
    const { id, path, token } = await connect();
    for (const [change, status] of [
      [{ enabled: false }, 401],
      [{ enabled: true }, ADMITTED],
      [{ allowedNetworks: ['203.0.113.0/24'] }, 401],
      [{ allowedNetworks: ['127.0.0.0/8', '::1'] }, ADMITTED],
    ] as const) {
      await owner.patch(path, change);
      expect((await push(id, `Bearer ${token.plaintext}`)).status).toBe(status);
    }
  });
});

describe('the list of refusals', () => {
  it('holds the last 500 of 30 days', async () => {
    const { id, path } = await connect();
    await app.database.query(
      `INSERT INTO inbound_scim.refusal (tenant_id, id, identity_provider_id, reason, source_address, request_id, occurrences, first_seen_at, last_seen_at)
       SELECT $1::uuid, gen_random_uuid(), $2::uuid, 'missing', 'old ' || n, 'x', 1, now() - interval '60 days', now() - n * interval '1 minute'
       FROM generate_series(1, 505) AS n`,
      [tenant, id],
    );
    await app.database.query(
      `UPDATE inbound_scim.refusal SET last_seen_at = now() - interval '31 days' WHERE source_address = 'old 3'`,
    );
    await push(id, undefined, '198.51.100.9');
    const { items } = (await owner.get(`${path}/refusals?limit=1`)).body;
    expect(items[0]).toMatchObject({ reason: 'missing', sourceAddress: '198.51.100.9', occurrences: 1 });
    const kept = await app.database.query(
      'SELECT source_address FROM inbound_scim.refusal WHERE identity_provider_id = $1',
      [id],
    );
    const addresses = kept.map((row: { source_address: string }) => row.source_address);
    expect(addresses).toHaveLength(500);
    expect(addresses).toEqual(expect.arrayContaining(['198.51.100.9', 'old 1', 'old 500']));
    expect(addresses).not.toContain('old 3');
  });
});

/** A token that was real once; its row is gone. */
async function lostToken({ path }: { path: string }): Promise<string> {
  const { id, plaintext } = (await owner.post(`${path}/tokens`, { name: 'lost' })).body;
  await app.database.query('DELETE FROM inbound_scim.token WHERE id = $1', [id]);
  return plaintext;
}

describe('a limit', () => {
  it('is each identity provider’s own', async () => {
    const limited = await connect();
    const free = await connect();
    await owner.patch(limited.path, { rateLimit: { perSecond: 1, burst: 3 } });
    const answers = [];
    for (let n = 0; n < 8; n += 1) answers.push(await push(limited.id, `Bearer ${limited.token.plaintext}`));
    expect(answers.slice(0, 3).map(({ status }) => status)).toEqual([ADMITTED, ADMITTED, ADMITTED]);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(refused?.body).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '429' });
    expect((await push(free.id, `Bearer ${free.token.plaintext}`)).status).toBe(ADMITTED);
  });

  it('of failed attempts is each address’s, and never refuses a valid token', async () => {
    const { id, token } = await connect();
    const answers = [];
    for (let n = 0; n < 100; n += 1) answers.push(await push(id, `Bearer guess-${n}`));
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true);
    expect((await push(id, 'Bearer guess', '198.51.100.7')).status).toBe(401);
    expect((await push(id, `Bearer ${token.plaintext}`)).status).toBe(ADMITTED);
  });
});

describe('the host', () => {
  let templated: TestApp;

  beforeAll(async () => {
    templated = await startApp({ publicUrl: 'https://{tenant}.example.com' });
  });

  afterAll(() => templated.close());

  it('must be the tenant’s where each has its own', async () => {
    const api = new Api(templated.url, templated.adminKey);
    const tenantId = (await api.post('/tenants', { subdomain: 'acme', name: 'Acme' })).body.id;
    await api.post('/tenants', { subdomain: 'other', name: 'Other' });
    const path = `/tenants/${tenantId}/identity-providers`;
    const { id, scimBaseUrl } = (await api.post(path, { name: 'x', kind: 'entra' })).body;
    expect(scimBaseUrl).toBe(`https://acme.example.com/scim/v2/inbound/${id}/`);
    const { plaintext } = (await api.post(`${path}/${id}/tokens`, { name: 'x' })).body;
    const url = `${templated.url}/scim/v2/inbound/${id}/Me`;
    const headers = { authorization: `Bearer ${plaintext}` };
    expect(await statusUnderHost(url, 'acme.example.com', headers)).toBe(ADMITTED);
    expect(await statusUnderHost(url, 'ACME.example.com:8443', headers)).toBe(ADMITTED);
    for (const host of ['other.example.com', 'example.com', 'acme.example.com.evil.example', 'localhost']) {
      expect(await statusUnderHost(url, host, headers)).toBe(401);
    }
    const { items } = (await api.get(`${path}/${id}/refusals`)).body;
    expect(items[0]).toMatchObject({ reason: 'wrong_host', occurrences: 4 });
  });
});
