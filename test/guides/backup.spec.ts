import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../admin/api.js';
import { startServer } from '../standalone/running-server.js';
import { makeScratchFolder, removeScratchFolder } from '../standalone/scratch-folder.js';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.js';
import { readGuide, type Step, stepsOf } from './guide.js';
import { playGuide } from './play-guide.js';
import { ADMIN_KEY } from './reader.js';

/** The commands of the guide that need the client programs of the server's own version, by their names. */
const commands = new Map(
  stepsOf(await readGuide('docs/guides/operations.md'))
    .filter(({ notRun }) => notRun?.includes('backup.spec.ts'))
    .map((step): [string, Step] => [step.commands.split(' ', 1)[0] ?? '', { ...step, notRun: undefined }]),
);

describe('a backup, as the guide says', () => {
  it('is made by one command and restored by another, and the keys are removed by a third', () => {
    expect([...commands.keys()]).toEqual(['pg_dump', 'pg_restore', 'psql']);
  });

  // Debian’s programs are older than the PostgreSQL that the package brings, and do not read it.
  if (process.env.TEST_DATABASE_URL !== undefined) describe('of a server that works', () => restored());
});

function restored(): void {
  let folder: string;
  let before: TestDatabase;
  let after: TestDatabase;

  beforeAll(async () => {
    folder = await makeScratchFolder();
    [before, after] = [await createEmptyDatabase(), await createEmptyDatabase()];
  });
  afterAll(async () => {
    await Promise.all([before.drop(), after.drop()]);
    await removeScratchFolder(folder);
  });

  /** The same data folder each time, and so the same key of the event log. */
  async function withServer<T>(url: string, key: string, work: (admin: Api) => Promise<T>): Promise<T> {
    const server = await startServer(folder, { DATABASE_URL: url, ADMIN_KEY: key, DEMO: 'false' });
    try {
      return await work(new Api(server.url, key));
    } finally {
      await server.end('SIGTERM');
    }
  }

  const run = (names: readonly string[], variables: Record<string, string>) =>
    playGuide(
      names.map((name) => commands.get(name)!),
      variables,
    );

  it('holds all that was there, and an event log that verifies', async () => {
    const { body: tenant } = await withServer(before.url, ADMIN_KEY, (admin) =>
      admin.post('/tenants', { subdomain: 'acme', name: 'Acme' }),
    );
    await run(['pg_dump', 'pg_restore'], { DATABASE_URL: before.url, NEW_DATABASE_URL: after.url });
    await withServer(after.url, ADMIN_KEY, async (admin) => {
      expect((await admin.get(`/tenants/${tenant.id}`)).body).toEqual(tenant);
      const verdict = await admin.post(`/tenants/${tenant.id}/audit-events/verify`);
      expect(verdict.body).toMatchObject({ valid: true, checked: 1 });
    });
  });

  it('lets the owner of the database begin anew with another key', async () => {
    const other = 'another-key-after-the-first-was-lost';
    await withServer(after.url, other, async (admin) => expect((await admin.get('/me')).status).toBe(401));
    await run(['psql'], { DATABASE_URL: after.url });
    await withServer(after.url, other, async (admin) => {
      expect((await admin.get('/me')).body).toMatchObject({ role: 'owner', tenantId: null });
      expect((await admin.as(ADMIN_KEY).get('/me')).status).toBe(401);
    });
  });
}
