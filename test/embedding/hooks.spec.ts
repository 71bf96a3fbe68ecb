import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { type DirectoryChange, ScimError } from '../../src/index.js';
import { aUser, GROUP, objectId, type ScimClient } from '../support/scim-client.js';
import { Host } from './host.js';

let host: Host;
let client: ScimClient;

beforeAll(async () => {
  host = await Host.start({ emitEvents: true });
});

beforeEach(async () => {
  client = await host.connect();
  host.members.also = () => undefined;
  forget();
});

afterAll(() => host.close());

function forget(): void {
  host.members.called.length = 0;
}

/** What the hook was called with since it was last asked. */
function called(): readonly string[] {
  return host.members.called.splice(0).map(({ type }) => type);
}

async function rowOf(email: string) {
  return (await host.rows()).find((row) => row.email === email);
}

async function made(name: string, number: number, more: Record<string, unknown> = {}): Promise<string> {
  return (await client.post('/Users', aUser(name, { externalId: objectId(number), ...more }))).body.id;
}

const replace = (path: string, value: unknown) => [{ op: 'replace', path, value }];

describe('the table of the application', () => {
  it('has a user from their first push to their erasure', async () => {
    const id = await made('ana', 1, { title: 'Pilot' });
    const person = await host.scim.users.findByExternalId(client.tenantId, client.id, objectId(1));
    const row = { id: person?.id, email: 'ana@corp.example', active: true, title: 'Pilot' };
    expect(await rowOf('ana@corp.example')).toEqual(row);
    await client.patch(`/Users/${id}`, replace('title', 'Captain'));
    expect(await rowOf('ana@corp.example')).toEqual({ ...row, title: 'Captain' });
    await client.patch(`/Users/${id}`, replace('active', false));
    expect(await rowOf('ana@corp.example')).toMatchObject({ active: false });
    await client.patch(`/Users/${id}`, replace('active', true));
    expect(await rowOf('ana@corp.example')).toMatchObject({ active: true });
    await client.delete(`/Users/${id}`);
    expect(await rowOf('ana@corp.example')).toMatchObject({ active: false });
    expect(called()).toEqual([
      'user.provisioned',
      'user.updated',
      'user.deactivated',
      'user.reactivated',
      'user.deleted',
      'user.deactivated',
    ]);
    await host.admin.post(`/tenants/${client.tenantId}/users/${person?.id}/erase`, { confirm: 'ana@corp.example' });
    expect(await rowOf('ana@corp.example')).toBeUndefined();
    expect(called()).toEqual(['user.erased']);
  });

  it('is told who did what, and what was received', async () => {
    await made('bo', 2);
    const [change] = host.members.called;
    expect(change).toMatchObject({
      type: 'user.provisioned',
      tenantId: client.tenantId,
      actor: { kind: 'token', name: 'test' },
      user: { email: 'bo@corp.example', status: 'active', attributes: { displayName: 'bo' }, hostRef: null },
      received: {
        identityProviderId: client.id,
        externalId: objectId(2),
        active: true,
        resource: { userName: 'bo@corp.example' },
      },
    });
    expect(change?.requestId).toMatch(/\S/);
  });

  it('is told which fields changed, and of a record that changed beside them', async () => {
    const id = await made('cy', 3, { title: 'Pilot' });
    forget();
    await client.patch(`/Users/${id}`, replace('title', 'Captain'));
    await client.patch(`/Users/${id}`, replace('nickName', 'C'));
    expect(host.members.called).toMatchObject([
      { type: 'user.updated', changed: ['jobTitle'], before: { attributes: { jobTitle: 'Pilot' } } },
      { type: 'user.updated', changed: [], received: { resource: { nickName: 'C' } } },
    ]);
  });

  it('is left alone by a push that changes nothing, and by one that is refused', async () => {
    const id = await made('di', 4);
    forget();
    await client.patch(`/Users/${id}`, replace('displayName', 'di'));
    expect((await client.post('/Users', aUser('di', { externalId: objectId(5) }))).status).toBe(409);
    expect(called()).toEqual([]);
  });

  it('follows administrators, the application, and a backfill', async () => {
    await made('ed', 6, { nickName: 'Eddy', userType: 'Guest' });
    const person = await host.scim.users.findByEmail(client.tenantId, 'ed@corp.example');
    forget();
    const users = `/tenants/${client.tenantId}/users`;
    await host.admin.patch(`${users}/${person?.id}`, { attributes: { jobTitle: 'Boss' } });
    await host.admin.post(`${users}/${person?.id}/deactivate`);
    await host.scim.users.reactivate(client.tenantId, person?.id ?? '');
    await host.admin.post(users, { email: 'flo@corp.example' });
    expect(host.members.called.map(({ type, actor }) => [type, actor.kind])).toEqual([
      ['user.updated', 'admin_key'],
      ['user.deactivated', 'admin_key'],
      ['user.reactivated', 'host'],
      ['user.provisioned', 'admin_key'],
    ]);
    forget();
    const attributes = `/tenants/${client.tenantId}/attributes`;
    await host.admin.send('PUT', `${attributes}/userType`, { enabled: true, mirror: true });
    await host.admin.post(`${attributes}/userType/backfill`);
    expect(host.members.called).toMatchObject([
      { type: 'user.updated', changed: ['userType'], user: { id: person?.id, attributes: { userType: 'Guest' } } },
    ]);
  });

  it('follows the end of a connection, and of a tenant', async () => {
    const id = await made('gil', 7);
    await client.post('/Groups', { schemas: [GROUP], displayName: 'Ops', members: [{ value: id }] });
    forget();
    const path = `/tenants/${client.tenantId}`;
    await host.admin.delete(`${path}/identity-providers/${client.id}?users=deactivate&scrub=true`);
    expect(called()).toEqual(['user.updated', 'user.deactivated', 'group.deleted']);
    expect(await rowOf('gil@corp.example')).toMatchObject({ active: false });
    const { body } = await host.admin.get(path);
    await host.admin.delete(`${path}?confirm=${body.subdomain}`);
    expect(host.members.called).toMatchObject([{ type: 'tenant.erased', tenantId: client.tenantId }]);
  });
});

describe('groups', () => {
  it('are told of, with the members who really came and went', async () => {
    const [ann, bea] = [await made('ann', 11), await made('bea', 12)];
    forget();
    const { body } = await client.post('/Groups', { schemas: [GROUP], displayName: 'Crew', members: [{ value: ann }] });
    const path = `/Groups/${body.id}`;
    await client.patch(path, [{ op: 'add', path: 'members', value: [{ value: ann }, { value: bea }] }]);
    await client.patch(path, [{ op: 'remove', path: `members[value eq "${ann}"]` }]);
    await client.patch(path, [{ op: 'remove', path: `members[value eq "${ann}"]` }]);
    await client.patch(path, replace('displayName', 'Flight crew'));
    await client.delete(path);
    const person = await host.scim.users.findByEmail(client.tenantId, 'bea@corp.example');
    const group = { id: body.id, identityProviderId: client.id, displayName: 'Crew' };
    expect(host.members.called).toMatchObject([
      { type: 'group.created', group },
      { type: 'group.members_added', group, members: [{ kind: 'User', id: ann }] },
      { type: 'group.members_added', members: [{ kind: 'User', id: bea, directoryUserId: person?.id }] },
      { type: 'group.members_removed', members: [{ kind: 'User', id: ann }] },
      { type: 'group.renamed', before: 'Crew', group: { ...group, displayName: 'Flight crew' } },
      { type: 'group.deleted', group: { ...group, displayName: 'Flight crew' } },
    ]);
  });

  it('get a member who was awaited with the push that brings them', async () => {
    const waits = { schemas: [GROUP], displayName: 'Later', members: [{ value: objectId(13) }] };
    const { body } = await client.post('/Groups', waits);
    forget();
    const id = await made('cleo', 13);
    expect(host.members.called).toMatchObject([
      { type: 'user.provisioned' },
      { type: 'group.members_added', group: { id: body.id }, members: [{ id }] },
    ]);
  });

  it('leave the groups that they are in', async () => {
    const { body: inner } = await client.post('/Groups', { schemas: [GROUP], displayName: 'Inner' });
    const members = [{ value: inner.id }];
    const { body: outer } = await client.post('/Groups', { schemas: [GROUP], displayName: 'Outer', members });
    forget();
    await client.delete(`/Groups/${inner.id}`);
    expect(host.members.called).toMatchObject([
      { type: 'group.members_removed', group: { id: outer.id }, members: [{ kind: 'Group', id: inner.id }] },
      { type: 'group.deleted', group: { id: inner.id } },
    ]);
  });
});

describe('a hook that throws', () => {
  it('refuses the push with a SCIM error of its own, and nothing is kept', async () => {
    host.members.also = () => {
      throw ScimError.forbidden('No seats left.');
    };
    const refused = await client.post('/Users', aUser('hal', { externalId: objectId(21) }));
    expect(refused).toMatchObject({ status: 403, body: { detail: 'No seats left.', status: '403' } });
    const group = await client.post('/Groups', { schemas: [GROUP], displayName: 'Full' });
    expect(group).toMatchObject({ status: 403, body: { detail: 'No seats left.' } });
    host.members.also = () => undefined;
    expect((await client.get('/Users?count=0')).body.totalResults).toBe(0);
    expect((await client.get('/Groups?count=0')).body.totalResults).toBe(0);
    expect(await rowOf('hal@corp.example')).toBeUndefined();
  });

  it('answers 500 for anything else, shows nothing of it, and nothing is kept on either side', async () => {
    const id = await made('ida', 22);
    host.members.also = async (_, manager) => {
      await manager.query(`UPDATE member SET title = 'half' WHERE email = 'ida@corp.example'`);
      throw new Error('secret reason');
    };
    const failed = await client.patch(`/Users/${id}`, replace('title', 'Captain'));
    expect(failed.status).toBe(500);
    expect(failed.text).not.toContain('secret');
    host.members.also = () => undefined;
    expect((await client.get(`/Users/${id}`)).body.title).toBeUndefined();
    expect(await rowOf('ida@corp.example')).toMatchObject({ title: null });
  });

  it('is not taken for a name of ours that is taken, when a table of the application refuses', async () => {
    await made('joe', 23);
    const other = await host.connect();
    forget();
    const user = aUser('joe', { externalId: objectId(24) });
    expect((await other.post('/Users', user)).status).toBe(500);
    expect(called()).toEqual(['user.provisioned']);
    expect((await other.get('/Users?count=0')).body.totalResults).toBe(0);
  });

  it('is called again, where its transaction lost against another', async () => {
    let attempts = 0;
    host.members.also = async (_, manager) => {
      attempts += 1;
      if (attempts === 1) await manager.query(`DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$`);
    };
    await made('kay', 25);
    expect(called()).toEqual(['user.provisioned', 'user.provisioned']);
    expect(await rowOf('kay@corp.example')).toMatchObject({ active: true });
  });
});

describe('behind the commit', () => {
  it('hooks, subscribers and the emitter of the application are told once, and not of what was undone', async () => {
    const [subscribed, emitted]: [DirectoryChange[], DirectoryChange[]] = [[], []];
    const end = host.scim.subscribe((change) => void subscribed.push(change));
    host.app.get(EventEmitter2).on('inbound-scim.user.provisioned', (change: DirectoryChange) => emitted.push(change));
    host.members.committed.length = 0;
    host.members.also = (change) => {
      if ('user' in change && change.user.email === 'leo@corp.example') throw ScimError.forbidden('Not Leo.');
    };
    await made('leo', 31);
    await made('mia', 32);
    await setImmediate();
    end();
    await made('nan', 33);
    await setImmediate();
    const emails = (changes: readonly DirectoryChange[]) =>
      changes.map((change) => 'user' in change && change.user.email);
    expect(emails(host.members.committed)).toEqual(['mia@corp.example', 'nan@corp.example']);
    expect(emails(emitted)).toEqual(['mia@corp.example', 'nan@corp.example']);
    expect(emails(subscribed)).toEqual(['mia@corp.example']);
  });

  it('a listener that throws harms nobody', async () => {
    const end = host.scim.subscribe(() => {
      throw new Error('full');
    });
    host.members.committed.length = 0;
    expect(await made('oz', 34)).toMatch(/\S/);
    await setImmediate();
    end();
    expect(host.members.committed).toHaveLength(1);
  });
});

describe('behind the fence of each transaction', () => {
  it('a hook writes in the role of the application, and ours stays fenced', async () => {
    const fenced = await Host.start({ fence: 'transaction' });
    const roles: unknown[] = [];
    fenced.members.also = async (_, manager) => {
      roles.push(...(await manager.query<object[]>('SELECT current_user = session_user AS own')));
    };
    const connection = await fenced.connect();
    const { body } = await connection.post('/Users', aUser('pat', { externalId: objectId(41) }));
    expect((await connection.patch(`/Users/${body.id}`, replace('title', 'Pilot'))).status).toBe(200);
    expect(roles).toEqual([{ own: true }, { own: true }]);
    expect(await fenced.rows()).toMatchObject([{ email: 'pat@corp.example', title: 'Pilot' }]);
    await fenced.close();
  });
});
