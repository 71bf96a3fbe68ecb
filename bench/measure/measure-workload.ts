import type { Side } from '../load/target.js';
import type { Options } from '../options.js';
import { middle } from '../report/middle.js';
import { rateOf, type Round, sideResult } from '../report/side-result.js';
import type { SideResult, WorkloadResult } from '../report/results.js';
import { analyze, NAMES } from '../stage/databases.js';
import type { Stage } from '../stage/stage.js';
import type { Workload } from '../workloads/workload.js';
import { watchProcessors } from './processor-time.js';

/** Rounds before the first: V8 compiles what runs often, and the product has more of it than the baseline. */
const WARM_UP = 2;

/** Each side in turn, and each round the other one first. `onRound` is told of each run. */
export async function measureWorkload(
  stage: Stage,
  workload: Workload,
  { rounds, seconds }: Options,
  onRound: () => void,
): Promise<WorkloadResult> {
  const people = await prepare(stage, workload);
  for (const side of SIDES) await run(stage, workload, side, seconds * WARM_UP);
  const done: Readonly<Record<Side, Round[]>> = { bare: [], product: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const side of round % 2 === 0 ? SIDES : SIDES.toReversed()) {
      done[side].push(await run(stage, workload, side, seconds));
      onRound();
    }
  }
  return resultOf(workload, people, done);
}

export const SIDES: readonly Side[] = ['bare', 'product'];

async function prepare({ load, databases }: Stage, { script, people }: Workload): Promise<number> {
  for (const side of SIDES) await load.ask('prepare', { side, script });
  await analyze(databases);
  return people;
}

async function run(stage: Stage, { connections }: Workload, side: Side, seconds: number): Promise<Round> {
  const { servers, postmaster, load } = stage;
  const otherDatabase = NAMES[side === 'bare' ? 'product' : 'bare'];
  const spent = watchProcessors({ server: servers[side].pid, postmaster, load: load.pid, otherDatabase });
  const outcome = await load.ask('run', { side, connections, extent: { seconds } });
  return { outcome, processor: spent() };
}

function resultOf(
  { name, title, connections, handles }: Workload,
  people: number,
  { bare, product }: Readonly<Record<Side, readonly Round[]>>,
): WorkloadResult {
  const ratios = product.map(({ outcome }, round) => rateOf(outcome) / rateOf(bare[round]?.outcome ?? outcome));
  const sides = { bare: sideResult(bare), product: sideResult(product) };
  const processorRatio = totalOf(sides.bare) / totalOf(sides.product);
  return {
    ...{ name, title, connections, people, ratios, ratio: middle(ratios), handles, sides },
    ...(Number.isFinite(processorRatio) && { processorRatio }),
  };
}

function totalOf({ processor }: SideResult): number {
  return processor ? processor.server + processor.postgres : Number.NaN;
}
