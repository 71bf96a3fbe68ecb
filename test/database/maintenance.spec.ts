import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { requestOptions } from '../../ormconfig.js';
import { AuditSealer } from '../../src/audit/audit-sealer.js';
import { AuditRetention } from '../../src/audit/audit-retention.js';
import { Heads } from '../../src/audit/heads.js';
import { SETTINGS } from '../../src/inbound-scim.settings.js';
import { MaintenanceService } from '../../src/maintenance/maintenance.service.js';
import { seal } from '../support/seal.js';
import { aUser, objectId, type ScimClient, World } from '../support/scim-client.js';

const DAY_MS = 24 * 60 * 60 * 1000;

let world: World;
let now: Date;

beforeAll(async () => {
  now = new Date();
  world = await World.start({ upkeep: false, clock: () => now });
});

afterAll(() => world.close());

const sql = (text: string, values: readonly unknown[] = []) => world.app.database.query(text, [...values]);
const maintain = () => world.app.app.get(MaintenanceService, { strict: false }).runAll();
const count = async (from: string, values: readonly unknown[] = []) =>
  (await sql(`SELECT count(*)::int AS n FROM inbound_scim.${from}`, values))[0].n as number;

/** Does the work as if so many days had passed since. */
async function maintainAfter(days: number): Promise<void> {
  const today = now;
  now = new Date(today.getTime() + days * DAY_MS);
  await maintain();
  now = today;
}

describe('statistics', () => {
  let fresh: World;

  beforeAll(async () => {
    fresh = await World.start({ upkeep: false });
  });

  afterAll(() => fresh.close());

  const gather = () => fresh.app.app.get(MaintenanceService, { strict: false }).runAll();

  async function sizes(): Promise<Record<string, number>> {
    const rows = await fresh.app.database.query(
      `SELECT relname, reltuples::int FROM pg_class WHERE relnamespace = 'inbound_scim'::regnamespace AND relkind = 'r'`,
    );
    return Object.fromEntries(
      rows.map(({ relname, reltuples }: { relname: string; reltuples: number }) => [relname, reltuples]),
    );
  }

  /** The counters of PostgreSQL come a moment after the rows. */
  async function isCounted(table: string, rows: number): Promise<void> {
    const live = () =>
      fresh.app.database.query(`SELECT pg_stat_get_live_tuples('inbound_scim.${table}'::regclass) AS n`);
    while (Number((await live())[0].n) < rows) await fresh.app.database.query('SELECT pg_stat_force_next_flush()');
  }

  const fill = (rows: number) =>
    fresh.app.database.query(
      `INSERT INTO inbound_scim.tenant (id, subdomain, name, created_at)
        SELECT gen_random_uuid(), 'x' || gen_random_uuid(), 'x', now() FROM generate_series(1, ${rows})`,
    );

  it('are there from 500 rows on, and again after each tenfold', async () => {
    await gather();
    expect((await sizes())['tenant']).toBe(-1);
    await fill(499);
    await isCounted('tenant', 499);
    await gather();
    expect((await sizes())['tenant']).toBe(-1);
    await fill(1);
    await isCounted('tenant', 500);
    await gather();
    expect((await sizes())['tenant']).toBe(500);
    await fill(4_000);
    await isCounted('tenant', 4_500);
    await gather();
    expect((await sizes())['tenant']).toBe(500);
    await fill(500);
    await isCounted('tenant', 5_000);
    await gather();
    expect((await sizes())['tenant']).toBe(5_000);
  });

  it('come for each partition by itself, and for a table that an index has told the size of', async () => {
    const [{ month }] = await fresh.app.database.query(`SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY_MM') AS month`);
    const table = `audit_event_${month}`;
    const tenantId = (await fresh.admin.post('/tenants', { subdomain: 'stats', name: 'x' })).body.id;
    await fresh.app.database.query(
      `INSERT INTO inbound_scim.audit_event SELECT tenant_id, occurred_at, gen_random_uuid(), type, identity_provider_id, actor_kind, actor_id,
          actor_name, target_kind, target_id, request_id, changes, warnings, detail_digest, key_id, hmac, epoch, tx
        FROM inbound_scim.audit_event, generate_series(1, 600) WHERE tenant_id = $1`,
      [tenantId],
    );
    await fresh.app.database.query(`REINDEX TABLE inbound_scim.${table}`);
    expect((await sizes())[table]).toBeGreaterThanOrEqual(600);
    await isCounted(table, 600);
    await gather();
    const [{ when }] = await fresh.app.database.query(
      `SELECT pg_stat_get_last_analyze_time('inbound_scim.${table}'::regclass) AS when`,
    );
    expect(when).not.toBeNull();
  });
});

describe('the months of the event log', () => {
  const partitions = async (): Promise<string[]> =>
    (
      await sql(
        `SELECT relname FROM pg_class WHERE relname ~ '^audit_event_[0-9]{4}_[0-9]{2}$' AND relkind = 'r' ORDER BY 1`,
      )
    ).map(({ relname }: { relname: string }) => relname.slice(-7));
  const monthAfter = (months: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months)).toISOString().slice(0, 7).replace('-', '_');

  it('are prepared three ahead', async () => {
    await maintain();
    expect(await partitions()).toEqual([0, 1, 2, 3].map(monthAfter));
    await maintain();
    expect(await partitions()).toHaveLength(4);
  });

  it('take in what came before them, and the log stays provable', async () => {
    const today = now;
    const tenantId = await world.tenant();
    now = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 5, 10));
    await world.admin.patch(`/tenants/${tenantId}`, { name: 'later' });
    const newestOf = async (table: string) =>
      (
        await sql(
          `SELECT (SELECT relname FROM pg_class WHERE oid = row.tableoid) AS name FROM inbound_scim.${table} AS row WHERE tenant_id = $1 ORDER BY occurred_at DESC LIMIT 1`,
          [tenantId],
        )
      )[0].name;
    expect(await newestOf('audit_event')).toBe('audit_event_default');
    await maintain();
    for (const table of ['audit_event', 'audit_detail']) {
      expect(await newestOf(table)).toBe(`${table}_${monthAfter(0)}`);
    }
    await seal(world.app);
    expect((await world.admin.post(`/tenants/${tenantId}/audit-events/verify`)).body).toMatchObject({
      valid: true,
      checked: 2,
      unsealed: 0,
    });
    now = today;
  });

  it('hide their rows from whoever names them', async () => {
    const [{ relname }] = await sql(
      `SELECT relname FROM pg_class WHERE relname ~ '^audit_event_[0-9]' AND relkind = 'r' ORDER BY 1 DESC LIMIT 1`,
    );
    const [row] = await sql('SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = $1', [relname]);
    expect(row).toEqual({ relrowsecurity: true, relforcerowsecurity: true });
  });
});

describe('what is past its time', () => {
  let client: ScimClient;

  beforeAll(async () => {
    client = await world.connect();
  });

  const group = async (name: string, members: readonly string[] = []) =>
    (await client.post('/Groups', { displayName: name, members: members.map((value) => ({ value })) })).body
      .id as string;

  it.each([
    { name: 'a pending member after 30 days', days: 30.1, left: 0 },
    { name: 'but not before', days: 29.9, left: 1 },
  ])('goes: $name', async ({ days, left }) => {
    const id = await group(`waits ${days}`, [objectId(1)]);
    expect(await count('pending_member WHERE group_id = $1', [id])).toBe(1);
    await maintainAfter(days);
    expect(await count('pending_member WHERE group_id = $1', [id])).toBe(left);
  });

  it.each([
    { name: 'memberships of a deleted user after 30 days', days: 30.1, left: 1 },
    { name: 'but not before', days: 29.9, left: 2 },
  ])('goes: $name', async ({ days, left }) => {
    const users = [];
    for (const name of ['leaver', 'stayer']) users.push((await client.post('/Users', aUser(`${name}${days}`))).body.id);
    const id = await group(`loses ${days}`, users);
    await client.delete(`/Users/${users[0]}`);
    await maintainAfter(days);
    expect(await count('membership WHERE group_id = $1', [id])).toBe(left);
    expect((await client.get(`/Groups/${id}`)).body.members.map(({ value }: { value: string }) => value)).toEqual([
      users[1],
    ]);
  });

  it.each([
    { name: 'a closed conflict after 400 days', state: 'closed', days: 401, left: 0 },
    { name: 'but not before', state: 'closed', days: 399, left: 1 },
    { name: 'nor one that an administrator has settled', state: 'resolved', days: 401, left: 1 },
    { name: 'nor one that is open', state: 'open', days: 401, left: 1 },
  ])('goes: $name', async ({ state, days, left }) => {
    const id = uuidv7();
    await sql(
      `INSERT INTO inbound_scim.conflict (tenant_id, id, identity_provider_id, kind, attribute, pair_key, incoming, existing, state, resolved_at,
          occurrences, first_seen_at, last_seen_at) VALUES ($1, $2, $3, 'userName', 'userName', $2::uuid::text, '{}', '{}', $4, $5, 1, $5, $5)`,
      [client.tenantId, id, client.id, state, now],
    );
    await maintainAfter(days);
    expect(await count('conflict WHERE id = $1', [id])).toBe(left);
  });

  it.each([
    { name: 'a refusal after 30 days', days: 31, left: 0 },
    { name: 'but not before', days: 29, left: 1 },
  ])('goes: $name', async ({ days, left }) => {
    await sql('DELETE FROM inbound_scim.refusal');
    await sql(
      `INSERT INTO inbound_scim.refusal (tenant_id, id, identity_provider_id, reason, source_address, request_id, occurrences, first_seen_at,
          last_seen_at) VALUES ($1, $2, $3, 'unknown', '192.0.2.1', 'x', 1, $4, $4)`,
      [client.tenantId, uuidv7(), client.id, now],
    );
    await maintainAfter(days);
    expect(await count('refusal')).toBe(left);
  });
});

describe('an instance', () => {
  const told: string[] = [];
  const note = (message: unknown) => void told.push(String(message));

  beforeAll(() => Logger.overrideLogger({ log: note, warn: note, error: note }));

  afterAll(() => Logger.overrideLogger(['error', 'fatal']));

  it('seals by the clock, and tells the heads when it ends', async () => {
    const running = await World.start();
    const tenantId = await running.tenant();
    const path = `/tenants/${tenantId}/audit-events/verify`;
    let verdict = (await running.admin.post(path)).body;
    while (verdict.unsealed > 0) verdict = (await running.admin.post(path)).body;
    expect(verdict).toMatchObject({ valid: true, checked: 1, checkpoints: 1 });
    await running.admin.patch(`/tenants/${tenantId}`, { name: 'the last' });
    await seal(running.app);
    told.length = 0;
    await running.close();
    expect(told.filter((line) => line.includes(`${tenantId}:2:`))).toEqual([
      expect.stringMatching(/^Event log sealed up to .*\d+:[0-9a-f]{64}/),
    ]);
  });

  it('that does not own the tables says so once, and leaves them alone', async () => {
    const { url } = world.app.database.options as { url: string };
    const requests = await new DataSource(requestOptions(url)).initialize();
    const settings = { ...world.app.app.get(SETTINGS, { strict: false }), upkeep: true };
    const heads = new Heads();
    const [sealer, retention] = [
      new AuditSealer(requests, settings, heads),
      new AuditRetention(requests, settings, heads),
    ];
    const maintenance = new MaintenanceService(requests, settings, sealer, retention, heads);
    told.length = 0;
    await maintenance.onApplicationBootstrap();
    await maintenance.beforeApplicationShutdown();
    expect(told).toEqual([expect.stringMatching(/does not own the schema/)]);
    await expect(maintenance.runAll()).rejects.toThrow(/permission denied/);
    await requests.destroy();
  });
});
