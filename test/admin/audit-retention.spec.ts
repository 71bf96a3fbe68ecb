import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditRetention } from '../../src/audit/audit-retention.js';
import { World } from '../support/scim-client.js';
import { seal as sealLog } from '../support/seal.js';

let world: World;
let now: Date;

beforeAll(async () => {
  now = new Date('2024-01-15T12:00:00Z');
  world = await World.start({ upkeep: false, auditRetentionMonths: 3, clock: () => now });
  for (const month of ['2024-01-01', '2024-02-01', '2024-03-01']) {
    await sql('SELECT inbound_scim.prepare_audit_month($1)', [month]);
  }
});

afterAll(() => world.close());

const sql = (text: string, values: readonly unknown[] = []) => world.app.database.query(text, [...values]);
const seal = () => sealLog(world.app);
const drop = () => world.app.app.get(AuditRetention, { strict: false }).dropOldMonths();
const verify = async (tenantId: string) => (await world.admin.post(`/tenants/${tenantId}/audit-events/verify`)).body;
const events = async (tenantId: string) => (await world.admin.get(`/tenants/${tenantId}/audit-events`)).body.items;
const partitions = async () =>
  (await sql(`SELECT relname FROM pg_class WHERE relname ~ '^audit_event_20(24|19)' AND relkind = 'r' ORDER BY 1`)).map(
    ({ relname }: { relname: string }) => relname,
  );

async function at(time: string, tenantId: string) {
  now = new Date(time);
  expect((await world.admin.patch(`/tenants/${tenantId}`, { name: time })).status).toBe(200);
}

/** Two events of January, two of February, one of May, for which there is no partition; two of them sealed in one round. */
async function aLog() {
  now = new Date('2024-01-15T12:00:00Z');
  const tenantId = await world.tenant();
  await at('2024-01-31T23:59:59.999Z', tenantId);
  await seal();
  await at('2024-02-01T00:00:00Z', tenantId);
  await seal();
  await at('2024-02-29T00:00:00Z', tenantId);
  await at('2024-05-02T00:00:00Z', tenantId);
  await seal();
  return tenantId;
}

describe('retention', () => {
  it('removes whole months, and the log stays provable', async () => {
    const [one, two] = [await aLog(), await aLog()];
    expect(await verify(one)).toMatchObject({ valid: true, checked: 5, checkpoints: 4 });
    now = new Date('2024-04-30T23:59:59Z');
    await drop();
    expect(await partitions()).toEqual(['audit_event_2024_01', 'audit_event_2024_02', 'audit_event_2024_03']);
    now = new Date('2024-05-01T00:00:00Z');
    await drop();
    expect(await partitions()).toEqual(['audit_event_2024_02', 'audit_event_2024_03']);
    for (const tenantId of [one, two]) {
      expect(await verify(tenantId)).toMatchObject({ valid: true, checked: 3, checkpoints: 5, unsealed: 0 });
      expect(await events(tenantId)).toHaveLength(3);
    }
    const [{ count }] = await sql('SELECT count(*)::int FROM inbound_scim.audit_detail WHERE tenant_id = $1', [one]);
    expect(count).toBe(3);
    await at('2024-05-03T00:00:00Z', one);
    await seal();
    expect(await verify(one)).toMatchObject({ valid: true, checked: 4, checkpoints: 6 });
  });

  it('says nothing twice', async () => {
    const tenantId = await aLog();
    now = new Date('2024-05-01T00:00:00Z');
    await drop();
    const { head } = await verify(tenantId);
    await drop();
    expect((await verify(tenantId)).head).toBe(head);
  });

  it('waits for what is not sealed', async () => {
    now = new Date('2024-01-20T00:00:00Z');
    const tenantId = await world.tenant();
    now = new Date('2024-06-01T00:00:00Z');
    await drop();
    expect(await events(tenantId)).toHaveLength(1);
    await seal();
    await drop();
    expect(await events(tenantId)).toHaveLength(0);
    expect(await verify(tenantId)).toMatchObject({ valid: true, checked: 0, checkpoints: 2 });
  });

  it('removes again what came into a removed month later', async () => {
    const tenantId = await aLog();
    now = new Date('2024-06-01T00:00:00Z');
    await drop();
    await at('2024-02-10T00:00:00Z', tenantId);
    await seal();
    expect(await verify(tenantId)).toMatchObject({ valid: true, checked: 2, unsealed: 0 });
    now = new Date('2024-06-01T01:00:00Z');
    await drop();
    expect(await verify(tenantId)).toMatchObject({ valid: true, checked: 1, unsealed: 0 });
  });

  it('is no cover for what was removed of other months', async () => {
    const tenantId = await aLog();
    now = new Date('2024-05-01T00:00:00Z');
    await drop();
    await sql(`DELETE FROM inbound_scim.audit_event WHERE tenant_id = $1 AND occurred_at = '2024-02-29'`, [tenantId]);
    expect(await verify(tenantId)).toMatchObject({
      valid: false,
      firstBroken: { kind: 'checkpoint', sequence: 3, reason: 'It sealed 1 events, and 0 are there.' },
    });
  });

  it('is not undone unseen', async () => {
    const tenantId = await aLog();
    await sql('CREATE TABLE kept AS SELECT * FROM inbound_scim.audit_event WHERE tenant_id = $1', [tenantId]);
    now = new Date('2024-05-01T00:00:00Z');
    await drop();
    await sql(`INSERT INTO inbound_scim.audit_event SELECT * FROM kept WHERE occurred_at < '2024-02-01'`);
    await sql('DROP TABLE kept');
    expect(await verify(tenantId)).toMatchObject({
      valid: false,
      firstBroken: { kind: 'event', reason: 'Its month was removed, and it came back.' },
    });
  });

  it('that is claimed by nobody who has the key is a removal', async () => {
    const tenantId = await aLog();
    now = new Date('2024-05-01T00:00:00Z');
    await drop();
    await sql(`UPDATE inbound_scim.audit_checkpoint SET month = '2024-02-01' WHERE tenant_id = $1 AND dropped`, [
      tenantId,
    ]);
    await sql(`DELETE FROM inbound_scim.audit_event WHERE tenant_id = $1 AND occurred_at < '2024-03-01'`, [tenantId]);
    expect(await verify(tenantId)).toMatchObject({ valid: false, firstBroken: { kind: 'checkpoint', sequence: 1 } });
  });
});
