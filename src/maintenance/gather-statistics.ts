import type { EntityManager } from 'typeorm';
import type { MaintenanceAct } from './maintenance-act.js';

/** A table is looked at for the first time when it has so many rows, and again each time it has grown by `GROWTH`. */
const FIRST_ROWS = 500;
const GROWTH = 10;

/**
 * Gathers the planner's statistics as tables grow. Every index begins with the tenant, so on a table without statistics the planner cannot
 * tell them apart: a create cost 0.14 of a bare INSERT until autovacuum came by after a minute, and the initial cycle of a directory is that
 * minute. With statistics: 0.86. PostgreSQL plans prepared statements anew after it by itself.
 */
export const gatherStatistics: MaintenanceAct = {
  name: 'statistics',
  at: '*/2 * * * * *',
  async run(manager) {
    for (const table of await grownTables(manager)) await manager.query(`ANALYZE inbound_scim.${table}`);
  },
};

/** Names are the catalogue's own, quoted by it. */
async function grownTables(manager: EntityManager): Promise<readonly string[]> {
  const rows: readonly { name: string }[] = await manager.query(GROWN, [FIRST_ROWS, GROWTH]);
  return rows.map(({ name }) => name);
}

const GROWN = `
  SELECT quote_ident(s.relname) AS name
  FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
  WHERE s.schemaname = 'inbound_scim' AND s.n_live_tup >= $1::bigint AND s.n_live_tup >= c.reltuples * $2::bigint`;
