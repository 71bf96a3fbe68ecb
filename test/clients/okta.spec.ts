import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GROUP, type ScimClient, USER, World } from '../support/scim-client.js';

/** Okta: imports, creates with a password it never sees again, PUTs what it got, never deletes a user, pushes whole groups. */

let world: World;
let okta: ScimClient;
let made = 0;

beforeAll(async () => {
  world = await World.start();
});

beforeEach(async () => {
  okta = await world.connect({ kind: 'okta' });
});

afterAll(() => world.close());

const SECRET = 'S3cret-passw0rd';

function kim(more: Record<string, unknown> = {}) {
  made += 1;
  return {
    schemas: [USER],
    userName: `kim${made}@corp.example`,
    name: { givenName: 'Kim', familyName: 'Oz' },
    emails: [{ primary: true, value: `kim${made}@corp.example`, type: 'work' }],
    displayName: 'Kim Oz',
    locale: 'en-US',
    externalId: `00u1abcdefghijklm${String(made).padStart(3, '0')}`,
    groups: [],
    password: SECRET,
    active: true,
    ...more,
  };
}

const create = async (more?: Record<string, unknown>) => (await okta.post('/Users', kim(more))).body;
const members = async (id: string) =>
  ((await okta.get(`/Groups/${id}`)).body.members ?? []).map(({ value }: { value: string }) => value).sort();

describe('Okta', () => {
  it('passes its own suite of nine requests', async () => {
    const first = await create();
    const list = (await okta.get('/Users?count=1&startIndex=1')).body;
    expect(list).toMatchObject({ itemsPerPage: 1, startIndex: 1, totalResults: 1 });
    expect(list.Resources[0]).toMatchObject({
      id: first.id,
      name: { familyName: 'Oz', givenName: 'Kim' },
      active: true,
      emails: [{ value: first.userName }],
    });
    expect((await okta.get(`/Users/${first.id}`)).status).toBe(200);
    expect(
      (await okta.get('/Users?filter=userName%20eq%20%22nobody%40corp.example%22&startIndex=1&count=100')).body
        .totalResults,
    ).toBe(0);
    expect(await okta.get('/Users/010101001010101011001010101011')).toMatchObject({
      status: 404,
      body: { status: '404' },
    });
    expect((await okta.find('/Users', 'emails eq "nobody@corp.example"')).body.totalResults).toBe(0);
    const body = kim();
    const posted = await okta.post('/Users', body);
    expect(posted).toMatchObject({ status: 201, body: { userName: body.userName, active: true, locale: 'en-US' } });
    expect((await okta.get(`/Users/${posted.body.id}`)).body).toEqual(posted.body);
    expect(await okta.post('/Users', body)).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
    expect((await okta.find('/Users', `userName eq "${body.userName.toUpperCase()}"`)).body.totalResults).toBe(1);
  });

  it('never sees a password again, in an answer or in the event log', async () => {
    const user = await create();
    const synced = await okta.patch(`/Users/${user.id}`, [{ op: 'replace', value: { password: `${SECRET}-2` } }]);
    expect(synced.status).toBe(200);
    expect(synced.body.meta.version).toBe(user.meta.version);
    const [{ kept }] = await world.app.database.query(
      `SELECT string_agg(t::text, ' ') AS kept FROM (
        SELECT u.*::text AS t FROM inbound_scim.scim_user u UNION ALL SELECT d.detail::text FROM inbound_scim.audit_detail d) AS t`,
    );
    for (const text of [JSON.stringify(user), synced.text, String(kept)]) expect(text).not.toContain(SECRET);
  });

  it('updates a profile by PUT of what it got', async () => {
    const user = await create();
    const { body: group } = await okta.post('/Groups', {
      schemas: [GROUP],
      displayName: 'Ops',
      members: [{ value: user.id }],
    });
    const { body: current } = await okta.get(`/Users/${user.id}`);
    const put = await okta.put(`/Users/${user.id}`, {
      ...current,
      name: { givenName: 'Kim', familyName: 'New' },
      groups: [],
    });
    expect(put).toMatchObject({
      status: 200,
      body: { id: user.id, name: { familyName: 'New' }, externalId: user.externalId },
    });
    expect(await members(group.id)).toEqual([user.id]);
    expect(put.body.locale).toBe('en-US');
  });

  it('deactivates and activates, by PATCH and by PUT, and deletes nobody', async () => {
    const user = await create();
    const person = await world.personOf(user.id);
    const patched = await okta.patch(`/Users/${user.id}`, [{ op: 'replace', value: { active: false } }]);
    expect(patched).toMatchObject({ status: 200, body: { active: false } });
    expect(
      (await okta.put(`/Users/${user.id}`, { ...kim(), userName: user.userName, externalId: user.externalId })).body
        .active,
    ).toBe(true);
    expect(
      (await okta.put(`/Users/${user.id}`, { schemas: [USER], userName: user.userName, active: false })).body.active,
    ).toBe(false);
    expect((await okta.put(`/Users/${user.id}`, { schemas: [USER], userName: user.userName })).body.active).toBe(false);
    expect((await okta.patch(`/Users/${user.id}`, [{ op: 'replace', value: { active: true } }])).body.active).toBe(
      true,
    );
    expect((await world.personOf(user.id)).id).toBe(person.id);
  });

  it('is told of a taken name by 409, and of nobody by 404, without a trace', async () => {
    const [one, two] = [await create(), await create()];
    expect(await okta.put(`/Users/${two.id}`, { ...two, userName: one.userName })).toMatchObject({ status: 409 });
    expect((await okta.get(`/Users/${two.id}`)).body.userName).toBe(two.userName);
    expect((await okta.put('/Users/6f2b0a3e-8f1d-4c57-9f0c-2d1d2b7f6a11', kim())).status).toBe(404);
    expect((await okta.get('/Users')).body.totalResults).toBe(2);
  });

  it('imports page by page, in one order, complete', async () => {
    const made = [];
    for (let n = 0; n < 7; n += 1) made.push((await create()).id);
    const pages = await Promise.all([1, 4, 7].map((startIndex) => okta.get(`/Users?startIndex=${startIndex}&count=3`)));
    expect(pages.map(({ body }) => [body.startIndex, body.itemsPerPage, body.totalResults])).toEqual([
      [1, 3, 7],
      [4, 3, 7],
      [7, 1, 7],
    ]);
    expect(pages.flatMap(({ body }) => body.Resources.map(({ id }: { id: string }) => id))).toEqual(made);
  });

  it('pushes groups: renames, deltas, the whole list, an empty one, PUT', async () => {
    const [a, b, c] = [(await create()).id, (await create()).id, (await create()).id];
    const { body: group } = await okta.post('/Groups', {
      schemas: [GROUP],
      displayName: 'Push',
      members: [{ value: a, display: 'a' }],
    });
    const path = `/Groups/${group.id}`;
    const patch = async (...operations: { op: string; path?: string; value?: unknown }[]) =>
      expect((await okta.patch(path, operations)).status).toBe(204);
    await patch({ op: 'replace', value: { id: group.id, displayName: 'Pushed' } });
    expect((await okta.get(path)).body.displayName).toBe('Pushed');
    expect(await members(group.id)).toEqual([a]);
    await patch(
      { op: 'remove', path: `members[value eq "${a}"]` },
      { op: 'add', path: 'members', value: [{ value: b, display: 'b' }] },
    );
    expect(await members(group.id)).toEqual([b]);
    await patch({ op: 'replace', path: 'members', value: [{ value: a }, { value: c }] });
    expect(await members(group.id)).toEqual([a, c].sort());
    await patch({ op: 'replace', path: 'members', value: [] });
    expect(await members(group.id)).toEqual([]);
    const put = await okta.put(path, {
      schemas: [GROUP],
      id: group.id,
      displayName: 'Pushed',
      members: [{ value: b, display: null }],
    });
    expect(put.status).toBe(200);
    expect(await members(group.id)).toEqual([b]);
    expect((await okta.delete(path)).status).toBe(204);
    expect((await okta.get(path)).status).toBe(404);
  });

  it('looks for a group before it pushes it, and for whoever is inactive before it creates them', async () => {
    expect((await okta.find('/Groups', 'displayName eq "Push"')).body.totalResults).toBe(0);
    const user = await create({ active: false });
    expect((await okta.find('/Users', `userName eq "${user.userName}"`)).body.Resources).toMatchObject([
      { id: user.id, active: false },
    ]);
  });

  it('pushes 256 members in one request, all together with the name, and empties with the same words', async () => {
    const people = [];
    for (let n = 0; n < 256; n += 1) people.push(okta.post('/Users', kim()));
    const ids = (await Promise.all(people)).map(({ body }) => body.id as string);
    const { body: group } = await okta.post('/Groups', { schemas: [GROUP], displayName: 'Push', members: [] });
    const path = `/Groups/${group.id}`;
    const value = ids.map((id, n) => ({ value: id, display: `kim${n}` }));
    await okta.patch(path, [{ op: 'add', path: 'members', value }]);
    await okta.patch(path, [{ op: 'replace', value: { id: group.id, displayName: 'Pushed' } }]);
    expect(await members(group.id)).toEqual(ids.toSorted());
    await okta.patch(path, [{ op: 'replace', value: { members: [], id: group.id, displayName: 'Pushed' } }]);
    expect(await members(group.id)).toEqual([]);
    expect((await okta.get(path)).body).toMatchObject({ id: group.id, displayName: 'Pushed' });
  });

  it('names members who are not here: the others are in, and nothing fails', async () => {
    const user = await create();
    const staged = '00u1abcdefghijklmSTG';
    const { body: group } = await okta.post('/Groups', { schemas: [GROUP], displayName: 'Push' });
    const path = `/Groups/${group.id}`;
    const add = [{ op: 'add', path: 'members', value: [{ value: staged }, { value: user.id }] }];
    expect((await okta.patch(path, add)).status).toBe(204);
    expect(await members(group.id)).toEqual([user.id]);
    const remove = [{ op: 'remove', path: `members[value eq "${staged}"]` }];
    expect((await okta.patch(path, remove)).status).toBe(204);
    expect(await members(group.id)).toEqual([user.id]);
  });

  it('renames somebody by PUT: found under the new name alone, the same person', async () => {
    const user = await create();
    const person = await world.personOf(user.id);
    const put = await okta.put(`/Users/${user.id}`, { ...user, userName: 'kim.new@corp.example', emails: [] });
    expect(put).toMatchObject({ status: 200, body: { id: user.id, userName: 'kim.new@corp.example' } });
    expect((await okta.find('/Users', `userName eq "${user.userName}"`)).body.totalResults).toBe(0);
    expect(await world.personOf(user.id)).toMatchObject({ id: person.id, email: 'kim.new@corp.example' });
  });

  it('is refused in JSON, so that it can tell its administrator why', async () => {
    const refused = await okta.send('POST', '/Users', '<user/>', { 'content-type': 'application/xml' });
    expect([refused.status, refused.headers.get('content-type')]).toEqual([415, 'application/scim+json']);
    expect(refused.body.detail).toContain('application/scim+json');
  });
});
