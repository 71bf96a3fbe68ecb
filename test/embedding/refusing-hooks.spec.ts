import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DirectoryChange, ScimError } from '../../src/index.js';
import { aUser, GROUP, objectId, type ScimClient } from '../support/scim-client.js';
import { Host } from './host.js';

type Kind = DirectoryChange['type'];

interface Case {
  readonly kind: Kind;
  readonly by: string;
  readonly act: () => Promise<{ readonly status: number; readonly body: unknown }>;
}

let host: Host;
let client: ScimClient;
let user: string;
let group: string;
let person: string;
let email: string;
let number = 0;

beforeAll(async () => {
  host = await Host.start();
});

afterAll(() => host.close());

beforeEach(async () => {
  number += 1;
  email = `u${number}@corp.example`;
  client = await host.connect();
  user = (await client.post('/Users', aUser(`u${number}`, { externalId: objectId(number) }))).body.id;
  group = (await client.post('/Groups', { schemas: [GROUP], displayName: 'Crew', members: [{ value: user }] })).body.id;
  person = (await host.scim.users.findByEmail(client.tenantId, email))?.id ?? '';
});

afterEach(() => {
  host.members.also = () => undefined;
});

function refuse(kind: Kind): void {
  host.members.also = ({ type }) => {
    if (type === kind) throw ScimError.forbidden(`No ${kind}.`);
  };
}

const set = (path: string, value: unknown) => [{ op: 'replace', path, value }];
const tenant = () => `/tenants/${client.tenantId}`;
const connection = () => `${tenant()}/identity-providers/${client.id}`;

/** Everything that a client, an administrator and the application see. */
async function seen() {
  const { updatedAt, ...view } = (await host.admin.get(`${tenant()}/users/${person}`)).body;
  return {
    updatedAt,
    view,
    users: (await client.get('/Users')).body,
    groups: (await client.get('/Groups')).body,
    row: (await host.rows()).find((member) => member.email === email),
  };
}

const PUSHES: readonly Case[] = [
  { kind: 'user.provisioned', by: 'a POST', act: () => client.post('/Users', aUser(`v${number}`)) },
  { kind: 'user.updated', by: 'a PATCH', act: () => client.patch(`/Users/${user}`, set('title', 'Boss')) },
  {
    kind: 'user.updated',
    by: 'a PUT',
    act: () => client.put(`/Users/${user}`, aUser(`u${number}`, { title: 'Boss' })),
  },
  { kind: 'user.deactivated', by: 'a PATCH', act: () => client.patch(`/Users/${user}`, set('active', false)) },
  { kind: 'user.deleted', by: 'a DELETE', act: () => client.delete(`/Users/${user}`) },
  { kind: 'group.created', by: 'a POST', act: () => client.post('/Groups', { schemas: [GROUP], displayName: 'Ops' }) },
  { kind: 'group.renamed', by: 'a PATCH', act: () => client.patch(`/Groups/${group}`, set('displayName', 'Ops')) },
  { kind: 'group.members_added', by: 'a PATCH', act: () => joined() },
  { kind: 'group.members_removed', by: 'a PATCH', act: () => client.patch(`/Groups/${group}`, set('members', [])) },
  { kind: 'group.deleted', by: 'a DELETE', act: () => client.delete(`/Groups/${group}`) },
];

async function joined() {
  const inner = await client.post('/Groups', { schemas: [GROUP], displayName: 'Inner' });
  const answer = await client.patch(`/Groups/${group}`, [
    { op: 'add', path: 'members', value: [{ value: inner.body.id }] },
  ]);
  await client.delete(`/Groups/${inner.body.id}`);
  return answer;
}

const ACTS: readonly Case[] = [
  {
    kind: 'user.deactivated',
    by: 'a deactivation',
    act: () => host.admin.post(`${tenant()}/users/${person}/deactivate`),
  },
  {
    kind: 'user.updated',
    by: 'values of an administrator',
    act: () => host.admin.patch(`${tenant()}/users/${person}`, { attributes: { jobTitle: 'Boss' } }),
  },
  {
    kind: 'user.erased',
    by: 'an erasure',
    act: () => host.admin.post(`${tenant()}/users/${person}/erase`, { confirm: email }),
  },
  {
    kind: 'tenant.erased',
    by: 'the end of a tenant',
    act: () => host.admin.delete(`${tenant()}?confirm=${client.tenantId}`),
  },
];

describe('a change that a hook refuses', () => {
  it.each(PUSHES)('is no $kind by $by, and the client is told', async ({ kind, act }) => {
    const before = await seen();
    refuse(kind);
    expect(await act()).toMatchObject({ status: 403, body: { status: '403', detail: `No ${kind}.` } });
    host.members.also = () => undefined;
    expect(await seen()).toEqual(before);
    expect((await act()).status).toBeLessThan(300);
  });

  it.each(ACTS)('is no $kind by $by', async ({ kind, act }) => {
    const before = await seen();
    refuse(kind);
    const answer = await act();
    host.members.also = () => undefined;
    expect({ answer: [answer.status, answer.body], after: await seen() }).toMatchObject({
      answer: [403, { detail: `No ${kind}.` }],
      after: before,
    });
  });

  it('keeps an off-boarding from going on, until it is asked for again', async () => {
    const offboard = () => host.admin.delete(`${connection()}?users=deactivate`);
    refuse('user.deactivated');
    expect(await offboard()).toMatchObject({ status: 403, body: { detail: 'No user.deactivated.' } });
    host.members.also = () => undefined;
    const active = async () => (await host.rows()).find((member) => member.email === email)?.active;
    expect(await active()).toBe(true);
    expect((await offboard()).status).toBeLessThan(300);
    expect(await active()).toBe(false);
  });
});
