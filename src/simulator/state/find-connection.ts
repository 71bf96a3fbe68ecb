import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CannotRun } from '../cannot-run.js';
import type { Connection } from '../scim/scim-client.js';
import { readPrivateFile, writePrivateFile } from './private-file.js';

const CONNECTION = z.object({ url: z.string(), token: z.string() });

/** What the first start of a demo server leaves for the simulator. */
const LEFT = 'demo.json';
/** What the simulator used last. */
const USED = 'simulator.json';

/**
 * The service to push to: what was given; else what the first start of the local server has left; else that of the last run.
 * @throws CannotRun where nothing says so
 */
export async function findConnection(given: Partial<Connection>, dataDir: string): Promise<Connection> {
  const kept = [await read(dataDir, LEFT), await read(dataDir, USED)];
  const known = kept.find((one) => one && (given.url === undefined || one.url === given.url));
  const url = given.url ?? known?.url;
  const token = given.token ?? known?.token;
  if (url === undefined || token === undefined) throw new CannotRun(remedy(url));
  return { url, token };
}

/** Keeps a connection that works for the next run; what the first start has left is then taken over, and deleted. */
export async function keepConnection({ url, token }: Connection, dataDir: string): Promise<void> {
  await writePrivateFile(join(dataDir, USED), { url, token });
  const left = await read(dataDir, LEFT);
  if (left?.url === url) await rm(join(dataDir, LEFT), { force: true });
}

async function read(dataDir: string, name: string): Promise<Connection | undefined> {
  return CONNECTION.safeParse(await readPrivateFile(join(dataDir, name))).data;
}

function remedy(url: string | undefined): string {
  return url === undefined
    ? 'No server is known. Start one with `npm start`, or give --url and SCIM_TOKEN: the Tenant URL and Secret Token it printed.'
    : `No token is known for ${url}. Give the Secret Token in SCIM_TOKEN or with --token.`;
}
