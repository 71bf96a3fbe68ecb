import type { Options } from '../options.js';
import type { TenantsResult } from '../report/results.js';
import { latencyOf, processorOf } from '../report/side-result.js';
import { NAMES } from '../stage/databases.js';
import { makeTargets } from '../stage/make-targets.js';
import type { Stage } from '../stage/stage.js';
import { watchProcessors } from './processor-time.js';

/** What Microsoft asks of a service: 25 requests a second of each tenant. */
const PER_SECOND = 25;
/** A minute, where a round takes four seconds. */
const ROUNDS_LONG = 15;

/** Tenants that push at once, each at its pace whether or not it is answered. */
export async function measureTenants(stage: Stage, { seconds, tenants }: Options): Promise<TenantsResult> {
  const { servers, keys, postmaster, load } = stage;
  const names = Array.from({ length: tenants }, (_, index) => `tenant-${index + 1}`);
  const targets = await makeTargets(servers.product.url, keys.adminKey, names);
  const watched = { server: servers.product.pid, postmaster, load: load.pid, otherDatabase: NAMES.bare };
  const spent = watchProcessors(watched);
  const outcome = await load.ask('rush', { targets, perSecond: PER_SECOND, seconds: seconds * ROUNDS_LONG });
  const latencies = Object.values(outcome.latencies).flat();
  return {
    tenants,
    perSecond: PER_SECOND,
    seconds: outcome.seconds,
    requests: outcome.units,
    latency: latencyOf(latencies),
    failures: outcome.failures,
    processor: processorOf([{ outcome, processor: spent() }], latencies.length),
  };
}
