import type { Options } from '../options.js';
import { middle } from '../report/middle.js';
import type { StartResult } from '../report/results.js';
import { startProduct } from '../stage/servers.js';
import type { Stage } from '../stage/stage.js';

/** From the start of the process to its first answer, on the database as it is. The files are in memory: it has been started before. */
export async function measureStart({ databases, folder, keys }: Stage, { rounds }: Options): Promise<StartResult> {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begin = performance.now();
    const server = await startProduct({ databaseUrl: databases.product, folder }, keys);
    const answer = await fetch(`${server.url}/health/ready`);
    seconds.push((performance.now() - begin) / 1000);
    await server.stop();
    if (!answer.ok) throw new Error(`The product started, but answered ${answer.status}.`);
  }
  return { seconds, middle: middle(seconds) };
}
