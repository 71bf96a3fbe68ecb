import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../src/standalone/embedded-postgres/start-embedded-postgres.js';
import { makeScratchFolder, removeScratchFolder } from './scratch-folder.js';

const folders: string[] = [];
const running: EmbeddedPostgres[] = [];

async function scratch(mode?: number): Promise<string> {
  const folder = await makeScratchFolder(mode);
  folders.push(folder);
  return folder;
}

async function start(folder: string, signal = new AbortController().signal): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ folder, signal, initdb: ['--no-sync'] });
  running.push(postgres);
  return postgres;
}

async function ask<R extends object>(postgres: EmbeddedPostgres, text: string): Promise<R[]> {
  const client = new Client({ connectionString: postgres.url });
  // A server that is killed takes its connections along, and that is no failure of the spec.
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<R>(text);
  await client.end();
  return rows;
}

async function postmasterOf(folder: string): Promise<number> {
  return Number.parseInt(await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}

describe('the embedded PostgreSQL', () => {
  afterEach(async () => {
    for (const postgres of running.splice(0)) await postgres.stop('SIGQUIT');
  });
  afterAll(async () => {
    for (const folder of folders) await removeScratchFolder(folder);
  });

  it('makes a cluster that is durable, checked and the same on every machine', async () => {
    const folder = await scratch();
    const [settings] = await ask(
      await start(folder),
      `SELECT current_database() AS database, current_user AS user, current_setting('fsync') AS fsync,
        current_setting('data_checksums') AS checksums, current_setting('server_encoding') AS encoding,
        current_setting('listen_addresses') AS listens, lower('ÅÉ') AS folded`,
    );
    expect(settings).toEqual({
      ...{ database: 'inbound_scim', user: 'inbound_scim', fsync: 'on', checksums: 'on', encoding: 'UTF8' },
      ...{ listens: '127.0.0.1', folded: 'åé' },
    });
    expect((await stat(join(folder, 'postgres-password'))).mode & 0o777).toBe(0o600);
  });

  it('keeps its data when it is stopped and started', async () => {
    const folder = await scratch();
    const first = await start(folder);
    await ask(first, 'CREATE TABLE kept AS SELECT 1 AS n');
    await first.stop();
    expect(await ask(await start(folder), 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('keeps what was committed when it is killed, and says that it is lost', async () => {
    const folder = await scratch();
    const first = await start(folder);
    await ask(first, 'CREATE TABLE kept AS SELECT 1 AS n');
    process.kill(await postmasterOf(folder), 'SIGKILL');
    await first.lost;
    await first.stop();
    expect(await ask(await start(folder), 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('starts in a folder that its owner alone may enter', async () => {
    const folder = await scratch(0o700);
    expect(await ask(await start(folder), 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('refuses a folder that another server works in', async () => {
    const folder = await scratch();
    await start(folder);
    await expect(start(folder)).rejects.toThrow(`Another server (process ${process.pid}) works in ${folder}.`);
  });

  it('refuses data without their password', async () => {
    const folder = await scratch();
    await (await start(folder)).stop();
    await rm(join(folder, 'postgres-password'));
    await expect(start(folder)).rejects.toThrow('postgres-password is missing');
  });

  it('tells what PostgreSQL said when it does not start', async () => {
    const folder = await scratch();
    await (await start(folder)).stop();
    await rm(join(folder, 'postgres', 'global', 'pg_control'));
    await expect(start(folder)).rejects.toThrow(/The database did not start:[^]*pg_control/);
  });

  it('gives up a start that is no longer wanted, and leaves nothing that looks complete', async () => {
    const folder = await scratch();
    const controller = new AbortController();
    const starting = start(folder, controller.signal);
    const refused = expect(starting).rejects.toThrow('aborted');
    controller.abort();
    await refused;
    expect(await ask(await start(folder), 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });
});
