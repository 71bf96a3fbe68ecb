import { SCHEMA_VERSION } from './schema-version.js';

/** Why a schema of this version does not do, with the remedy; undefined: it does. */
export function problemOfSchema(version: number | undefined): string | undefined {
  if (version === undefined) return `the schema inbound_scim is not there. ${REMEDY}`;
  if (version < SCHEMA_VERSION)
    return `the schema inbound_scim is of version ${version}, this release needs ${SCHEMA_VERSION}. ${REMEDY}`;
  if (version > SCHEMA_VERSION)
    return `the schema inbound_scim is of version ${version}, this release knows ${SCHEMA_VERSION} at most. Update the package.`;
  return undefined;
}

const REMEDY =
  'Set runMigrations: true, or add Object.values(migrations) of inbound-scim to the migrations of your connection and run them.';
