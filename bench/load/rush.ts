import { setTimeout as delay } from 'node:timers/promises';
import { entraUser } from './entra-user.js';
import { type Population, somebody } from './population.js';
import { type Outcome, Recording } from './recording.js';
import { createUser, findUser, moveUser, readUser } from './requests.js';
import { ScimClient } from './scim-client.js';
import { idIn } from './scripts/users.js';
import type { Target } from './target.js';

/** Requests that come at their time, whether or not those before were answered. */
export interface Rush {
  /** Each sends at its own pace. */
  readonly targets: readonly Target[];
  /** Of each. */
  readonly perSecond: number;
  readonly seconds: number;
}

/** Of one tenant. */
const CONNECTIONS = 16;
/** Timers are no finer. */
const STEP_MS = 1;

/**
 * Open loop: each request has a moment when it is due, and its latency counts from there, so that one that had to wait to be
 * sent has waited too.
 */
export async function rush({ targets, perSecond, seconds }: Rush): Promise<Outcome> {
  const recording = new Recording();
  const tenants = targets.map((target) => tenantAt(target, recording));
  const rate = tenants.length * perSecond;
  const total = Math.round(rate * seconds);
  const answers: Promise<void>[] = [];
  const begin = performance.now();
  while (answers.length < total) {
    const due = begin + (answers.length * 1000) / rate;
    if (due > performance.now()) {
      await delay(STEP_MS);
      continue;
    }
    const turn = answers.length;
    const tenant = tenants[turn % tenants.length];
    if (tenant)
      answers.push(send(tenant, Math.floor(turn / tenants.length), due).catch((error) => recording.fail(error)));
  }
  await Promise.all(answers);
  const outcome = recording.outcome(total, (performance.now() - begin) / 1000);
  await Promise.all(tenants.map(({ client }) => client.close()));
  return outcome;
}

function tenantAt(target: Target, recording: Recording): Population {
  const client = new ScimClient(target, CONNECTIONS);
  client.recording = recording;
  return { client, people: [], groups: new Map() };
}

/** Every fifth time a new user; between, a name that nobody has is looked for, somebody is read, changed, and looked for. */
async function send(tenant: Population, turn: number, due: number): Promise<void> {
  const user = entraUser();
  const { client, people } = tenant;
  if (turn % 5 === 0 || people.length === 0) {
    const id = idIn(await client.send(createUser(user), due));
    people.push({ id, userName: user.userName });
    return;
  }
  const known = somebody(tenant);
  const others = [findUser(user.userName), readUser(known.id), moveUser(known.id), findUser(known.userName)];
  const request = others[(turn % 5) - 1];
  if (request) await client.send(request, due);
}
