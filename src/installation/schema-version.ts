import type { EntityManager } from 'typeorm';
import * as migrations from '../migrations/index.js';

/** The version of the schema that this code is for: the time of the newest migration. */
export const SCHEMA_VERSION = Math.max(...Object.keys(migrations).map(versionOf));

/** The version of the first migration, which left none behind. */
const FIRST_VERSION = Math.min(...Object.keys(migrations).map(versionOf));

/** The version of the schema that is there; undefined: none. */
export async function readSchemaVersion(manager: EntityManager): Promise<number | undefined> {
  const [found] = await manager.query<readonly Found[]>(FIND);
  if (!found?.has_schema) return undefined;
  if (!found.has_version) return FIRST_VERSION;
  const [row] = await manager.query<readonly { version: string }[]>(READ);
  return Number(row?.version);
}

interface Found {
  readonly has_schema: boolean;
  readonly has_version: boolean;
}

/** The names of migrations end with the milliseconds of their making, as TypeORM wants them to. */
function versionOf(name: string): number {
  return Number(name.slice(-13));
}

/** In the catalogue, which everybody may read. */
const FIND = `SELECT to_regnamespace('inbound_scim') IS NOT NULL AS has_schema,
  EXISTS (SELECT FROM pg_proc WHERE pronamespace = to_regnamespace('inbound_scim') AND proname = 'schema_version') AS has_version`;
const READ = 'SELECT inbound_scim.schema_version() AS version';
