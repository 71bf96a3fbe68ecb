import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Param, Post, UseFilters, UseGuards } from '@nestjs/common';
import {
  Ctx,
  DirectoryGroupsRepository,
  PeopleRepository,
  type Received,
  ReceivedGroupsRepository,
  ReceivedUsersRepository,
  ScimBody,
  type ScimContext,
  ScimExceptionFilter,
  ScimTokenGuard,
  ScimUserPipe,
} from '../../src/index.js';
import { send } from '../admin/api.js';
import { aUser, GROUP, objectId, type ScimClient } from '../support/scim-client.js';
import { Host } from './host.js';

/** A controller of the application, made of what our modules export. */
@Controller('hr/:identityProviderId')
@UseGuards(ScimTokenGuard)
@UseFilters(ScimExceptionFilter)
class Hr {
  constructor(
    private readonly users: ReceivedUsersRepository,
    private readonly groups: ReceivedGroupsRepository,
    private readonly people: PeopleRepository,
    private readonly crews: DirectoryGroupsRepository,
  ) {}

  @Get('users/:userName')
  async user(@Ctx() { tenantId, connection }: ScimContext, @Param('userName') userName: string) {
    const user = await this.users.find(tenantId, connection.id, { userName });
    return { user, person: user && (await this.people.find(tenantId, user.directoryUserId)) };
  }

  @Get('groups/:displayName')
  async group(@Ctx() { tenantId, connection }: ScimContext, @Param('displayName') displayName: string) {
    const group = await this.groups.find(tenantId, connection.id, { displayName });
    const members = group && (await this.crews.members(tenantId, group.id, { limit: 10 }));
    return { group, members: members?.items };
  }

  /** What a push would be taken for. */
  @Post('check')
  check(@ScimBody(ScimUserPipe) { resource, warnings }: Received) {
    return { resource, warnings };
  }
}

let host: Host;
let client: ScimClient;

beforeAll(async () => {
  host = await Host.start({ controllers: [Hr] });
  client = await host.connect();
});

afterAll(() => host.close());

function ask(path: string, body?: unknown) {
  const headers = { authorization: `Bearer ${client.token}`, 'content-type': 'application/scim+json' };
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  return send(`${host.url}/hr/${client.id}${path}`, { ...init, headers });
}

describe('repositories, in an application', () => {
  it('find what was received of a user, and the person that it means', async () => {
    const { body } = await client.post('/Users', aUser('ana', { externalId: objectId(1) }));
    const { user, person } = (await ask('/users/ANA@corp.example')).body;
    expect(user).toMatchObject({ id: body.id, identityProviderId: client.id, externalId: objectId(1), active: true });
    expect(user.resource).toMatchObject({ userName: 'ana@corp.example' });
    expect(person).toMatchObject({ person: { id: user.directoryUserId, email: 'ana@corp.example', status: 'active' } });
  });

  it('find a group, and who is in it', async () => {
    const { body: user } = await client.post('/Users', aUser('bo', { externalId: objectId(2) }));
    const members = [{ value: user.id }];
    const { body } = await client.post('/Groups', { schemas: [GROUP], displayName: 'Crew', members });
    const found = (await ask('/groups/cREW')).body;
    expect(found.group).toMatchObject({ id: body.id, displayName: 'Crew', externalId: null });
    expect(found.members).toMatchObject([{ id: user.id, kind: 'User', externalId: objectId(2) }]);
  });

  it.each([
    { name: 'cy', by: 'id', key: (id: string) => ({ id }) },
    { name: 'di', by: 'external id', key: () => ({ externalId: objectId(3) }) },
    { name: 'ed', by: 'name', key: () => ({ userName: 'ed@corp.example' }) },
  ])('find a user by their $by in their own tenant alone, until they are deleted', async ({ name, key }) => {
    const own = await host.connect();
    const { body } = await own.post('/Users', aUser(name, { externalId: objectId(3) }));
    const users = host.app.get(ReceivedUsersRepository, { strict: false });
    const find = (tenantId: string, idp: string) => users.find(tenantId, idp, key(body.id));
    expect(await find(own.tenantId, own.id)).toMatchObject({ id: body.id });
    expect(await find(client.tenantId, own.id)).toBeUndefined();
    expect(await find(own.tenantId, client.id)).toBeUndefined();
    await own.delete(`/Users/${body.id}`);
    expect(await find(own.tenantId, own.id)).toBeUndefined();
  });

  it('find nobody by what is no key', async () => {
    const users = host.app.get(ReceivedUsersRepository, { strict: false });
    const groups = host.app.get(ReceivedGroupsRepository, { strict: false });
    for (const key of [{ id: 'ana' }, { id: randomUUID() }, { externalId: '' }])
      expect([
        await users.find(client.tenantId, client.id, key),
        await groups.find(client.tenantId, client.id, key),
      ]).toEqual([undefined, undefined]);
  });
});

describe('a pipe, in an application', () => {
  it('reads a body as a push of the connection is read', async () => {
    const answer = await ask('/check', aUser('dee', { Title: 'Pilot', active: 'True' }));
    expect(answer.body.resource).toMatchObject({ userName: 'dee@corp.example', title: 'Pilot', active: true });
  });

  it('refuses what the connection may not send', async () => {
    expect(await ask('/check', { userName: {} })).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
  });
});
