const OLDEST_VERSION = 15;

/** What a PostgreSQL says of itself. */
export interface ServerRow {
  readonly version: string;
  readonly encoding: string;
}

/** Why the service cannot use this PostgreSQL, and what to do about it; undefined when it can. */
export function problemOf({ version, encoding }: ServerRow): string | undefined {
  if (Number.parseInt(version, 10) < OLDEST_VERSION) {
    return `The database is PostgreSQL ${version}. Set DATABASE_URL to a PostgreSQL ${OLDEST_VERSION} or newer.`;
  }
  if (encoding !== 'UTF8') {
    return `The database is encoded in ${encoding}. Make one with ENCODING 'UTF8' and set DATABASE_URL to it.`;
  }
  return undefined;
}
