import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { entities, InboundScimModule } from '../../src/index.js';
import { TEST_AUDIT_KEY } from '../support/test-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const GUIDE = resolve(import.meta.dirname, '../../docs/guides/embedding.md');

/** A wrong value of each option, as somebody without types may give it. */
const WRONG: Readonly<Record<string, object>> = {
  publicUrl: { publicUrl: 'scim.example.com' },
  auditKey: { auditKey: { id: '2026-1', secret: 'a text of more than thirty-two characters' } },
  previousAuditKeys: { previousAuditKeys: TEST_AUDIT_KEY },
  auditRetentionMonths: { auditRetentionMonths: 0 },
  path: { path: 'scim/:tenant' },
  adminPath: { adminPath: '' },
  adminGuard: { adminGuard: {} },
  tenantOf: { tenantOf: 'acme' },
  dataSource: { dataSource: 'people' },
  maintenance: { maintenance: 'owner' },
  imports: { dataSource: { token: 'PEOPLE' }, imports: [] },
  runMigrations: { runMigrations: 'yes' },
  upkeep: { upkeep: 1 },
  fence: { fence: 'none' },
  rateLimit: { rateLimit: { perSecond: 10, burst: 0 } },
  limits: { limits: { pageSize: 0 } },
  routeMetadata: { routeMetadata: 'isPublic' },
  emitEvents: { emitEvents: 'all' },
  logger: { logger: { log: () => undefined } },
  clock: { clock: new Date(0) },
};

let database: TestDatabase;
let said: ReadonlyMap<string, string>;
let documented: readonly string[];

beforeAll(async () => {
  database = await createTestDatabase();
  const guide = await readFile(GUIDE, 'utf8');
  const [options = '', wrong = ''] = guide.slice(guide.indexOf('## Options')).split('What a wrong one says:');
  documented = [...rowsOf(options).keys()];
  said = rowsOf(wrong.slice(0, wrong.indexOf('`InboundScimModule.forRootAsync(')));
});

afterAll(() => database.drop());

/** The last cell of each row of a table, by the name in its first. */
function rowsOf(text: string): ReadonlyMap<string, string> {
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  return new Map(rows.map((row) => [row.split('`')[1] ?? '', row.split(' | ').at(-1)?.replace(/ *\|$/, '') ?? '']));
}

async function start(options: object): Promise<void> {
  @Module({
    imports: [
      TypeOrmModule.forRoot({ type: 'postgres', url: database.url, entities, retryAttempts: 0 }),
      InboundScimModule.forRoot({
        publicUrl: 'https://scim.example.com',
        auditKey: TEST_AUDIT_KEY,
        upkeep: false,
        ...options,
      }),
    ],
  })
  class Root {}

  const app = await NestFactory.createApplicationContext(Root, { logger: false, abortOnError: false });
  await app.close();
}

describe('an option', () => {
  it('is in the guide, and so is what a wrong one says', () => {
    expect(documented.toSorted()).toEqual(Object.keys(WRONG).toSorted());
    expect([...said.keys()]).toEqual(documented);
  });

  it.each(Object.keys(WRONG))('%s, where it is wrong, stops the start with what the guide says', async (name) => {
    await expect(start(WRONG[name] ?? {})).rejects.toThrow(said.get(name));
  });

  it('that is given as a connection itself is told what it may be', async () => {
    await expect(start({ dataSource: {} })).rejects.toThrow('`dataSource` must be the name of a TypeORM connection');
  });
});
