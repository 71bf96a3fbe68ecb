import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TenantConfigService } from '../../src/tenants/tenant-config.service.js';
import { startApp, type TestApp } from '../support/test-app.js';
import { Api } from './api.js';

const NOBODY = '0198c2a4-7b1e-7c3d-9a55-3f6d2e1b4c0a';
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

let app: TestApp;
let owner: Api;

beforeAll(async () => {
  app = await startApp();
  owner = new Api(app.url, app.adminKey);
});

afterAll(() => app.close());

async function makeTenant(subdomain: string): Promise<string> {
  return (await owner.post('/tenants', { subdomain, name: subdomain })).body.id;
}

async function makeIdentityProvider(tenant: string, body: object): Promise<string> {
  return (await owner.post(`/tenants/${tenant}/identity-providers`, { name: 'x', kind: 'entra', ...body })).body.id;
}

const WRONG_TENANTS = [
  { name: 'no subdomain', body: { name: 'x' }, pointer: '/subdomain' },
  { name: 'a subdomain in capitals', body: { subdomain: 'Acme', name: 'x' }, pointer: '/subdomain' },
  { name: 'a subdomain of two labels', body: { subdomain: 'a.b', name: 'x' }, pointer: '/subdomain' },
  { name: 'a subdomain that ends in a hyphen', body: { subdomain: 'a-', name: 'x' }, pointer: '/subdomain' },
  { name: 'a subdomain of 64 characters', body: { subdomain: 'a'.repeat(64), name: 'x' }, pointer: '/subdomain' },
  { name: 'a number as name', body: { subdomain: 'x', name: 1 }, pointer: '/name' },
  { name: 'a blank name', body: { subdomain: 'x', name: '  ' }, pointer: '/name' },
  { name: 'a name of 101 characters', body: { subdomain: 'x', name: 'n'.repeat(101) }, pointer: '/name' },
  { name: 'a name with NUL', body: { subdomain: 'x', name: 'a\u0000b' }, pointer: '/name' },
  { name: 'half a surrogate pair', body: '{"subdomain":"x","name":"\\ud800"}', pointer: '/name' },
  { name: 'an unknown field', body: { subdomain: 'x', name: 'x', plan: 'gold' }, pointer: '/plan' },
];

describe('a tenant', () => {
  it('is made, read, renamed, listed and erased', async () => {
    const made = await owner.post('/tenants', { subdomain: 'life', name: 'Life' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ subdomain: 'life', name: 'Life' });
    const path = `/tenants/${made.body.id}`;
    expect((await owner.get(path)).body).toEqual(made.body);
    expect((await owner.patch(path, { name: 'Life Ltd' })).body).toEqual({ ...made.body, name: 'Life Ltd' });
    expect((await owner.get('/tenants')).text).toContain('Life Ltd');
    expect((await owner.delete(path)).status).toBe(204);
    expect((await owner.get(path)).status).toBe(404);
    expect((await owner.delete(path)).status).toBe(404);
  });

  it.each(WRONG_TENANTS)('is refused for $name', async ({ body, pointer }) => {
    const answer = await owner.post('/tenants', body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  it('names every wrong field at once', async () => {
    const { body } = await owner.post('/tenants', { subdomain: '-', name: '', plan: 'gold' });
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/name',
      '/plan',
      '/subdomain',
    ]);
  });

  it('has its subdomain to itself', async () => {
    await makeTenant('single');
    const other = await makeTenant('double');
    const again = await owner.post('/tenants', { subdomain: 'single', name: 'x' });
    expect(again.status).toBe(409);
    expect(again.body.errors[0].pointer).toBe('/subdomain');
    expect((await owner.patch(`/tenants/${other}`, { subdomain: 'single' })).status).toBe(409);
  });

  it('is erased with all that is kept for it, and nothing else is', async () => {
    const gone = await makeTenant('gone');
    const kept = await makeTenant('kept');
    for (const tenant of [gone, kept]) {
      const idp = await makeIdentityProvider(tenant, {});
      await owner.post(`/tenants/${tenant}/identity-providers/${idp}/tokens`, { name: 'x' });
      await owner.post('/keys', { name: 'x', role: 'admin', tenantId: tenant });
    }
    await holdOneUser(gone);
    expect((await owner.delete(`/tenants/${gone}`)).status).toBe(409);
    expect((await owner.delete(`/tenants/${gone}?confirm=kept`)).status).toBe(409);
    expect((await owner.delete(`/tenants/${gone}?confirm=gone`)).status).toBe(204);
    expect(await rowsOf(gone)).toEqual({});
    expect(await rowsOf(kept)).toMatchObject({
      tenant: 1,
      identity_provider: 1,
      token: 1,
      admin_key: 1,
      audit_event: 4,
    });
  });
});

async function holdOneUser(tenant: string): Promise<void> {
  await app.database.query(
    `INSERT INTO inbound_scim.directory_user (tenant_id, id, status, created_at, updated_at) VALUES ($1, $2, 'active', now(), now())`,
    [tenant, NOBODY],
  );
}

/** How many rows each table holds for the tenant, where it holds any. */
async function rowsOf(tenant: string): Promise<Record<string, number>> {
  const tables: { name: string }[] = await app.database.query(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'inbound_scim'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
  );
  const counted: Record<string, number> = {};
  for (const { name } of tables) {
    const key = name === 'tenant' ? 'id' : 'tenant_id';
    const rows: unknown[] = await app.database.query(`SELECT 1 FROM inbound_scim.${name} WHERE ${key} = $1`, [tenant]);
    if (rows.length > 0) counted[name] = rows.length;
  }
  return counted;
}

const ACCEPTED = [
  { name: 'a name', change: { name: 'Okta' } },
  { name: 'a switch', change: { enabled: false, strict: true } },
  { name: 'a place', change: { position: 7 } },
  { name: 'a rate', change: { rateLimit: { perSecond: 5, burst: 10 } } },
  { name: 'no rate of its own', change: { rateLimit: null } },
  { name: 'lasting ids', change: { externalIdIsLasting: true } },
  { name: 'ids by their shape', change: { externalIdIsLasting: null } },
  { name: 'networks', change: { allowedNetworks: ['192.0.2.0/24', '2001:db8::/32'] } },
  { name: 'domains', change: { domains: ['example.com', 'sub.example.org', 'bücher.example'] } },
  { name: 'no trust', change: { trustEmail: null } },
];

const REFUSED = [
  { name: 'null as a name', change: { name: null }, pointer: '/name' },
  { name: 'a word as a switch', change: { enabled: 'yes' }, pointer: '/enabled' },
  { name: 'a kind, which stays', change: { kind: 'okta' }, pointer: '/kind' },
  { name: 'a negative place', change: { position: -1 }, pointer: '/position' },
  { name: 'a rate without a burst', change: { rateLimit: { perSecond: 5 } }, pointer: '/rateLimit/burst' },
  { name: 'a rate of 0', change: { rateLimit: { perSecond: 0, burst: 5 } }, pointer: '/rateLimit/perSecond' },
  { name: 'a rate as a number', change: { rateLimit: 5 }, pointer: '/rateLimit' },
  { name: 'a rate as a list', change: { rateLimit: [] }, pointer: '/rateLimit' },
  {
    name: 'an unknown field of a rate',
    change: { rateLimit: { perSecond: 1, burst: 1, x: 1 } },
    pointer: '/rateLimit/x',
  },
  { name: 'no network', change: { allowedNetworks: ['192.0.2.0/24', '10.0.0.0/33'] }, pointer: '/allowedNetworks/1' },
  { name: 'networks that are no list', change: { allowedNetworks: '10.0.0.0/8' }, pointer: '/allowedNetworks' },
  { name: 'no domain', change: { domains: ['example.com', '@example.com'] }, pointer: '/domains/1' },
  { name: 'a single label', change: { domains: ['localhost'] }, pointer: '/domains/0' },
  { name: 'a number as a domain', change: { domains: [1] }, pointer: '/domains' },
  { name: 'trust without an end', change: { trustEmail: { domains: ['example.com'] } }, pointer: '/trustEmail/until' },
  {
    name: 'trust in no domain',
    change: { trustEmail: { domains: [], until: inDays(1) } },
    pointer: '/trustEmail/domains',
  },
  {
    name: 'trust that is over',
    change: { trustEmail: { domains: ['a.example'], until: inDays(-1) } },
    pointer: '/trustEmail/until',
  },
  {
    name: 'trust for 91 days',
    change: { trustEmail: { domains: ['a.example'], until: inDays(91) } },
    pointer: '/trustEmail/until',
  },
];

describe('an identity provider', () => {
  let tenant: string;
  let path: string;

  beforeAll(async () => {
    tenant = await makeTenant('providers');
    path = `/tenants/${tenant}/identity-providers`;
  });

  it.each([
    { kind: 'entra', strict: false },
    { kind: 'okta', strict: false },
    { kind: 'generic', strict: true },
  ])('of kind $kind starts with strict: $strict', async ({ kind, strict }) => {
    const made = await owner.post(path, { name: kind, kind });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: kind,
      kind,
      strict,
      enabled: true,
      externalIdIsLasting: null,
      rateLimit: null,
    });
    expect(made.body.scimBaseUrl).toMatch(new RegExp(`/scim/v2/inbound/${made.body.id}/$`));
    expect((await owner.get(`${path}/${made.body.id}`)).body).toEqual(made.body);
  });

  it('keeps an id that is given, and its place in the order', async () => {
    const id = 'A0E5F1A2-0000-4000-8000-000000000001';
    const made = await owner.post(path, { id, name: 'given', kind: 'generic', strict: false });
    expect(made.body).toMatchObject({ id: id.toLowerCase(), strict: false });
    const { items } = (await owner.get(path)).body;
    expect(items.at(-1).id).toBe(id.toLowerCase());
    const again = await owner.post(path, { id, name: 'given', kind: 'generic' });
    expect(again.status).toBe(409);
    expect(again.body.errors[0].pointer).toBe('/id');
  });

  it.each([
    { name: 'an unknown kind', body: { name: 'x', kind: 'ldap' }, pointer: '/kind' },
    { name: 'an id that is no UUID', body: { id: '1', name: 'x', kind: 'okta' }, pointer: '/id' },
    { name: 'no name', body: { kind: 'okta' }, pointer: '/name' },
    { name: 'a setting that comes later', body: { name: 'x', kind: 'okta', domains: [] }, pointer: '/domains' },
  ])('is not made with $name', async ({ body, pointer }) => {
    const answer = await owner.post(path, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].pointer).toBe(pointer);
  });

  it.each(ACCEPTED)('takes $name', async ({ change }) => {
    const id = await makeIdentityProvider(tenant, {});
    const changed = await owner.patch(`${path}/${id}`, change);
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject(change);
    expect((await owner.get(`${path}/${id}`)).body).toEqual(changed.body);
    await owner.patch(`${path}/${id}`, { domains: [] });
  });

  it.each(REFUSED)('refuses $name', async ({ change, pointer }) => {
    const id = await makeIdentityProvider(tenant, {});
    const before = await owner.get(`${path}/${id}`);
    const answer = await owner.patch(`${path}/${id}`, change);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    expect((await owner.get(`${path}/${id}`)).body).toEqual(before.body);
  });

  it('trusts addresses for at most 90 days', async () => {
    const id = await makeIdentityProvider(tenant, {});
    const until = inDays(89);
    const changed = await owner.patch(`${path}/${id}`, { trustEmail: { domains: ['Example.ORG'], until } });
    expect(changed.body.trustEmail).toEqual({ domains: ['example.org'], until });
  });

  it('has its mail domains to itself, in any case', async () => {
    const [first, second] = [
      await makeIdentityProvider(tenant, { name: 'first' }),
      await makeIdentityProvider(tenant, {}),
    ];
    const reserved = await owner.patch(`${path}/${first}`, { domains: ['Mail.Example', 'mail.example'] });
    expect(reserved.body.domains).toEqual(['mail.example']);
    const taken = await owner.patch(`${path}/${second}`, { domains: ['free.example', 'MAIL.example'] });
    expect(taken.status).toBe(409);
    expect(taken.body.errors).toEqual([{ pointer: '/domains/1', detail: 'mail.example is reserved to "first".' }]);
  });

  it('counts its changes, and only changes', async () => {
    const id = await makeIdentityProvider(tenant, { name: 'counted' });
    const version = () => versionOf(tenant);
    const before = await version();
    await owner.patch(`${path}/${id}`, { name: 'counted', enabled: true, domains: [] });
    expect(await version()).toBe(before);
    await owner.patch(`${path}/${id}`, { name: 'renamed', enabled: true, position: 40 });
    expect(await version()).toBe(before + 1);
    const { items } = (await owner.get(`/tenants/${tenant}/audit-events?identityProviderId=${id}`)).body;
    expect(items.map(({ type, changes }: { type: string; changes: string[] }) => ({ type, changes }))).toEqual([
      { type: 'identity_provider_updated', changes: ['name', 'position'] },
      { type: 'identity_provider_created', changes: [] },
    ]);
  });

  it('is unknown to its tenant where it is another’s', async () => {
    const other = await makeTenant('elsewhere');
    const id = await makeIdentityProvider(other, {});
    expect((await owner.get(`${path}/${id}`)).status).toBe(404);
    expect((await owner.patch(`${path}/${id}`, { name: 'mine' })).status).toBe(404);
    expect((await owner.post(`/tenants/${NOBODY}/identity-providers`, { name: 'x', kind: 'okta' })).status).toBe(404);
  });
});

describe('what pushes are decided by', () => {
  it('is the settings, in the tenant’s order, at their version', async () => {
    const tenant = await makeTenant('decided');
    const second = await makeIdentityProvider(tenant, { name: 'second', kind: 'okta' });
    const first = await makeIdentityProvider(tenant, { name: 'first' });
    const path = `/tenants/${tenant}/identity-providers`;
    await owner.patch(`${path}/${second}`, { position: 9, externalIdIsLasting: true });
    const until = inDays(30);
    await owner.patch(`${path}/${first}`, {
      domains: ['decided.example'],
      trustEmail: { domains: ['old.example'], until },
      rateLimit: { perSecond: 5, burst: 6 },
      allowedNetworks: ['192.0.2.0/24'],
    });
    const configs = app.app.get(TenantConfigService);
    const config = await configs.fresh(tenant);
    expect(config).toMatchObject({
      subdomain: 'decided',
      hadOtherConnections: false,
      version: String(await versionOf(tenant)),
    });
    expect(config.connections).toMatchObject([
      {
        id: first,
        domains: ['decided.example'],
        trustEmail: { domains: ['old.example'], until: new Date(until) },
        rateLimit: { perSecond: 5, burst: 6 },
        allowedNetworks: ['192.0.2.0/24'],
      },
      { id: second, kind: 'okta', externalIdIsLasting: true, position: 9 },
    ]);
    expect(config.attributes.find(({ key }) => key === 'displayName')).toMatchObject({ enabled: true, mirror: true });
  });

  it('is read again for a later version only', async () => {
    const tenant = await makeTenant('versions');
    const configs = app.app.get(TenantConfigService);
    const config = await configs.config(tenant, '1');
    expect(await configs.config(tenant, '1')).toBe(config);
    await app.database.query('UPDATE inbound_scim.tenant SET config_version = 11 WHERE id = $1', [tenant]);
    expect(await configs.config(tenant, '1')).toBe(config);
    expect((await configs.config(tenant, '11')).version).toBe('11');
    await expect(configs.fresh(NOBODY)).rejects.toThrow('does not exist');
  });

  it('remembers an identity provider that was ended', async () => {
    const tenant = await makeTenant('ended');
    const id = await makeIdentityProvider(tenant, {});
    await app.database.query('DELETE FROM inbound_scim.identity_provider WHERE id = $1', [id]);
    expect((await app.app.get(TenantConfigService).fresh(tenant)).hadOtherConnections).toBe(true);
  });
});

async function versionOf(tenant: string): Promise<number> {
  const [row] = await app.database.query('SELECT config_version FROM inbound_scim.tenant WHERE id = $1', [tenant]);
  return Number(row.config_version);
}

describe('the event log', () => {
  let path: string;
  let idp: string;

  beforeAll(async () => {
    const tenant = await makeTenant('events');
    path = `/tenants/${tenant}/audit-events`;
    idp = await makeIdentityProvider(tenant, { name: 'Logged' });
    const tokens = `/tenants/${tenant}/identity-providers/${idp}/tokens`;
    const { id } = (await owner.post(tokens, { name: 'Logged token' })).body;
    await owner.delete(`${tokens}/${id}`);
    await owner.patch(`/tenants/${tenant}`, { name: 'renamed' });
  });

  const types = async (query: string): Promise<string[]> =>
    (await owner.get(path + query)).body.items.map(({ type }: { type: string }) => type);

  it('tells who did what to whom, newest first', async () => {
    const { items } = (await owner.get(path)).body;
    expect(items.map(({ type }: { type: string }) => type)).toEqual([
      'tenant_updated',
      'scim_inbound_token_revoked',
      'scim_inbound_token_created',
      'identity_provider_created',
      'tenant_created',
    ]);
    const key = (await owner.get('/me')).body;
    expect(items[1]).toMatchObject({
      identityProviderId: idp,
      actor: { kind: 'admin_key', id: key.keyId, name: key.name },
      target: { kind: 'token', name: 'Logged token' },
      changes: [],
      warnings: [],
    });
    expect(items[1].sourceAddress).toMatch(/127\.0\.0\.1|::1/);
    expect(items[0].changes).toEqual(['name']);
  });

  it('can be searched', async () => {
    const me = (await owner.get('/me')).body;
    const [newest] = (await owner.get(`${path}?limit=1`)).body.items;
    expect(await types('?type=tenant_created')).toEqual(['tenant_created']);
    expect(await types('?type=tenant_created&type=tenant_updated')).toEqual(['tenant_updated', 'tenant_created']);
    expect(await types(`?identityProviderId=${idp.toUpperCase()}&limit=1`)).toEqual(['scim_inbound_token_revoked']);
    expect(await types(`?targetId=${idp}`)).toEqual(['identity_provider_created']);
    expect(await types(`?actor=${me.keyId}`)).toHaveLength(5);
    expect(await types(`?actor=${encodeURIComponent(me.name)}`)).toHaveLength(5);
    expect(await types('?actor=nobody')).toEqual([]);
    expect(await types(`?from=${newest.occurredAt}`)).toContain('tenant_updated');
    expect(await types(`?to=${newest.occurredAt}`)).not.toContain('tenant_updated');
    expect(await types(`?from=${inDays(1)}`)).toEqual([]);
  });

  it('is paged', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await owner.get(`${path}?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });

  it.each([
    { query: '?type=everything', parameter: 'type' },
    { query: '?identityProviderId=1', parameter: 'identityProviderId' },
    { query: '?from=yesterday', parameter: 'from' },
    { query: '?to=2026-02-30T00:00:00Z', parameter: 'to' },
    { query: '?target=1', parameter: 'target' },
  ])('refuses $query', async ({ query, parameter }) => {
    const answer = await owner.get(path + query);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].parameter).toBe(parameter);
  });

  it('is nobody’s where there is no tenant', async () => {
    expect((await owner.get(`/tenants/${NOBODY}/audit-events`)).status).toBe(404);
  });
});
