/** The load process: sends the requests, so that neither server pays for them. Its work is asked for by messages. */
import { drive } from './drive.js';
import type { Job, JobName, Jobs, News } from './jobs.js';
import type { Population } from './population.js';
import { Recording } from './recording.js';
import { rush } from './rush.js';
import { ScimClient } from './scim-client.js';
import type { Unit } from './scripts/script.js';
import { scriptOf } from './scripts/scripts.js';
import { populate } from './scripts/users.js';
import type { Side } from './target.js';

/** People who are created before how far it is is told again. */
const STRIDE = 500;

const populations = new Map<Side, Population>();
const units = new Map<Side, Unit>();

process.on('message', (job: Job) => {
  perform(job).then(
    (gives) => tell({ gives }),
    (error: unknown) => tell({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.once('disconnect', () => process.exit(0));

async function perform(job: Job): Promise<Jobs[JobName]['gives']> {
  switch (job.name) {
    case 'aim':
      return aim(job.asks);
    case 'populate':
      return fillUp(job.asks);
    case 'prepare':
      return prepare(job.asks);
    case 'run':
      return run(job.asks);
    case 'rush':
      return rush(job.asks);
  }
}

async function aim({ side, target }: Jobs['aim']['asks']): Promise<undefined> {
  const { client, people = [], groups = new Map<number, string>() } = populations.get(side) ?? {};
  await client?.close();
  populations.set(side, { client: new ScimClient(target), people, groups });
}

async function fillUp({ side, people, connections }: Jobs['populate']['asks']): Promise<number> {
  const population = populationOf(side);
  const unit = await populate(population);
  while (population.people.length < people) {
    const count = Math.min(STRIDE, people - population.people.length);
    population.client.recording = new Recording();
    const { failures } = await drive(population.client, unit, connections, { units: count });
    const [failure] = Object.keys(failures);
    if (failure !== undefined) throw new Error(`Somebody could not be created: ${failure}`);
    tell({ reached: population.people.length });
  }
  return population.people.length;
}

async function prepare({ side, script }: Jobs['prepare']['asks']): Promise<undefined> {
  units.set(side, await scriptOf(script)(populationOf(side)));
}

function run({ side, connections, extent }: Jobs['run']['asks']): Promise<Jobs['run']['gives']> {
  const { client } = populationOf(side);
  const unit = units.get(side);
  if (!unit) throw new Error('Nothing has been made ready.');
  client.recording = new Recording();
  return drive(client, unit, connections, extent);
}

function populationOf(side: Side): Population {
  const population = populations.get(side);
  if (!population) throw new Error(`It is not known where the ${side} server is.`);
  return population;
}

function tell(news: News): void {
  process.send?.(news);
}
