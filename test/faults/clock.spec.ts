import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { seal } from '../support/seal.js';
import { aUser, objectId, type ScimClient, World } from '../support/scim-client.js';
import { brokenRules } from '../support/table-rules.js';

/** A clock that jumps, as one does when it is set right: forwards by a day, backwards by a day, and back again. */

const DAY_MS = 24 * 60 * 60 * 1_000;

let world: World;
let client: ScimClient;
let now = new Date();

beforeAll(async () => {
  world = await World.start({ clock: () => now, upkeep: false, rateLimit: { perSecond: 1_000, burst: 1_000 } });
  client = await world.connect();
});

beforeEach(() => {
  now = new Date();
});

afterAll(() => world.close());

const jump = (days: number) => void (now = new Date(Date.now() + days * DAY_MS));

it.each([1, -1])('by %i day(s): every write goes on, and versions count on', async (days) => {
  const { body } = await client.post('/Users', aUser(`jump${days}`, { externalId: objectId(days + 10) }));
  jump(days);
  const changed = await client.patch(`/Users/${body.id}`, [{ op: 'Replace', path: 'title', value: 'Later' }]);
  expect(changed).toMatchObject({ status: 200, body: { title: 'Later', meta: { version: 'W/"2"' } } });
  expect((await client.post('/Users', aUser(`after${days}`))).status).toBe(201);
  jump(0);
  const again = await client.patch(`/Users/${body.id}`, [{ op: 'Replace', path: 'title', value: 'Again' }]);
  expect(again).toMatchObject({ status: 200, body: { meta: { version: 'W/"3"' } } });
  expect((await client.delete(`/Users/${body.id}`)).status).toBe(204);
  const revived = await client.post('/Users', aUser(`jump${days}`, { externalId: objectId(days + 10) }));
  expect(revived).toMatchObject({ status: 201, body: { id: body.id } });
});

it('backwards: whoever pages by cursor meets everybody once', async () => {
  const pager = await world.connect();
  for (let n = 0; n < 6; n += 1) {
    jump(-n);
    await pager.post('/Users', aUser(`paged${n}`));
  }
  const seen: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const { body } = await pager.get(`/Users?cursor=${cursor}&count=2`);
    seen.push(...body.Resources.map(({ userName }: { userName: string }) => userName));
    cursor = body.nextCursor;
  }
  expect(new Set(seen).size).toBe(6);
  expect(seen).toHaveLength(6);
});

it('forwards past its end: a token opens nothing; back again it does', async () => {
  const path = `/tenants/${client.tenantId}/identity-providers/${client.id}/tokens`;
  const { body } = await world.admin.post(path, {
    name: 'short',
    expiresAt: new Date(Date.now() + DAY_MS).toISOString(),
  });
  const bearer = { authorization: `Bearer ${body.plaintext}` };
  expect((await client.get('/Users?count=0', bearer)).status).toBe(200);
  jump(2);
  expect((await client.get('/Users?count=0', bearer)).status).toBe(401);
  jump(0);
  expect((await client.get('/Users?count=0', bearer)).status).toBe(200);
});

it('leaves the event log provable, and the tables in order', async () => {
  await seal(world.app);
  const { body } = await world.admin.post(`/tenants/${client.tenantId}/audit-events/verify`);
  expect(body).toMatchObject({ valid: true, unsealed: 0 });
  expect(await brokenRules((text) => world.app.database.query(text))).toEqual([]);
});
