import { Client } from 'pg';
import { startServer, type RunningServer } from '../standalone/running-server.js';
import type { Target } from './load.js';

/** What the first start said: it says it once. */
export interface Access {
  readonly path: string;
  readonly token: string;
  readonly adminKey: string;
}

/** Starts the built server on the database, for load: without a limit of rates. */
export function startForLoad(folder: string, databaseUrl: string, settings: Record<string, string> = {}) {
  return startServer(folder, { DATABASE_URL: databaseUrl, RATE_LIMIT: 'off', LOG_LEVEL: 'warn', ...settings });
}

export function accessOf(server: RunningServer): Access {
  const said = (name: string): string => {
    const line = server.lines().find((each) => each.startsWith(`${name}: `));
    if (line === undefined) throw new Error(`The server did not say its ${name}.`);
    return line.slice(name.length + 2);
  };
  const path = new URL(said('Tenant URL')).pathname.replace(/\/$/, '');
  return { path, token: said('Secret Token'), adminKey: said('Admin key') };
}

export function targetOf(server: RunningServer, { path, token }: Access): Target {
  return { baseUrl: server.url + path, token, ended: server.ended };
}

/** Asks the database itself, as the owner of the schema. */
export async function askDatabase<R>(url: string, text: string): Promise<R[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as R[];
  } finally {
    await client.end();
  }
}

/** What the event log says of itself: whether it holds, how many events were checked, and how many are not sealed yet. */
interface LogVerdict {
  readonly valid: boolean;
  readonly checked: number;
  readonly unsealed: number;
}

/** Verifies the event log of the first tenant. */
export async function verifyLog(server: RunningServer, { adminKey }: Access): Promise<LogVerdict> {
  const headers = { authorization: `Bearer ${adminKey}` };
  const tenants = await fetch(`${server.url}/admin/v1/tenants`, { headers });
  const { items } = (await tenants.json()) as { items: { id: string }[] };
  const url = `${server.url}/admin/v1/tenants/${items[0]?.id}/audit-events/verify`;
  return (await fetch(url, { method: 'POST', headers })).json() as Promise<LogVerdict>;
}
