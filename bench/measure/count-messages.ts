import type { Extent } from '../load/drive.js';
import type { Side } from '../load/target.js';
import type { Options } from '../options.js';
import { Closing, type Stage } from '../stage/stage.js';
import { startBare, startProduct } from '../stage/servers.js';
import type { Workload } from '../workloads/workload.js';
import { SIDES } from './measure-workload.js';
import type { Messages } from './message-counter.js';
import { type Relay, startRelay } from './relay.js';

/** So often a workload is done for each second of a round, after as much that is not counted. */
const UNITS = 50;

/** Statements and round trips a request, by the name of the workload. */
export type Counted = ReadonlyMap<string, Readonly<Record<Side, Messages>>>;

/**
 * A pass of its own, that the relay may cost nothing in the rounds: second processes of both servers, on the same databases,
 * each by way of a relay. Afterwards requests go where they went before.
 */
export async function countMessages(
  stage: Stage,
  workloads: readonly Workload[],
  { seconds }: Options,
  onWorkload: () => void,
): Promise<Counted> {
  const closing = new Closing();
  try {
    const relays = await startTwins(stage, closing);
    const counted = new Map<string, Readonly<Record<Side, Messages>>>();
    for (const workload of workloads) {
      const extent = { units: Math.ceil(UNITS * seconds) };
      const bare = await count(stage, { workload, side: 'bare', extent }, relays.bare);
      const product = await count(stage, { workload, side: 'product', extent }, relays.product);
      counted.set(workload.name, { bare, product });
      onWorkload();
    }
    for (const side of SIDES) await stage.load.ask('aim', { side, target: stage.targets[side] });
    return counted;
  } finally {
    await closing.end();
  }
}

async function startTwins(stage: Stage, closing: Closing): Promise<Readonly<Record<Side, Relay>>> {
  const { databases, folder, keys, load, targets } = stage;
  const relays = { bare: await startRelay(databases.bare), product: await startRelay(databases.product) };
  closing.add(() => Promise.all([relays.bare.close(), relays.product.close()]));
  const bare = await startBare({ databaseUrl: relays.bare.url, folder }, false);
  closing.add(() => bare.stop());
  const product = await startProduct({ databaseUrl: relays.product.url, folder }, keys);
  closing.add(() => product.stop());
  await load.ask('aim', { side: 'bare', target: { url: bare.url } });
  const { pathname } = new URL(targets.product.url);
  await load.ask('aim', { side: 'product', target: { ...targets.product, url: `${product.url}${pathname}` } });
  return relays;
}

/** What is counted. */
interface Pass {
  readonly workload: Workload;
  readonly side: Side;
  readonly extent: Extent;
}

async function count({ load }: Stage, { workload, side, extent }: Pass, relay: Relay): Promise<Messages> {
  const asks = { side, connections: workload.connections, extent };
  await load.ask('prepare', { side, script: workload.script });
  await load.ask('run', asks);
  const before = relay.count();
  const { latencies } = await load.ask('run', asks);
  const after = relay.count();
  const requests = Object.values(latencies).flat().length;
  return {
    statements: (after.statements - before.statements) / requests,
    roundTrips: (after.roundTrips - before.roundTrips) / requests,
  };
}
