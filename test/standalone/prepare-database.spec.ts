import type { LoggerService } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { freePort } from '../../src/standalone/embedded-postgres/free-port.js';
import { prepareDatabase } from '../../src/standalone/database.js';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.js';

const silent = { log: () => undefined, error: () => undefined, warn: () => undefined };
let database: TestDatabase;

/** At the URL of the database, or a change of it. */
function prepare(
  change: (url: URL) => void = () => undefined,
  logger: LoggerService = silent,
  { signal } = new AbortController(),
) {
  const url = new URL(database.url);
  change(url);
  return prepareDatabase(url.toString(), logger, signal);
}

async function query(text: string): Promise<object[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<object>(text);
  await client.end();
  return rows;
}

describe('the database of DATABASE_URL', () => {
  beforeAll(async () => {
    database = await createEmptyDatabase();
  });
  afterAll(() => database.drop());

  it('is migrated once, by whichever of two instances comes first, and left alone afterwards', async () => {
    await Promise.all([prepare(), prepare()]);
    const made = await query('SELECT name FROM inbound_scim_migration ORDER BY id');
    expect(made.length).toBeGreaterThan(0);
    expect(new Set(made.map((row) => JSON.stringify(row))).size).toBe(made.length);
    await prepare();
    expect(await query('SELECT name FROM inbound_scim_migration ORDER BY id')).toEqual(made);
  });

  it('is refused with the words of PostgreSQL when its user is unknown', async () => {
    const unknown = prepare((url) => (url.username = 'nobody_there'));
    await expect(unknown).rejects.toThrow(/^The database of DATABASE_URL cannot be used: .*"nobody_there"/);
  });

  it('is refused when there is none of that name', async () => {
    await expect(prepare((url) => (url.pathname = '/no_such_database'))).rejects.toThrow(
      '"no_such_database" does not exist',
    );
  });

  it('is waited for, until the start is no longer wanted', async () => {
    const port = await freePort();
    const controller = new AbortController();
    const giveUp = (message: string) => controller.abort(message);
    const starting = prepare((url) => (url.port = String(port)), { ...silent, warn: giveUp }, controller);
    await expect(starting).rejects.toThrow('aborted');
    expect(controller.signal.reason).toContain('Waiting for the database');
  });
});
