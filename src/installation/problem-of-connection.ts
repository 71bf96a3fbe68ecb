import type { DataSource } from 'typeorm';
import { entities } from '../inbound-scim.entities.js';
import * as migrations from '../migrations/index.js';

const SCHEMA = 'inbound_scim';

/** Why a connection of the application's does not do, with the remedy; undefined: it does. */
export function problemOfConnection(dataSource: DataSource): string | undefined {
  if (dataSource.options.type !== 'postgres')
    return `its connection is to ${dataSource.options.type}; it needs PostgreSQL. Name another one with \`dataSource\`.`;
  if (!entities.every((entity) => dataSource.hasMetadata(entity)))
    return 'its connection does not know its entities; add them: entities: [...entities, …], with `entities` of inbound-scim.';
  const renamed = entities
    .map((entity) => dataSource.getMetadata(entity))
    .find(({ schema, tablePath, givenTableName }) => {
      return schema !== SCHEMA || tablePath !== `${SCHEMA}.${givenTableName}`;
    });
  return (
    renamed &&
    `its connection calls a table ${renamed.tablePath}; an entityPrefix is not for these tables, leave it out.`
  );
}

/** Two who remember which migrations have run would run them twice. */
export function problemOfOwnMigrations(dataSource: DataSource): string | undefined {
  const ours: readonly unknown[] = Object.values(migrations);
  if (!dataSource.migrations.some(({ constructor }) => ours.includes(constructor))) return undefined;
  return 'the connection has its migrations already; leave out either those or `runMigrations`.';
}
