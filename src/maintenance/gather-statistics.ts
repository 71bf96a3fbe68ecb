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

/** Names are the catalogue's own, quoted by it. Partitions are tables of their own: each month begins without statistics. */
async function grownTables(manager: EntityManager): Promise<readonly string[]> {
  const rows = await manager.query<readonly { name: string }[]>(GROWN, [FIRST_ROWS, GROWTH]);
  return rows.map(({ name }) => name);
}

/** `reltuples` is the size at the last look, but an index that is made sets it too: a restored table has a size and no statistics. */
const GROWN = `
  SELECT quote_ident(relname) AS name FROM pg_class
  WHERE relnamespace = 'inbound_scim'::regnamespace AND relkind = 'r' AND pg_stat_get_live_tuples(oid) >= $1::bigint
    AND (pg_stat_get_live_tuples(oid) >= reltuples * $2::bigint
      OR (pg_stat_get_last_analyze_time(oid) IS NULL AND pg_stat_get_last_autoanalyze_time(oid) IS NULL))`;
