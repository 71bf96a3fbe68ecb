import { DataSource, type DataSourceOptions } from 'typeorm';
import * as migrations from '../migrations/index.js';

/** Session-level advisory lock: of several instances that start, one migrates. */
const MIGRATION_LOCK = 7_244_002;

/** Where TypeORM remembers which of our migrations have run, in the schema of the connection. */
const MIGRATIONS_TABLE = 'inbound_scim_migration';

/**
 * Brings the schema up to date, with connections of its own to the database that `options` name; what else these say of entities and migrations
 * is left aside. The names of those that ran are answered. Instances take turns.
 *
 * @throws what PostgreSQL refuses: a missing right, most likely
 */
export async function runMigrations(options: DataSourceOptions): Promise<readonly string[]> {
  const dataSource = await new DataSource(ownOptions(options)).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const made = await dataSource.runMigrations({ transaction: 'each' });
    return made.map(({ name }) => name);
  } finally {
    // The lock ends with its session.
    await lock.release();
    await dataSource.destroy();
  }
}

/** Two connections: one holds the lock, the other migrates, however long a statement takes. */
function ownOptions(options: DataSourceOptions): DataSourceOptions {
  if (options.type !== 'postgres') throw new Error(`Migrations are for PostgreSQL, not for ${options.type}.`);
  return {
    ...options,
    // Named, since PostgreSQL would look for it in a schema called like the user first: for a user `inbound_scim` that is ours.
    schema: options.schema ?? 'public',
    entities: [],
    subscribers: [],
    migrations: Object.values(migrations),
    migrationsTableName: MIGRATIONS_TABLE,
    migrationsTransactionMode: 'each',
    migrationsRun: false,
    synchronize: false,
    dropSchema: false,
    poolSize: 2,
    extra: {
      ...(options.extra as object | undefined),
      max: 2,
      statement_timeout: 0,
      application_name: 'inbound-scim-migrations',
    },
  };
}
