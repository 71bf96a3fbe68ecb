import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { World } from '../support/scim-client.js';
import { distributionStatements, PLACES } from './distribution.js';

/** The rules of a distributed PostgreSQL (Citus), held against every table, key and constraint that there is. */

const GUIDE = new URL('../../docs/guides/scaling.md', import.meta.url);

let world: World;

beforeAll(async () => {
  world = await World.start({ upkeep: false });
});

afterAll(() => world.close());

const sql = (text: string) => world.app.database.query(text);
const distributed = Object.keys(PLACES).filter((table) => PLACES[table] === 'distributed');

it('every table has its place, and no place is of a table that is none', async () => {
  const tables = await sql(
    `SELECT relname FROM pg_class WHERE relnamespace = 'inbound_scim'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1`,
  );
  expect(tables.map(({ relname }: { relname: string }) => relname)).toEqual(Object.keys(PLACES).toSorted());
});

describe('of what is distributed', () => {
  it('each has the tenant, which is never null and has one type', async () => {
    const columns = await sql(
      `SELECT c.relname, a.attnotnull, a.atttypid::regtype::text AS type FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'inbound_scim'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attname = 'tenant_id'`,
    );
    const found = columns.filter(({ relname }: { relname: string }) => distributed.includes(relname));
    expect(found).toHaveLength(distributed.length);
    for (const { attnotnull, type } of found) expect({ attnotnull, type }).toEqual({ attnotnull: true, type: 'uuid' });
  });

  it('each primary key, unique constraint and unique index holds the tenant', async () => {
    const without = await sql(
      `SELECT t.relname AS "table", x.relname AS index FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
        WHERE t.relnamespace = 'inbound_scim'::regnamespace AND i.indisunique AND NOT t.relispartition AND NOT EXISTS (
          SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = ANY (i.indkey::int2[]) AND a.attname = 'tenant_id')`,
    );
    expect(without.filter(({ table }: { table: string }) => distributed.includes(table))).toEqual([]);
  });

  it('each foreign key goes to a table that is copied, or to one that lies with the same tenant, by the tenant', async () => {
    const keys = await sql(
      `SELECT f.relname AS "from", t.relname AS "to", EXISTS (
          SELECT FROM unnest(c.conkey, c.confkey) AS pair(here, there)
          JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = pair.here
          JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = pair.there
          WHERE a.attname = 'tenant_id' AND b.attname = 'tenant_id') AS "byTenant"
        FROM pg_constraint c JOIN pg_class f ON f.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid
        WHERE c.contype = 'f' AND f.relnamespace = 'inbound_scim'::regnamespace AND c.conparentid = 0`,
    );
    expect(keys.length).toBeGreaterThan(0);
    for (const { from, to, byTenant } of keys) {
      const isAllowed = PLACES[to] === 'reference' || (PLACES[from] === 'distributed' && byTenant);
      expect({ from, to, isAllowed }).toEqual({ from, to, isAllowed: true });
    }
  });

  it('none has a trigger or a sequence, which a node would have to share', async () => {
    expect(
      await sql(`SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE c.relnamespace = 'inbound_scim'::regnamespace AND NOT tgisinternal`),
    ).toEqual([]);
    expect(
      await sql(`SELECT relname FROM pg_class WHERE relnamespace = 'inbound_scim'::regnamespace AND relkind = 'S'`),
    ).toEqual([]);
  });
});

it('what refers to another table comes after it', () => {
  const statements = distributionStatements();
  expect(statements).toHaveLength(Object.keys(PLACES).length);
  const lastReference = statements.findLastIndex((each) => each.includes('create_reference_table'));
  expect(statements.findIndex((each) => each.includes('create_distributed_table'))).toBeGreaterThan(lastReference);
});

it('the guide gives exactly these statements', () => {
  const guide = readFileSync(GUIDE, 'utf8');
  expect(guide).toContain(distributionStatements().join('\n'));
});
