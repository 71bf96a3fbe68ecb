import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { requestOptions } from '../../ormconfig.js';
import { aUser, type ScimClient, World } from '../support/scim-client.js';

/** Row-level security as the second fence, on connections as requests have them. */

let world: World;
let requests: DataSource;
let mine: ScimClient;
let theirs: ScimClient;

beforeAll(async () => {
  world = await World.start();
  requests = await new DataSource(requestOptions((world.app.database.options as { url: string }).url)).initialize();
  mine = await world.connect();
  theirs = await world.connect();
  for (const client of [mine, theirs]) {
    const { body } = await client.post('/Users', aUser('ana', { externalId: 'ana' }));
    await client.post('/Groups', { displayName: 'Ops', members: [{ value: body.id }, { value: 'later' }] });
    await client.post('/Users', aUser('ana'));
  }
});

afterAll(async () => {
  await requests.destroy();
  await world.close();
});

/** One connection of the pool, set to a tenant or to none. */
async function inside<T>(
  tenantId: string,
  work: (query: (sql: string, values?: unknown[]) => Promise<T[]>) => Promise<void>,
) {
  const runner = requests.createQueryRunner();
  try {
    await runner.startTransaction();
    await runner.query(`SELECT set_config('inbound_scim.tenant_id', $1, true)`, [tenantId]);
    await work(async (sql, values) => runner.query(sql, values));
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
}

const FENCED = [
  'identity_provider',
  'token',
  'scim_user',
  'scim_group',
  'membership',
  'pending_member',
  'directory_user',
  'conflict',
  'audit_event',
  'audit_detail',
];

describe('the role of requests', () => {
  it('owns nothing, is no superuser, and cannot pass the fence', async () => {
    const [role] = await requests.query(
      `SELECT current_user AS name, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
        (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owns FROM pg_roles r WHERE rolname = current_user`,
    );
    expect(role).toEqual({
      name: 'inbound_scim_app',
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      owns: 0,
    });
  });

  it.each([
    ['change an event', 'UPDATE inbound_scim.audit_event SET type = $1', ['x']],
    ['remove an event', 'DELETE FROM inbound_scim.audit_event WHERE type = $1', ['x']],
    ['change what an event tells', 'UPDATE inbound_scim.audit_detail SET salt = $1', [Buffer.alloc(1)]],
    ['write a checkpoint', 'DELETE FROM inbound_scim.audit_checkpoint WHERE key_id = $1', ['x']],
    ['leave the fence open', 'ALTER TABLE inbound_scim.scim_user DISABLE ROW LEVEL SECURITY', []],
    ['make a table', 'CREATE TABLE inbound_scim.mine (id int)', []],
  ])('may not %s', async (_, sql, values) => {
    await inside(mine.tenantId, async (query) => {
      await expect(query(sql, values)).rejects.toMatchObject({ driverError: { code: '42501' } });
    });
  });
});

describe.each(FENCED)('%s', (table) => {
  it('shows the rows of the tenant, and only those, although no condition names it', async () => {
    await inside<{ tenant_id: string }>(mine.tenantId, async (query) => {
      const rows = await query(`SELECT DISTINCT tenant_id FROM inbound_scim.${table}`);
      expect(rows).toEqual([{ tenant_id: mine.tenantId }]);
    });
  });

  it('shows nothing where no tenant is set', async () => {
    await inside('', async (query) => expect(await query(`SELECT FROM inbound_scim.${table}`)).toEqual([]));
  });
});

describe('who has an address', () => {
  const find = 'SELECT cardinality(inbound_scim.users_with_email($1, $2)) AS found';
  const email = 'ana@corp.example';

  it('is told of the session’s tenant, and of no other', async () => {
    await inside<{ found: number }>(mine.tenantId, async (query) => {
      expect(await query(find, [mine.tenantId, email])).toEqual([{ found: 1 }]);
      expect(await query(find, [mine.tenantId, 'bob@corp.example'])).toEqual([{ found: 0 }]);
      expect(await query(find, [theirs.tenantId, email])).toEqual([{ found: 0 }]);
    });
  });

  it('is not told where no tenant is set, but to a host without a fence', async () => {
    await inside<{ found: number }>('', async (query) => {
      expect(await query(find, [mine.tenantId, email])).toEqual([{ found: 0 }]);
    });
    expect(await world.app.database.query(find, [mine.tenantId, email])).toEqual([{ found: 1 }]);
  });
});

describe('a statement that forgot its tenant', () => {
  it('changes nothing of another tenant', async () => {
    await inside<{ id: string }>(mine.tenantId, async (query) => {
      const changed = await query(`UPDATE inbound_scim.scim_user SET active = false RETURNING tenant_id`);
      expect(changed.flat().filter((row) => typeof row === 'object')).toEqual([{ tenant_id: mine.tenantId }]);
    });
    expect((await theirs.find('/Users', 'active eq true')).body.totalResults).toBe(1);
  });

  it('writes nothing into another tenant', async () => {
    await inside(mine.tenantId, async (query) => {
      const insert = `INSERT INTO inbound_scim.pending_member SELECT $1, group_id, 'x', identity_provider_id, now() FROM inbound_scim.pending_member`;
      await expect(query(insert, [theirs.tenantId])).rejects.toMatchObject({ driverError: { code: '42501' } });
    });
  });

  it('finds nothing in a partition by its own name', async () => {
    await inside<{ name: string }>(mine.tenantId, async (query) => {
      const partitions = await query(
        `SELECT format('inbound_scim.%I', c.relname) AS name FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE inhparent = 'inbound_scim.audit_event'::regclass`,
      );
      for (const { name } of partitions) {
        const [row] = await query(`SELECT has_table_privilege($1, 'SELECT') AS may`, [name]);
        expect(row).toEqual({ may: false });
      }
    });
  });
});

describe('every table', () => {
  it('forces the fence on its owner too, but for the two that hold no people', async () => {
    const open = await world.app.database.query(
      `SELECT relname FROM pg_class WHERE relnamespace = 'inbound_scim'::regnamespace AND relkind IN ('r', 'p')
        AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY relname`,
    );
    expect(open.map(({ relname }: { relname: string }) => relname)).toEqual(['admin_key', 'tenant']);
  });

  it('that is fenced lets requests see and write the rows of their tenant alone, and has no other policy', async () => {
    const policies = await world.app.database.query(
      `SELECT c.relname AS "table", string_agg(p.policyname, ', ' ORDER BY p.policyname) AS names,
          bool_and(p.roles <> '{inbound_scim_app}' OR (p.qual LIKE '(tenant_id = ( SELECT %current_tenant()%' AND p.with_check = p.qual)) AS "isTheTenants"
        FROM pg_class c LEFT JOIN pg_policies p ON p.schemaname = 'inbound_scim' AND p.tablename = c.relname
        WHERE c.relnamespace = 'inbound_scim'::regnamespace AND c.relrowsecurity AND NOT c.relispartition
        GROUP BY c.relname ORDER BY c.relname`,
    );
    expect(policies.map(({ table }: { table: string }) => table)).toEqual(expect.arrayContaining(FENCED));
    for (const { table, names, isTheTenants } of policies)
      expect({ table, names, isTheTenants }).toEqual({ table, names: 'owner, tenant', isTheTenants: true });
  });

  it('that is fenced leads with the tenant in its primary key, its unique constraints and its foreign keys', async () => {
    const constraints = await world.app.database.query(
      `SELECT t.relname AS "table", c.conname AS name, c.contype AS type, a.attname AS first
        FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE t.relnamespace = 'inbound_scim'::regnamespace AND t.relrowsecurity AND c.contype IN ('p', 'u', 'f') AND a.attname <> 'tenant_id'`,
    );
    // Unique across tenants, and a small table: one that is copied to every node of a distributed PostgreSQL.
    expect(constraints).toEqual([{ table: 'token', name: 'token_hash_unique', type: 'u', first: 'hash' }]);
  });

  it('that is fenced leads with the tenant in its unique indexes', async () => {
    const indexes = await world.app.database.query(
      `SELECT x.relname AS name FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
        WHERE t.relnamespace = 'inbound_scim'::regnamespace AND t.relrowsecurity AND i.indisunique AND a.attname <> 'tenant_id'`,
    );
    expect(indexes).toEqual([{ name: 'token_hash_unique' }]);
  });
});
