import 'reflect-metadata';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { entities } from './src/inbound-scim.entities.js';
import * as migrations from './src/migrations/index.js';

/** Requests run as this role: it owns nothing and cannot step around row-level security. The migrations make it. */
const REQUEST_ROLE = 'inbound_scim_app';

/**
 * What a session of requests begins with. No statement is compiled: that would take longer than most filters do. A page out of order costs
 * hardly more than the next one, in memory and on a disk without a head; told otherwise, PostgreSQL reads all memberships to remove one.
 */
const SESSION = `-c role=${REQUEST_ROLE} -c jit=off -c random_page_cost=1.1`;

/** The tables of the service are made by migrations alone, and no extension is needed. */
const COMMON = {
  type: 'postgres',
  entities,
  synchronize: false,
  installExtensions: false,
  logging: false,
  connectTimeoutMS: 5000,
} satisfies Partial<DataSourceOptions>;

/** Of the schema's owner: for migrations and maintenance. The pool has room for a lock that is held beside the work. */
export function ownerOptions(url: string): DataSourceOptions {
  return {
    ...COMMON,
    url,
    // Named, since PostgreSQL would look for it in a schema called like the user first: for a user `inbound_scim` that is ours.
    schema: 'public',
    poolSize: 3,
    migrations: Object.values(migrations),
    migrationsTableName: 'inbound_scim_migration',
    migrationsTransactionMode: 'each',
    extra: { application_name: 'inbound-scim-owner', keepAlive: true },
  };
}

/**
 * Of requests: ten connections, each in the role of requests from its first statement to its last, and no statement longer
 * than five seconds. The role is set as the session starts and the tenant for a session at a time, so PgBouncer must pool sessions here,
 * not transactions. A statement need not wait for the answer to the one before, which sets its tenant.
 */
export function requestOptions(url: string): DataSourceOptions {
  return {
    ...COMMON,
    url: inRequestRole(url),
    poolSize: 10,
    extra: { application_name: 'inbound-scim', statement_timeout: 5000, keepAlive: true, pipeline: true },
  };
}

/** In the URL, where `options` that its author put there would otherwise win over the role. */
function inRequestRole(url: string): string {
  const parsed = new URL(url);
  const options = [parsed.searchParams.get('options'), SESSION].filter(Boolean).join(' ');
  parsed.searchParams.set('options', options);
  return parsed.toString();
}

/** For TypeORM's command line: `typeorm -d dist/ormconfig.js migration:run`. */
export default new DataSource(ownerOptions(process.env.DATABASE_URL ?? 'postgresql://localhost/inbound_scim'));
