import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXAMPLES } from '../../src/standalone/openapi-examples.js';
import { ENT, GROUP, objectId, type Operation, PATCH, USER, World } from '../support/scim-client.js';
import { seal } from '../support/seal.js';
import type { Answer } from './api.js';
import { Exchanges, type OperationName } from './exchanges.js';

/**
 * The setup guide that an administrator follows, from the first tenant to its end, over HTTP alone. Each exchange becomes the example of its
 * operation in the OpenAPI document: `UPDATE_GOLDEN=1 npm run test:unit -- --testPathPatterns admin/guide` writes them anew.
 */

const EXAMPLES_FILE = fileURLToPath(new URL('../../src/standalone/openapi-examples.ts', import.meta.url));
const SCHEMA = 'urn:example:params:scim:schemas:extension:badge:2.0:User';

let world: World;
let exchanges: Exchanges;
/** What was answered, by the name of the step. */
const answers = new Map<string, Answer>();

const admin = (name: string, body?: unknown, query?: string, key = world.app.adminKey) =>
  step(operation(name, '/admin/v1'), key, body, query);
const scim = (name: string, body?: unknown, query?: string) =>
  step(operation(name, '/scim/v2/inbound/{identityProviderId}'), exchanges.known.get('token')!, body, query);

function operation(name: string, prefix: string): OperationName {
  const [method, path] = name.split(' ');
  return `${method} ${prefix}${path}` as OperationName;
}

async function step(name: OperationName, key: string, body?: unknown, query?: string): Promise<Answer> {
  const answer = await exchanges.ask(name, key, body, query);
  answers.set(name, answer);
  return answer;
}

const TENANT = '/tenants/{tenantId}';
const IDP = `${TENANT}/identity-providers/{identityProviderId}`;

const patch = (...operations: readonly Operation[]) => ({ schemas: [PATCH], Operations: operations });
const entraUser = (number: number, name: string, more: Record<string, unknown> = {}) => ({
  schemas: [USER, ENT],
  externalId: objectId(number),
  userName: `${name}@corp.example`,
  active: true,
  displayName: name,
  emails: [{ primary: true, type: 'work', value: `${name}@corp.example` }],
  ...more,
});

/** Remembers what a create answered as what a path's parameter stands for. */
function remember(parameter: string, { body, status, text }: Answer): void {
  if (status !== 201) throw new Error(`${status}: ${text}`);
  exchanges.known.set(parameter, body.id);
}

beforeAll(async () => {
  world = await World.start({ upkeep: false });
  exchanges = new Exchanges(world.app.url);
});
afterAll(() => world.close());

describe('the guide', () => {
  beforeAll(async () => {
    await mint();
    await testConnection();
    await map();
    await provision();
  });

  it('1. shows the base URL, with a slash at its end, and the bearer token once', async () => {
    expect(answers.get('POST /admin/v1/tenants/{tenantId}/identity-providers')?.body.scimBaseUrl).toMatch(
      new RegExp(`/scim/v2/inbound/${exchanges.known.get('identityProviderId')}/$`),
    );
    const { text } = await admin(`GET ${IDP}/tokens`);
    expect(text).toContain('Entra production');
    expect(text).not.toContain(exchanges.known.get('token'));
  });

  it('3. lets the connection be tested: nobody is found, which is a success', () => {
    expect(answers.get('GET /scim/v2/inbound/{identityProviderId}/ServiceProviderConfig')?.status).toBe(200);
    const probe = answers.get('GET /scim/v2/inbound/{identityProviderId}/Users probe')?.body;
    expect(probe).toMatchObject({ totalResults: 0, Resources: [] });
  });

  it('4. maps what is mirrored', async () => {
    const { body } = await admin(`GET ${TENANT}/users/{userId}`);
    expect(body.attributes).toMatchObject({
      department: { value: 'Research', provenance: 'identity_provider' },
      phoneMobile: { value: '+1 555 0100' },
      manager: { resolved: true },
    });
    expect(body.connections[0]).toMatchObject({ externalId: objectId(1), active: true });
  });

  it('7. shows the pushes in the event log, filtered to the identity provider', async () => {
    const query = `?identityProviderId=${exchanges.known.get('identityProviderId')}`;
    const types = new Set(
      (await admin(`GET ${TENANT}/audit-events`, undefined, query)).body.items.map(
        ({ type }: { type: string }) => type,
      ),
    );
    expect([...types]).toEqual(expect.arrayContaining(['scim_user_received', 'scim_group_received']));
    const one = await admin(`GET ${TENANT}/audit-events`, undefined, `${query}&type=scim_user_received&limit=1`);
    expect(one.body.items[0]).toMatchObject({ actor: { kind: 'token', name: 'Entra production' } });
  });

  it('7. shows that the token was used', async () => {
    const lastUse = async () => Date.parse((await admin(`GET ${IDP}/tokens`)).body.items[0].lastUsedAt);
    const before = await lastUse();
    await scim('GET /Users/{id}');
    expect(await lastUse()).toBeGreaterThanOrEqual(before);
  });

  it('ends a membership that was removed in Entra', async () => {
    const members = async () => (await admin(`GET ${TENANT}/groups/{groupId}/members`)).body.items;
    const value = exchanges.known.get('Users.id');
    expect(await members()).toHaveLength(1);
    const remove = patch({ op: 'Remove', path: 'members', value: [{ value }] });
    expect((await scim('PATCH /Groups/{id}', remove)).status).toBe(204);
    expect(await members()).toEqual([]);
    const { body } = await admin(`GET ${TENANT}/audit-events`, undefined, '?type=scim_group_member_removed');
    expect(body.items).toMatchObject([{ member: { kind: 'User', id: value } }]);
    await scim('PATCH /Groups/{id}', patch({ op: 'Add', path: 'members', value: [{ value }] }));
  });

  it('tells of two Entra objects with one userName, and lets it be settled', async () => {
    const twin = { ...entraUser(9, 'ana'), externalId: objectId(9) };
    expect((await scim('POST /Users', twin)).body).toMatchObject({ status: '409', scimType: 'uniqueness' });
    const { body } = await admin(`GET ${TENANT}/conflicts`, undefined, '?state=open');
    expect(body.items).toMatchObject([{ kind: 'userName', incoming: { externalId: objectId(9) } }]);
    exchanges.known.set('conflictId', body.items[0].id);
    await admin(`POST ${TENANT}/conflicts/resolve`, { ids: [body.items[0].id], resolution: 'dismiss' });
    expect((await admin(`GET ${TENANT}/conflicts`, undefined, '?state=open')).body.items).toEqual([]);
  });

  it('tells the administrator why a token is refused, and the client that it is', async () => {
    const wrong = await exchanges.ask('GET /scim/v2/inbound/{identityProviderId}/Users', 'iscim_mistyped');
    expect(wrong.status).toBe(401);
    expect((await admin(`GET ${IDP}/refusals`)).body.items).toHaveLength(1);
  });
});

describe('the examples of the OpenAPI document', () => {
  beforeAll(async () => {
    exchanges = new Exchanges(world.app.url);
    await mint('examples');
    await testConnection();
    await map();
    await provision();
    await reconcile();
    await administer();
    await end();
  });

  it('are what was answered', () => {
    const examples = exchanges.examples();
    if (process.env['UPDATE_GOLDEN']) writeFileSync(EXAMPLES_FILE, fileOf(examples));
    expect(process.env['UPDATE_GOLDEN'] ? examples : EXAMPLES).toEqual(examples);
  });
});

/** The file with the examples, up to how Prettier writes it. */
function fileOf(examples: unknown): string {
  const head = readFileSync(EXAMPLES_FILE, 'utf8').split('= {')[0];
  return `${head}= ${JSON.stringify(examples)};\n`;
}

async function mint(subdomain = 'acme'): Promise<void> {
  remember('tenantId', await admin('POST /tenants', { subdomain, name: 'Acme Ltd' }));
  await admin(`GET ${TENANT}`);
  await admin(`PATCH ${TENANT}`, { name: 'Acme Limited' });
  remember(
    'identityProviderId',
    await admin(`POST ${TENANT}/identity-providers`, { name: 'Microsoft Entra ID', kind: 'entra' }),
  );
  await admin(`PATCH ${IDP}`, { domains: [`corp.example`] });
  await admin(`GET ${IDP}`);
  await admin(`GET ${TENANT}/identity-providers`);
  const minted = await admin(`POST ${IDP}/tokens`, { name: 'Entra production' });
  remember('tokenId', minted);
  exchanges.known.set('token', minted.body.plaintext);
}

async function testConnection(): Promise<void> {
  await scim('GET /ServiceProviderConfig');
  await scim('GET /ResourceTypes');
  exchanges.known.set('name', 'User');
  await scim('GET /ResourceTypes/{name}');
  const filter = new URLSearchParams({ filter: `userName eq "${objectId(404)}"` });
  answers.set(
    'GET /scim/v2/inbound/{identityProviderId}/Users probe',
    await scim('GET /Users', undefined, `?${filter.toString()}`),
  );
}

async function map(): Promise<void> {
  exchanges.known.set('key', 'phoneMobile');
  await admin(`GET ${TENANT}/attributes`);
  await admin(`POST ${TENANT}/attributes/preview`, { key: 'phoneMobile', enabled: true, mirror: true });
  await admin(`PUT ${TENANT}/attributes/{key}`, { enabled: true, mirror: true });
  await admin(`GET ${TENANT}/attributes/{key}`);
}

async function provision(): Promise<void> {
  await scim('POST /Users', entraUser(2, 'boss', { title: 'Head' }));
  const ana = entraUser(1, 'ana', {
    name: { givenName: 'Ana', familyName: 'Ruiz' },
    title: 'Engineer',
    phoneNumbers: [{ type: 'mobile', value: '+1 555 0100' }],
    [ENT]: { department: 'Research', manager: { value: objectId(2) } },
  });
  const created = await scim('POST /Users', ana);
  remember('Users.id', created);
  await scim('GET /Users/{id}');
  await scim(
    'GET /Users',
    undefined,
    `?${new URLSearchParams({ filter: 'userName eq "ana@corp.example"' }).toString()}`,
  );
  const { items } = (await admin(`GET ${TENANT}/users`, undefined, '?email=ana@corp.example')).body;
  exchanges.known.set('userId', items[0].id);
  const group = {
    schemas: [GROUP],
    externalId: objectId(100),
    displayName: 'Research',
    members: [{ value: created.body.id }],
  };
  const made = await scim('POST /Groups', group);
  remember('groupId', made);
  remember('Groups.id', made);
}

/** What identity providers do after the first cycle, and clients that use more of the protocol. */
async function reconcile(): Promise<void> {
  await scim('GET /Schemas');
  exchanges.known.set('urn', USER);
  await scim('GET /Schemas/{urn}');
  const change = { op: 'Replace', path: 'title', value: 'Lead engineer' };
  const changed = await scim('PATCH /Users/{id}', patch(change));
  await scim('PUT /Users/{id}', changed.body);
  const value = [{ value: exchanges.known.get('Users.id') }];
  await scim('PATCH /Groups/{id}', patch({ op: 'Remove', path: 'members', value }));
  await scim('PATCH /Groups/{id}', patch({ op: 'Add', path: 'members', value }));
  const group = await scim('GET /Groups/{id}');
  await scim('PUT /Groups/{id}', group.body);
  await scim('GET /Groups', undefined, '?excludedAttributes=members');
  const search = { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], attributes: ['userName'] };
  await scim('POST /Users/.search', { ...search, filter: 'userName sw "ana"' });
  await scim('POST /Groups/.search', { ...search, attributes: ['displayName'] });
  await scim('POST /.search', { ...search, filter: 'userName sw "ana"' });
  await scim('GET ', undefined, '?filter=userName+sw+%22ana%22&attributes=userName');
  await scim('POST /Bulk', {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: [{ method: 'POST', path: '/Users', bulkId: 'kim', data: entraUser(3, 'kim') }],
  });
}

async function administer(): Promise<void> {
  await admin(`POST ${TENANT}/attributes/{key}/backfill`);
  await admin(`PUT ${TENANT}/attributes/{key}`, { mirror: false });
  await admin(`POST ${TENANT}/attributes/{key}/scrub`);
  await admin(`PUT ${TENANT}/attributes/{key}`, { mirror: true });
  exchanges.known.set('urn', SCHEMA);
  const attributes = [{ name: 'badge', type: 'string' }];
  await admin(`PUT ${IDP}/schemas/{urn}`, { name: 'Badge', resourceType: 'User', attributes });
  await admin(`GET ${IDP}/schemas/{urn}`);
  await admin(`GET ${IDP}/schemas`);
  await admin(`DELETE ${IDP}/schemas/{urn}`);
  await settle();
  await admin(`POST ${TENANT}/users`, { email: 'zoe@partner.example', attributes: { displayName: 'Zoe' } });
  await admin(`PATCH ${TENANT}/users/{userId}`, { attributes: { jobTitle: 'Principal' } });
  await admin(`POST ${TENANT}/users/{userId}/deactivate`);
  await admin(`POST ${TENANT}/users/{userId}/reactivate`);
  await admin(`GET ${TENANT}/users/{userId}`);
  await admin(`GET ${TENANT}/users/{userId}/explain`);
  await admin(`GET ${TENANT}/users/{userId}/export`);
  await admin(`GET ${TENANT}/groups`);
  await admin(`PATCH ${TENANT}/groups/{groupId}`, { protected: true });
  await admin(`GET ${TENANT}/groups/{groupId}`);
  await admin(`GET ${TENANT}/groups/{groupId}/members`);
  await keys();
}

async function settle(): Promise<void> {
  await scim('POST /Users', { ...entraUser(9, 'ana') });
  const [conflict] = (await admin(`GET ${TENANT}/conflicts`, undefined, '?state=open')).body.items;
  exchanges.known.set('conflictId', conflict.id);
  await admin(`POST ${TENANT}/conflicts/{conflictId}/resolve`, { resolution: 'dismiss' });
  await admin(`POST ${TENANT}/conflicts/resolve`, { ids: [conflict.id], resolution: 'dismiss' });
  await exchanges.ask('GET /scim/v2/inbound/{identityProviderId}/Users', 'iscim_mistyped');
  await admin(`GET ${IDP}/refusals`);
}

async function keys(): Promise<void> {
  const tenantId = exchanges.known.get('tenantId');
  const auditor = await admin('POST /keys', { name: 'Audit office', role: 'auditor', tenantId });
  remember('keyId', auditor);
  await admin('GET /me', undefined, '', auditor.body.plaintext);
  await admin('GET /tenants', undefined, '', auditor.body.plaintext);
  await admin('GET /keys');
  await admin('DELETE /keys/{keyId}');
  await admin(`GET ${TENANT}/audit-events`, undefined, '?type=scim_user_received&limit=1');
  await seal(world.app);
  await admin(`POST ${TENANT}/audit-events/verify`);
}

async function end(): Promise<void> {
  await scim('DELETE /Users/{id}');
  await scim('DELETE /Groups/{id}');
  await admin(`POST ${TENANT}/users/{userId}/erase`, { confirm: 'ana@corp.example' });
  await admin(`GET ${IDP}/tokens`);
  await admin(`DELETE ${IDP}/tokens/{tokenId}`);
  await admin(`GET ${IDP}/offboarding`);
  await admin(`DELETE ${IDP}`, undefined, '?users=deactivate');
  await admin(`DELETE ${TENANT}`, undefined, '?confirm=examples');
}
