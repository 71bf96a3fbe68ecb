import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aUser, objectId, type ScimClient, World } from '../support/scim-client.js';

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterAll(() => world.close());

async function create(client: ScimClient, name: string, more: Record<string, unknown> = {}) {
  const answer = await client.post('/Users', aUser(name, more));
  expect(answer.status).toBe(201);
  return answer.body;
}

async function openConflicts({ tenantId }: ScimClient) {
  return (await world.admin.get(`/tenants/${tenantId}/conflicts?state=open`)).body.items;
}

async function settle(client: ScimClient, resolution: string) {
  const [conflict] = await openConflicts(client);
  return world.admin.post(`/tenants/${client.tenantId}/conflicts/${conflict.id}/resolve`, { resolution });
}

/** Two connections of a tenant; the second claims an address of the first, and is held. */
async function aHeldPerson() {
  const tenant = await world.tenant();
  const entra = await world.connect({}, tenant);
  const okta = await world.connect({ kind: 'okta' }, tenant);
  const mine = await create(entra, 'ana');
  const theirs = await create(okta, 'ana');
  return { entra, okta, mine, theirs };
}

describe('a conflict about an address', () => {
  it('is listed with both parties', async () => {
    const { okta, mine, theirs } = await aHeldPerson();
    expect(await openConflicts(okta)).toMatchObject([
      {
        kind: 'email_taken',
        attribute: 'emails',
        identityProviderId: okta.id,
        incoming: { scimUserId: theirs.id, email: 'ana@corp.example' },
        existing: { directoryUserId: (await world.personOf(mine.id)).id },
        occurrences: 1,
      },
    ]);
  });

  it('link: the resource moves to the person who has it, at once', async () => {
    const { okta, mine, theirs } = await aHeldPerson();
    const empty = await world.personOf(theirs.id);
    expect(await settle(okta, 'link')).toMatchObject({ status: 200, body: { state: 'resolved', resolution: 'link' } });
    expect((await world.personOf(theirs.id)).id).toBe((await world.personOf(mine.id)).id);
    expect(await world.person(empty.id)).toBeUndefined();
    expect((await okta.get(`/Users/${theirs.id}`)).body.meta.version).toBe('W/"1"');
  });

  it('keep_apart: the newcomer is held no longer, and by no later push either', async () => {
    const { okta, theirs } = await aHeldPerson();
    expect((await settle(okta, 'keep_apart')).status).toBe(200);
    expect(await world.personOf(theirs.id)).toMatchObject({ status: 'active', email: null });
    await okta.patch(`/Users/${theirs.id}`, [{ op: 'replace', path: 'title', value: 'Lead' }]);
    expect(await world.personOf(theirs.id)).toMatchObject({ status: 'active', email: null });
    expect(await openConflicts(okta)).toEqual([]);
  });

  it('release: the colleague is retired, and the newcomer has the address', async () => {
    const entra = await world.connect();
    const first = await create(entra, 'ana', { emails: [{ type: 'work', value: 'desk@corp.example' }] });
    const second = await create(entra, 'bob', { emails: [{ type: 'work', value: 'desk@corp.example' }] });
    expect((await settle(entra, 'release')).status).toBe(200);
    expect((await entra.get(`/Users/${first.id}`)).status).toBe(404);
    expect(await world.personOf(second.id)).toMatchObject({ status: 'active', email: 'desk@corp.example' });
  });

  it.each(['release', 'dismiss'])(
    '%s is refused where somebody is held: it would leave them so',
    async (resolution) => {
      const { okta, theirs } = await aHeldPerson();
      expect(await settle(okta, resolution)).toMatchObject({
        status: 409,
        body: { errors: [{ pointer: '/resolution' }] },
      });
      expect(await world.personOf(theirs.id)).toMatchObject({ status: 'held' });
    },
  );
});

describe('a conflict about names', () => {
  async function aClash() {
    const entra = await world.connect();
    const holder = await create(entra, 'ana', { externalId: objectId(1) });
    expect((await entra.post('/Users', aUser('ana', { externalId: objectId(2) }))).status).toBe(409);
    return { entra, holder };
  }

  it('link: the next POST of that pair updates the holder', async () => {
    const { entra, holder } = await aClash();
    expect((await settle(entra, 'link')).status).toBe(200);
    const linked = await entra.post('/Users', aUser('ana', { externalId: objectId(2), title: 'Lead' }));
    expect(linked).toMatchObject({ status: 201, body: { id: holder.id, externalId: objectId(2), title: 'Lead' } });
    expect((await entra.post('/Users', aUser('ana', { externalId: objectId(3) }))).status).toBe(409);
  });

  it('release: the holder is retired at once, and the next POST makes the newcomer', async () => {
    const { entra, holder } = await aClash();
    expect((await settle(entra, 'release')).status).toBe(200);
    expect((await entra.get(`/Users/${holder.id}`)).status).toBe(404);
    expect(await create(entra, 'ana', { externalId: objectId(2) })).not.toMatchObject({ id: holder.id });
  });

  it.each([
    ['keep_apart', 'refused still, and nobody is told again', 0],
    ['dismiss', 'closed, and opened again by the next push of that pair', 1],
  ])('%s: %s', async (resolution, _, open) => {
    const { entra } = await aClash();
    expect((await settle(entra, resolution)).status).toBe(200);
    expect((await entra.post('/Users', aUser('ana', { externalId: objectId(2) }))).status).toBe(409);
    expect(await openConflicts(entra)).toHaveLength(open);
  });

  it('release of a group frees its name', async () => {
    const entra = await world.connect();
    const { body: group } = await entra.post('/Groups', { displayName: 'Ops', externalId: objectId(1) });
    expect((await entra.post('/Groups', { displayName: 'OPS', externalId: objectId(2) })).status).toBe(409);
    expect(await openConflicts(entra)).toMatchObject([{ kind: 'displayName', existing: { scimGroupId: group.id } }]);
    expect((await settle(entra, 'release')).status).toBe(200);
    expect((await entra.get(`/Groups/${group.id}`)).status).toBe(404);
    expect((await entra.post('/Groups', { displayName: 'OPS', externalId: objectId(2) })).status).toBe(201);
  });
});

describe('a conflict closes by itself', () => {
  it('when the claim is withdrawn', async () => {
    const { okta, theirs } = await aHeldPerson();
    await okta.patch(`/Users/${theirs.id}`, [
      { op: 'replace', path: 'userName', value: 'ana' },
      { op: 'remove', path: 'emails' },
    ]);
    expect(await world.personOf(theirs.id)).toMatchObject({ status: 'active', email: null });
    expect(await openConflicts(okta)).toEqual([]);
  });

  it('when the holder makes way for a third', async () => {
    const entra = await world.connect();
    const holder = await create(entra, 'ana', { externalId: objectId(1) });
    expect((await entra.post('/Users', aUser('ana', { externalId: objectId(2) }))).status).toBe(409);
    await entra.patch(`/Users/${holder.id}`, [{ op: 'Replace', path: 'active', value: 'False' }]);
    await create(entra, 'ana', { externalId: objectId(3) });
    expect(await openConflicts(entra)).toEqual([]);
  });

  it('when the pushed object comes in under another name, or as somebody who is here', async () => {
    const entra = await world.connect();
    await create(entra, 'ana', { externalId: objectId(1) });
    const bob = await create(entra, 'bob');
    for (const key of [2, 3]) await entra.post('/Users', aUser('ana', { externalId: objectId(key) }));
    expect(await openConflicts(entra)).toHaveLength(2);
    await create(entra, 'ana.b', { externalId: objectId(2) });
    await entra.patch(`/Users/${bob.id}`, [{ op: 'Add', path: 'externalId', value: objectId(3) }]);
    expect(await openConflicts(entra)).toEqual([]);
  });

  it('and a link holds for one push: the same again is a conflict', async () => {
    const entra = await world.connect();
    await create(entra, 'ana', { externalId: objectId(1) });
    await entra.post('/Users', aUser('ana'));
    await settle(entra, 'link');
    expect((await entra.post('/Users', aUser('ana'))).status).toBe(201);
    expect((await entra.post('/Users', aUser('ana'))).status).toBe(409);
  });
});

describe('settling', () => {
  it('many at once: each by itself, with the reason where it cannot be', async () => {
    const entra = await world.connect();
    await create(entra, 'ana', { externalId: objectId(1) });
    for (const key of [2, 3]) await entra.post('/Users', aUser('ana', { externalId: objectId(key) }));
    const [first, second] = await openConflicts(entra);
    await world.admin.post(`/tenants/${entra.tenantId}/conflicts/${first.id}/resolve`, { resolution: 'dismiss' });
    const { body } = await world.admin.post(`/tenants/${entra.tenantId}/conflicts/resolve`, {
      ids: [first.id, second.id],
      resolution: 'dismiss',
    });
    expect(body.items).toEqual([
      { id: first.id, problem: 'The conflict is resolved already.' },
      { id: second.id, state: 'resolved' },
    ]);
  });

  it('is refused in another tenant, twice, for an unknown word, and to an auditor', async () => {
    const entra = await world.connect();
    await create(entra, 'ana', { externalId: objectId(1) });
    await entra.post('/Users', aUser('ana', { externalId: objectId(2) }));
    const [{ id }] = await openConflicts(entra);
    const path = `/conflicts/${id}/resolve`;
    const foreign = await world.tenant();
    expect((await world.admin.post(`/tenants/${foreign}${path}`, { resolution: 'dismiss' })).status).toBe(404);
    expect(await world.admin.post(`/tenants/${entra.tenantId}${path}`, { resolution: 'forget' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/resolution' }] },
    });
    const { body: key } = await world.admin.post('/keys', { name: 'auditor', role: 'auditor' });
    const auditor = world.admin.as(key.plaintext);
    expect((await auditor.get(`/tenants/${entra.tenantId}/conflicts`)).status).toBe(200);
    expect((await auditor.post(`/tenants/${entra.tenantId}${path}`, { resolution: 'dismiss' })).status).toBe(403);
    expect((await world.admin.post(`/tenants/${entra.tenantId}${path}`, { resolution: 'dismiss' })).status).toBe(200);
    expect((await world.admin.post(`/tenants/${entra.tenantId}${path}`, { resolution: 'dismiss' })).status).toBe(409);
  });
});
