import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { MaintenanceService } from '../../src/maintenance/maintenance.service.js';
import { EXPIRY_WARNING_DAYS } from '../../src/maintenance/warn-of-expiry.js';
import { type ScimClient, World } from '../support/scim-client.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

let world: World;
const told: string[] = [];

beforeAll(async () => {
  world = await World.start({ upkeep: false });
  const note = (message: unknown) => void told.push(String(message));
  Logger.overrideLogger({ log: note, warn: note, error: note });
});

afterAll(async () => {
  Logger.overrideLogger(['error', 'fatal']);
  await world.close();
});

/** A connection whose only token ends after so many days, and that token's first letters. */
async function ending(days: number): Promise<{ client: ScimClient; prefix: string; path: string }> {
  const client = await world.connect();
  const path = `/tenants/${client.tenantId}/identity-providers/${client.id}/tokens`;
  for (const { id } of (await world.admin.get(path)).body.items) await world.admin.delete(`${path}/${id}`);
  const expiresAt = new Date(Date.now() + days * DAY_MS).toISOString();
  const { body } = await world.admin.post(path, { name: 'ends', expiresAt });
  return { client, prefix: body.prefix, path };
}

async function warnings(prefix: string): Promise<readonly string[]> {
  told.length = 0;
  await world.app.app.get(MaintenanceService, { strict: false }).runAll();
  return told.filter((line) => line.includes(`The token ${prefix}`));
}

it('of a token is warned of before, without the token', async () => {
  const { client, prefix } = await ending(EXPIRY_WARNING_DAYS - 1);
  const lines = await warnings(prefix);
  expect(lines).toEqual([expect.stringContaining(client.id)]);
  expect(lines.join()).not.toContain(client.token);
});

it('is not warned of long before, nor once it was revoked', async () => {
  const late = await ending(EXPIRY_WARNING_DAYS + 1);
  const revoked = await ending(1);
  const [token] = (await world.admin.get(revoked.path)).body.items;
  await world.admin.delete(`${revoked.path}/${token.id}`);
  expect([...(await warnings(late.prefix)), ...(await warnings(revoked.prefix))]).toEqual([]);
});

it('is not warned of where another one is in use already', async () => {
  const { prefix, path } = await ending(2);
  const { body } = await world.admin.post(path, { name: 'next' });
  expect(await warnings(prefix)).toHaveLength(1);
  await world.app.database.query('UPDATE inbound_scim.token SET last_used_at = now() WHERE id = $1', [body.id]);
  expect(await warnings(prefix)).toEqual([]);
});
