import type { Target } from '../load/target.js';

/** Makes tenants through the admin API, each with one identity provider and its token. */
export async function makeTargets(url: string, adminKey: string, names: readonly string[]): Promise<readonly Target[]> {
  const targets: Target[] = [];
  for (const name of names) targets.push(await makeTarget({ url, adminKey }, name));
  return targets;
}

/**
 * Lifts the limit of requests a second: it is counted all the same, but a benchmark is to reach what the server can do.
 */
const UNREACHED = { perSecond: 10_000, burst: 100_000 };

async function makeTarget(door: Door, name: string): Promise<Target> {
  const tenant = await send(door, 'POST', '/tenants', { subdomain: name, name });
  const path = `/tenants/${tenant.id}/identity-providers`;
  const provider = await send(door, 'POST', path, { name: 'Entra', kind: 'entra' });
  await send(door, 'PATCH', `${path}/${provider.id}`, { rateLimit: UNREACHED });
  const token = await send(door, 'POST', `${path}/${provider.id}/tokens`, { name: 'benchmark' });
  return { url: provider.scimBaseUrl ?? '', token: token.plaintext };
}

interface Door {
  readonly url: string;
  readonly adminKey: string;
}

/** What the admin API answers, as far as it is looked at. */
interface Made {
  readonly id: string;
  readonly scimBaseUrl?: string;
  readonly plaintext?: string;
}

async function send({ url, adminKey }: Door, method: string, path: string, body: object): Promise<Made> {
  const answer = await fetch(`${url}/admin/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.ok) return (await answer.json()) as Made;
  throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
}
