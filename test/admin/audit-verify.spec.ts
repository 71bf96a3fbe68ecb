import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { AuditVerifier, MAX_VERIFICATIONS } from '../../src/audit/audit-verifier.js';
import { AuditService } from '../../src/audit/audit.service.js';
import { MAX_SEALED_EVENTS } from '../../src/audit/unsealed.js';
import { Database } from '../../src/database/database.js';
import { startApp, TEST_AUDIT_KEY, type TestApp } from '../support/test-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { aUser, World } from '../support/scim-client.js';
import { Api } from './api.js';
import { seal as sealLog } from '../support/seal.js';

let world: World;

beforeAll(async () => {
  world = await World.start({ upkeep: false });
});

afterAll(() => world.close());

const NOBODY = '0198c2a4-7b1e-7c3d-9a55-3f6d2e1b4c0a';

const seal = (app = world.app) => sealLog(app);
const sql = (text: string, values: readonly unknown[] = []) => world.app.database.query(text, [...values]);

async function verify(tenantId: string, head?: string, api = world.admin) {
  const { status, body } = await api.post(
    `/tenants/${tenantId}/audit-events/verify${head === undefined ? '' : `?head=${head}`}`,
  );
  expect(status).toBe(200);
  return body;
}

/** One event each. */
async function rename(tenantId: string, name: string) {
  expect((await world.admin.patch(`/tenants/${tenantId}`, { name })).status).toBe(200);
}

interface SealedLog {
  readonly tenantId: string;
  readonly head: string;
  readonly events: readonly string[];
}

/** Each of a tenant of its own: six events in three checkpoints, three, two and one. */
async function sealedLogs(count: number): Promise<SealedLog[]> {
  const tenants = await Promise.all(Array.from({ length: count }, () => world.tenant()));
  for (const names of [['second', 'third'], ['fourth', 'fifth'], ['sixth']]) {
    for (const name of names) await Promise.all(tenants.map((tenantId) => rename(tenantId, name)));
    await seal();
  }
  const logs: SealedLog[] = [];
  for (const tenantId of tenants) {
    const ids = await sql('SELECT id FROM inbound_scim.audit_event WHERE tenant_id = $1 ORDER BY tx', [tenantId]);
    const { head } = await verify(tenantId);
    logs.push({ tenantId, head, events: ids.map(({ id }: { id: string }) => id) });
  }
  return logs;
}

async function sealedLog(): Promise<SealedLog> {
  const [log] = await sealedLogs(1);
  if (!log) throw new Error('There is none.');
  return log;
}

describe('an event log that nobody touched', () => {
  it('is valid, sealed or not', async () => {
    const { tenantId, head } = await sealedLog();
    expect(await verify(tenantId)).toEqual({ valid: true, checked: 6, checkpoints: 3, unsealed: 0, head });
    expect(head).toMatch(/^3:[0-9a-f]{64}$/);
    await rename(tenantId, 'seventh');
    expect(await verify(tenantId, head)).toEqual({ valid: true, checked: 7, checkpoints: 3, unsealed: 1, head });
  });

  it('is valid before anything was sealed', async () => {
    const tenantId = await world.tenant();
    expect(await verify(tenantId)).toEqual({ valid: true, checked: 1, checkpoints: 0, unsealed: 1, head: null });
  });

  it('is valid under the service’s own name', async () => {
    await seal();
    expect(await verify('00000000-0000-0000-0000-000000000000')).toMatchObject({ valid: true, unsealed: 0 });
  });

  it('gets no checkpoint where nothing happened', async () => {
    const { tenantId, head } = await sealedLog();
    await world.tenant();
    await seal();
    await seal();
    expect((await verify(tenantId)).head).toBe(head);
  });

  it('stays valid when personal words are erased', async () => {
    const { tenantId, head } = await sealedLog();
    await sql('DELETE FROM inbound_scim.audit_detail WHERE tenant_id = $1', [tenantId]);
    expect(await verify(tenantId)).toMatchObject({ valid: true, checked: 6, head });
  });

  it('holds any word that a name can have', async () => {
    const { tenantId } = await sealedLog();
    const origin = { actor: { kind: 'host', name: 'a\u0000\ud800"\\ ü😀' }, requestId: '\udc00' } as const;
    const target = { kind: 'attribute', id: 'x\u0000', name: '\ud83d' } as const;
    const warnings = ['\u0000 "a"  \\ü😀\ud800'];
    await world.app.app
      .get(Database, { strict: false })
      .transaction(tenantId, (tx) =>
        world.app.app
          .get(AuditService, { strict: false })
          .record(tx, origin, [{ type: 'attribute_config_updated', target, changes: [' a ', 'ä'], warnings }]),
      );
    await seal();
    expect(await verify(tenantId)).toMatchObject({ valid: true, checked: 7, unsealed: 0 });
  });

  it('is held by another tenant’s neither chain nor key', async () => {
    const [one, two] = [await sealedLog(), await sealedLog()];
    expect(await verify(one.tenantId, two.head)).toMatchObject({
      valid: false,
      firstBroken: { kind: 'checkpoint', sequence: 3, reason: 'Its seal is not the one that was noted.' },
    });
  });
});

const EVENT = 'inbound_scim.audit_event';
const CHECKPOINT = 'inbound_scim.audit_checkpoint';

interface Tampering {
  readonly name: string;
  /** As somebody who may do anything in the database; `$1` is the tenant, `$2` to `$7` its events, `$8` another tenant. */
  readonly sql: string;
  /** The number of the event, or of the checkpoint. */
  readonly event?: number;
  readonly checkpoint?: number;
  readonly reason: RegExp;
}

const CHANGED = /was changed/;

const ofEvent = (column: string, value: string): Tampering => ({
  name: `an event's ${column}`,
  sql: `UPDATE ${EVENT} SET ${column} = ${value} WHERE tenant_id = $1 AND id = $5`,
  event: 4,
  reason: CHANGED,
});

const ofCheckpoint = (column: string, value: string): Tampering => ({
  name: `a checkpoint's ${column}`,
  sql: `UPDATE ${CHECKPOINT} SET ${column} = ${value} WHERE tenant_id = $1 AND sequence = 2`,
  checkpoint: 2,
  reason: CHANGED,
});

const CHANGES: readonly Tampering[] = [
  ofEvent('type', `'tenant_erased'`),
  ofEvent('identity_provider_id', 'id'),
  ofEvent('actor_kind', `'system'`),
  ofEvent('actor_id', 'NULL'),
  ofEvent('actor_name', `'somebody else'`),
  ofEvent('target_kind', `'token'`),
  ofEvent('target_id', `'somebody else'`),
  ofEvent('request_id', `'r'`),
  ofEvent('changes', `'[]'`),
  { ...ofEvent('changes', `'[ "name"]'`), name: 'a blank in the list of changes' },
  ofEvent('warnings', `'["x"]'`),
  ofEvent('detail_digest', 'sha256(detail_digest)'),
  ofEvent('hmac', 'sha256(hmac)'),
  ofEvent('id', `'${NOBODY}'`),
  { ...ofEvent('occurred_at', `occurred_at + interval '1 microsecond'`), name: 'a microsecond of its time' },
  { ...ofEvent('key_id', `'other'`), reason: /signed with the key "other", which this service does not have/ },
  {
    name: 'personal words',
    sql: `UPDATE inbound_scim.audit_detail SET detail = '{"name":"x"}' WHERE tenant_id = $1 AND event_id = $5`,
    event: 4,
    reason: /personal words/,
  },
  {
    name: 'personal words and their digest',
    sql: `WITH told AS (UPDATE inbound_scim.audit_detail SET detail = '{"name":"x"}' WHERE tenant_id = $1 AND event_id = $5 RETURNING salt)
      UPDATE ${EVENT} SET detail_digest = sha256(told.salt || '{"name":"x"}'::bytea) FROM told WHERE tenant_id = $1 AND id = $5`,
    event: 4,
    reason: CHANGED,
  },
  ofCheckpoint('epoch', 'epoch + 1'),
  ofCheckpoint('after_tx', `'1'`),
  ofCheckpoint('to_tx', `(to_tx::text::bigint + 1)::text::xid8`),
  ofCheckpoint('month', `month - interval '1 month'`),
  ofCheckpoint('dropped', 'true'),
  ofCheckpoint('events', 'events - 1'),
  ofCheckpoint('digest', 'sha256(digest)'),
  ofCheckpoint('previous', 'sha256(previous)'),
  ofCheckpoint('seal', 'sha256(seal)'),
  ofCheckpoint('sealed_at', `sealed_at + interval '1 microsecond'`),
  { ...ofCheckpoint('key_id', `'other'`), reason: /sealed with the key "other", which this service does not have/ },
];

const REMOVALS: readonly Tampering[] = [
  {
    name: 'an event',
    sql: `DELETE FROM ${EVENT} WHERE tenant_id = $1 AND id = $5`,
    checkpoint: 2,
    reason: /sealed 2 events, and 1 are there/,
  },
  {
    name: 'all events of a checkpoint',
    sql: `DELETE FROM ${EVENT} WHERE tenant_id = $1 AND id IN ($2, $3, $4)`,
    checkpoint: 1,
    reason: /sealed 3 events, and 0 are there/,
  },
  {
    name: 'an event, with the count and the digest made to fit',
    sql: `WITH gone AS (DELETE FROM ${EVENT} WHERE tenant_id = $1 AND id = $5)
      UPDATE ${CHECKPOINT} SET events = 1, digest = (SELECT sha256(hmac) FROM ${EVENT} WHERE tenant_id = $1 AND id = $6)
      WHERE tenant_id = $1 AND sequence = 2`,
    checkpoint: 2,
    reason: CHANGED,
  },
  {
    name: 'the first checkpoint',
    sql: `DELETE FROM ${CHECKPOINT} WHERE tenant_id = $1 AND sequence = 1`,
    checkpoint: 1,
    reason: /missing/,
  },
  {
    name: 'a checkpoint in the middle',
    sql: `DELETE FROM ${CHECKPOINT} WHERE tenant_id = $1 AND sequence = 2`,
    checkpoint: 2,
    reason: /missing/,
  },
  {
    name: 'a checkpoint with its events',
    sql: `WITH gone AS (DELETE FROM ${EVENT} WHERE tenant_id = $1 AND id IN ($5, $6))
      DELETE FROM ${CHECKPOINT} WHERE tenant_id = $1 AND sequence = 2`,
    checkpoint: 2,
    reason: /missing/,
  },
  {
    name: 'a checkpoint with its events, with the next one moved up',
    sql: `WITH gone AS (DELETE FROM ${EVENT} WHERE tenant_id = $1 AND id = $7)
      UPDATE ${CHECKPOINT} SET sequence = CASE sequence WHEN 2 THEN 9 ELSE 2 END WHERE tenant_id = $1 AND sequence > 1`,
    checkpoint: 2,
    reason: CHANGED,
  },
  {
    name: 'the last checkpoint, while another tenant’s is newer',
    sql: `DELETE FROM ${CHECKPOINT} WHERE tenant_id = $1 AND sequence = 3`,
    event: 6,
    reason: /sealed beyond it/,
  },
];

const ADDITIONS: readonly Tampering[] = [
  {
    name: 'an event that the service did not write',
    sql: `INSERT INTO ${EVENT} (tenant_id, occurred_at, id, type, actor_kind, actor_name, target_kind, target_id, request_id, changes, warnings,
        detail_digest, key_id, hmac, tx)
      SELECT tenant_id, occurred_at, '${NOBODY}', type, actor_kind, actor_name, target_kind, target_id, request_id, changes, warnings,
        detail_digest, key_id, hmac, tx FROM ${EVENT} WHERE tenant_id = $1 AND id = $5`,
    reason: /not written by this service/,
  },
  {
    name: 'an event once more, at another time',
    sql: `INSERT INTO ${EVENT} (tenant_id, occurred_at, id, type, actor_kind, actor_name, target_kind, target_id, request_id, changes, warnings,
        detail_digest, key_id, hmac, tx)
      SELECT tenant_id, occurred_at + interval '1 second', id, type, actor_kind, actor_name, target_kind, target_id, request_id, changes,
        warnings, detail_digest, key_id, hmac, tx FROM ${EVENT} WHERE tenant_id = $1 AND id = $5`,
    event: 4,
    reason: /not written by this service/,
  },
  {
    name: 'an event of another tenant',
    sql: `UPDATE ${EVENT} SET tenant_id = $1 WHERE tenant_id = $8 AND type = 'tenant_created'`,
    reason: /not written by this service/,
  },
  {
    name: 'a checkpoint',
    sql: `INSERT INTO ${CHECKPOINT} SELECT tenant_id, 4, epoch, to_tx, to_tx, month, true, 6, '', seal, key_id, sha256(seal), sealed_at
      FROM ${CHECKPOINT} WHERE tenant_id = $1 AND sequence = 3`,
    checkpoint: 4,
    reason: /not written by this service/,
  },
  {
    name: 'a checkpoint before the first',
    sql: `INSERT INTO ${CHECKPOINT} SELECT tenant_id, 0, epoch, after_tx, to_tx, month, dropped, events, digest, previous, key_id, seal, sealed_at
      FROM ${CHECKPOINT} WHERE tenant_id = $1 AND sequence = 3`,
    checkpoint: 0,
    reason: /not written by this service/,
  },
  {
    name: 'a word that retention removed the month',
    sql: `WITH gone AS (DELETE FROM ${EVENT} WHERE tenant_id = $1)
      INSERT INTO ${CHECKPOINT} SELECT tenant_id, 4, epoch, to_tx, to_tx, month, true, 6, '', seal, key_id, sha256(seal), sealed_at
      FROM ${CHECKPOINT} WHERE tenant_id = $1 AND sequence = 3`,
    checkpoint: 1,
    reason: /sealed 3 events, and 0 are there/,
  },
];

const MOVES: readonly Tampering[] = [
  {
    name: 'two events of one checkpoint',
    sql: `UPDATE ${EVENT} AS event SET tx = other.tx FROM ${EVENT} AS other
      WHERE event.tenant_id = $1 AND other.tenant_id = $1 AND (event.id, other.id) IN (($5, $6), ($6, $5))`,
    checkpoint: 2,
    reason: /not in order/,
  },
  {
    name: 'two events of different checkpoints',
    sql: `UPDATE ${EVENT} AS event SET tx = other.tx FROM ${EVENT} AS other
      WHERE event.tenant_id = $1 AND other.tenant_id = $1 AND (event.id, other.id) IN (($4, $5), ($5, $4))`,
    checkpoint: 1,
    reason: /not those that it sealed/,
  },
  {
    name: 'an event behind what is sealed',
    sql: `UPDATE ${EVENT} SET tx = pg_current_xact_id() WHERE tenant_id = $1 AND id = $5`,
    checkpoint: 2,
    reason: /sealed 2 events, and 1 are there/,
  },
  {
    name: 'an event before all that is sealed',
    sql: `UPDATE ${EVENT} SET tx = '3' WHERE tenant_id = $1 AND id = $5`,
    event: 4,
    reason: /no checkpoint knows it|sealed beyond it/,
  },
  {
    name: 'an event into another epoch',
    sql: `UPDATE ${EVENT} SET epoch = 0 WHERE tenant_id = $1 AND id = $5`,
    event: 4,
    reason: /sealed beyond it/,
  },
  {
    name: 'two checkpoints',
    sql: `UPDATE ${CHECKPOINT} SET sequence = -sequence WHERE tenant_id = $1 AND sequence < 3;`,
    checkpoint: -2,
    reason: CHANGED,
  },
  {
    name: 'another tenant’s chain here',
    sql: `WITH gone AS (DELETE FROM ${CHECKPOINT} WHERE tenant_id = $1)
      INSERT INTO ${CHECKPOINT} SELECT $1, sequence + 100, epoch, after_tx, to_tx, month, dropped, events, digest, previous, key_id, seal, sealed_at
      FROM ${CHECKPOINT} WHERE tenant_id = $8`,
    checkpoint: 1,
    reason: /missing/,
  },
];

describe('verify names', () => {
  const all = [...CHANGES, ...REMOVALS, ...ADDITIONS, ...MOVES];
  let logs: ReadonlyMap<Tampering, readonly [SealedLog, SealedLog]>;

  beforeAll(async () => {
    const [these, others] = [await sealedLogs(all.length), await sealedLogs(all.length)];
    logs = new Map(all.map((tampering, n) => [tampering, [these[n], others[n]] as [SealedLog, SealedLog]]));
  });

  const check = async (tampering: Tampering) => {
    const { sql: text, event, checkpoint, reason } = tampering;
    const [{ tenantId, events, head }, other] = logs.get(tampering) as readonly [SealedLog, SealedLog];
    const values = [tenantId, ...events, other.tenantId];
    await sql(
      onlyUsed(text, values),
      values.filter((_, index) => text.includes(`$${index + 1}`)),
    );
    const verdict = await verify(tenantId);
    expect(verdict).toMatchObject({ valid: false, firstBroken: { reason: expect.stringMatching(reason) } });
    const { kind, id, sequence } = verdict.firstBroken;
    expect(kind).toBe(checkpoint === undefined ? 'event' : 'checkpoint');
    if (event !== undefined && id !== NOBODY) expect(id).toBe(events[event - 1]);
    expect(sequence).toBe(checkpoint);
    expect(await verify(tenantId, head)).toMatchObject({ valid: false });
    // Nobody else is suspected.
    const { firstBroken } = await verify(other.tenantId);
    if (!text.includes('$8')) expect(firstBroken).toBeUndefined();
  };

  it.each(CHANGES)('what was changed: $name', check);
  it.each(REMOVALS)('what was removed: $name', check);
  it.each(ADDITIONS)('what was added: $name', check);
  it.each(MOVES)('what was moved: $name', check);
});

/** Parameters are numbered anew, since PostgreSQL wants to know what each is for. */
function onlyUsed(text: string, values: readonly unknown[]): string {
  const used = values.map((_, index) => index + 1).filter((number) => text.includes(`$${number}`));
  return text.replace(/\$(\d)/g, (_, number: string) => `$${used.indexOf(Number(number)) + 1}`);
}

describe('the end of the log', () => {
  const cutOff = async (tenantId: string, event: string | undefined) => {
    await sql(`DELETE FROM ${EVENT} WHERE tenant_id = $1 AND id = $2`, [tenantId, event]);
    await sql(`DELETE FROM ${CHECKPOINT} WHERE tenant_id = $1 AND sequence = 3`, [tenantId]);
  };

  it('can be cut off unseen, unless its head was noted', async () => {
    const { tenantId, head, events } = await sealedLog();
    await cutOff(tenantId, events[5]);
    expect(await verify(tenantId)).toMatchObject({ valid: true, checked: 5, checkpoints: 2 });
    expect(await verify(tenantId, head)).toMatchObject({
      valid: false,
      checked: 5,
      firstBroken: { kind: 'checkpoint', sequence: 3, reason: expect.stringMatching(/cut off/) },
    });
  });

  it('cannot be grown again over a noted head', async () => {
    const { tenantId, head, events } = await sealedLog();
    await cutOff(tenantId, events[5]);
    await rename(tenantId, 'another sixth');
    await seal();
    expect(await verify(tenantId)).toMatchObject({ valid: true, checked: 6, checkpoints: 3 });
    expect(await verify(tenantId, head)).toMatchObject({ valid: false, firstBroken: { sequence: 3 } });
  });

  it('is missed when the whole log is gone', async () => {
    const { tenantId, head } = await sealedLog();
    await sql(`DELETE FROM ${EVENT} WHERE tenant_id = $1`, [tenantId]);
    await sql(`DELETE FROM ${CHECKPOINT} WHERE tenant_id = $1`, [tenantId]);
    expect(await verify(tenantId)).toEqual({ valid: true, checked: 0, checkpoints: 0, unsealed: 0, head: null });
    expect(await verify(tenantId, head)).toMatchObject({ valid: false, firstBroken: { sequence: 3 } });
  });

  it('that is not sealed yet is checked event by event', async () => {
    const { tenantId } = await sealedLog();
    await rename(tenantId, 'seventh');
    const [{ id }] = await sql(`SELECT id FROM ${EVENT} WHERE tenant_id = $1 ORDER BY tx DESC LIMIT 1`, [tenantId]);
    await sql(`UPDATE ${EVENT} SET actor_name = 'x' WHERE tenant_id = $1 AND id = $2`, [tenantId, id]);
    expect(await verify(tenantId)).toMatchObject({ valid: false, unsealed: 1, firstBroken: { kind: 'event', id } });
  });
});

describe('the key', () => {
  let again: TestApp;
  const next = { id: 'next', secret: Buffer.alloc(32, 8) };

  afterAll(() => again?.close());

  const startAgain = async (options: object) => {
    await again?.close();
    const databaseUrl = (world.app.database.options as { url: string }).url;
    again = await startApp({ databaseUrl, upkeep: false, ...options });
    return new Api(again.url, world.app.adminKey);
  };

  it('can be changed: the chain goes on', async () => {
    const { tenantId } = await sealedLog();
    const api = await startAgain({ auditKey: next, previousAuditKeys: [TEST_AUDIT_KEY] });
    await api.patch(`/tenants/${tenantId}`, { name: 'seventh' });
    await seal(again);
    expect(await verify(tenantId, undefined, api)).toMatchObject({ valid: true, checked: 7, checkpoints: 4 });
    expect(await verify(tenantId)).toMatchObject({
      valid: false,
      checked: 6,
      firstBroken: { kind: 'checkpoint', sequence: 4, reason: expect.stringMatching(/the key "next"/) },
    });
  });

  it('is missed where it is not given', async () => {
    const { tenantId } = await sealedLog();
    expect(await verify(tenantId, undefined, await startAgain({ auditKey: next }))).toMatchObject({
      valid: false,
      checked: 0,
      firstBroken: { kind: 'checkpoint', sequence: 1, reason: expect.stringMatching(/the key "test"/) },
    });
  });

  it('cannot be another of the same name', async () => {
    const { tenantId } = await sealedLog();
    const auditKey = { ...TEST_AUDIT_KEY, secret: next.secret };
    expect(await verify(tenantId, undefined, await startAgain({ auditKey }))).toMatchObject({
      valid: false,
      firstBroken: { kind: 'checkpoint', sequence: 1, reason: expect.stringMatching(CHANGED) },
    });
  });
});

describe('sealing', () => {
  const record = (tenantId: string, app: TestApp, events: number) =>
    app.app.get(Database, { strict: false }).transaction(tenantId, (tx) =>
      app.app.get(AuditService, { strict: false }).record(
        tx,
        { actor: { kind: 'host', name: 'test' }, requestId: uuidv7() },
        Array.from({ length: events }, () => ({
          type: 'directory_user_updated',
          target: { kind: 'directory_user', id: uuidv7() },
        })),
      ),
    );

  it('waits for a transaction that is open while others commit', async () => {
    const tenantId = await world.tenant();
    await seal();
    let commit = () => {};
    const open = new Promise<void>((resolve) => (commit = resolve));
    let written = () => {};
    const isWritten = new Promise<void>((resolve) => (written = resolve));
    const slow = world.app.app.get(Database, { strict: false }).transaction(tenantId, async (tx) => {
      const origin = { actor: { kind: 'host', name: 'slow' }, requestId: 'slow' } as const;
      const target = { kind: 'tenant', id: tenantId } as const;
      await world.app.app.get(AuditService, { strict: false }).record(tx, origin, [{ type: 'tenant_updated', target }]);
      written();
      await open;
    });
    await isWritten;
    await rename(tenantId, 'meanwhile');
    await rename(tenantId, 'and again');
    await seal();
    expect(await verify(tenantId)).toMatchObject({ valid: true, checked: 3, checkpoints: 1, unsealed: 2 });
    commit();
    await slow;
    await seal();
    expect(await verify(tenantId)).toMatchObject({ valid: true, checked: 4, checkpoints: 2, unsealed: 0 });
  });

  it('misses no event of many writers at once', async () => {
    const client = await world.connect();
    let done = false;
    const sealing = (async () => {
      while (!done) await seal();
    })();
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => client.post('/Users', aUser(`w${n}`))));
    done = true;
    await sealing;
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    await seal();
    const [{ count }] = await sql(`SELECT count(*)::int FROM ${EVENT} WHERE tenant_id = $1`, [client.tenantId]);
    expect(count).toBeGreaterThan(200);
    expect(await verify(client.tenantId)).toMatchObject({ valid: true, checked: count, unsealed: 0 });
  });

  it('never parts a transaction, however large', async () => {
    const tenantId = await world.tenant();
    await record(tenantId, world.app, MAX_SEALED_EVENTS + 500);
    for (let n = 0; n < 3; n += 1) await record(tenantId, world.app, 10);
    await seal();
    const rounds = await sql(`SELECT events FROM ${CHECKPOINT} WHERE tenant_id = $1 ORDER BY sequence`, [tenantId]);
    expect(rounds.map(({ events }: { events: string }) => Number(events))).toEqual([MAX_SEALED_EVENTS + 501, 30]);
    expect(await verify(tenantId)).toMatchObject({ valid: true, checked: MAX_SEALED_EVENTS + 531, unsealed: 0 });
  });

  it('is not stopped by a transaction that is said to be to come', async () => {
    const { tenantId } = await sealedLog();
    await rename(tenantId, 'seventh');
    await sql(
      `UPDATE ${EVENT} SET tx = '9000000000000000000' WHERE tenant_id = $1 AND tx = (SELECT tx FROM ${EVENT}
      WHERE tenant_id = $1 ORDER BY tx DESC LIMIT 1)`,
      [tenantId],
    );
    await seal();
    await rename(tenantId, 'eighth');
    await seal();
    expect(await verify(tenantId)).toMatchObject({ valid: true, checked: 8, checkpoints: 5, unsealed: 0 });
  });

  describe('by two instances at once', () => {
    let database: TestDatabase;
    let apps: readonly TestApp[];

    beforeAll(async () => {
      database = await createTestDatabase();
      const options = { databaseUrl: database.url, upkeep: false };
      apps = [await startApp(options), await startApp(options)];
    });

    afterAll(async () => {
      for (const app of apps) await app.close();
      await database.drop();
    });

    it('makes one chain', async () => {
      const api = new Api(apps[0]!.url, apps[0]!.adminKey);
      const { id } = (await api.post('/tenants', { subdomain: 'two', name: 'Two' })).body;
      for (let round = 0; round < 10; round += 1) {
        const seals = () => apps.map((app) => seal(app));
        await Promise.all([...seals(), ...apps.map((app) => record(id, app, 5)), ...seals()]);
      }
      for (const app of apps) await seal(app);
      expect(await verify(id, undefined, api)).toMatchObject({ valid: true, checked: 101, unsealed: 0 });
    });
  });
});

describe('POST /tenants/{t}/audit-events/verify', () => {
  const path = (tenantId: string, query = '') => `/tenants/${tenantId}/audit-events/verify${query}`;

  it.each(['owner', 'admin', 'auditor'])('is open to the role %s', async (role) => {
    const tenantId = await world.tenant();
    const { plaintext } = (await world.admin.post('/keys', { name: role, role })).body;
    expect((await world.admin.as(plaintext).post(path(tenantId))).status).toBe(200);
    const { plaintext: foreign } = (await world.admin.post('/keys', { name: role, role, tenantId })).body;
    expect((await world.admin.as(foreign).post(path(await world.tenant()))).status).toBe(404);
  });

  it.each(['3', '3:ab', `0:${'a'.repeat(64)}`, `-1:${'a'.repeat(64)}`, `3:${'g'.repeat(64)}`])(
    'refuses %j as a head',
    async (head) => {
      const { status, body } = await world.admin.post(path(await world.tenant(), `?head=${head}`));
      expect(status).toBe(400);
      expect(body.errors[0].parameter).toBe('head');
    },
  );

  it('is done for so many at once', async () => {
    const verifier = world.app.app.get(AuditVerifier, { strict: false });
    const { tenantId } = await sealedLog();
    const { signal } = new AbortController();
    const all = Array.from({ length: MAX_VERIFICATIONS + 1 }, () => verifier.verify(tenantId, undefined, signal));
    const outcomes = await Promise.allSettled(all);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(outcomes.at(-1)).toMatchObject({ reason: { status: 429, retryAfter: 10 } });
    expect(await verify(tenantId)).toMatchObject({ valid: true });
  });

  it('ends with the client', async () => {
    const verifier = world.app.app.get(AuditVerifier, { strict: false });
    const { tenantId } = await sealedLog();
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(verifier.verify(tenantId, undefined, signal)).rejects.toThrow('gone');
    expect(await verify(tenantId)).toMatchObject({ valid: true });
  });

  it('refuses a tenant that is not there, another method and nobody', async () => {
    expect((await world.admin.post(path(NOBODY))).status).toBe(404);
    const other = await world.admin.get(path(await world.tenant()));
    expect([other.status, other.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await world.admin.as(undefined).post(path(NOBODY))).status).toBe(401);
  });
});
