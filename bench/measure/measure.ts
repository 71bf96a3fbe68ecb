import { cpus, release, type } from 'node:os';
import type { Options } from '../options.js';
import type { Progress } from '../report/progress.js';
import type { Results, WorkloadResult } from '../report/results.js';
import { askVersion } from '../stage/databases.js';
import type { Stage } from '../stage/stage.js';
import type { Workload } from '../workloads/workload.js';
import { type Counted, countMessages } from './count-messages.js';
import { measureStart } from './measure-start.js';
import { measureTenants } from './measure-tenants.js';
import { measureWorkload, SIDES } from './measure-workload.js';
import { memoryOf } from './memory.js';

/** What is to be measured. */
export interface Plan {
  readonly workloads: readonly Workload[];
  readonly tenants: boolean;
  readonly start: boolean;
}

/** Connections while people are created beforehand. */
const POPULATING = 32;

/** The steps of which progress is told. */
export function stepsOf({ workloads, tenants, start }: Plan, { rounds }: Options): number {
  return workloads.length * (rounds * SIDES.length + 1) + Number(tenants) + Number(start);
}

/** All that is planned, in order; memory when everything has been done. */
export async function measure(stage: Stage, plan: Plan, options: Options, progress: Progress): Promise<Results> {
  const measured: WorkloadResult[] = [];
  for (const workload of plan.workloads) {
    await populate(stage, workload.people, progress);
    progress.say(workload.title);
    measured.push(await measureWorkload(stage, workload, options, () => progress.step()));
  }
  const tenants = plan.tenants
    ? await step(progress, 'tenants at once', () => measureTenants(stage, options))
    : undefined;
  const users = await populate(stage, 0, progress);
  const memory = memoryOf(stage.servers.product.pid);
  const start = plan.start ? await step(progress, 'start', () => measureStart(stage, options)) : undefined;
  progress.say('counting statements');
  const counted = await countMessages(stage, plan.workloads, options, () => progress.step());
  return {
    conditions: await conditionsOf(stage, options),
    workloads: measured.map((result) => withMessages(result, counted)),
    ...{ tenants, start },
    ...(memory && { memory: { ...memory, users } }),
  };
}

/** As many people on both sides, at least so many; how many there are. */
async function populate({ load }: Stage, people: number, progress: Progress): Promise<number> {
  let target = people;
  for (const side of [...SIDES, ...SIDES]) {
    const tell = (reached: number) => progress.say(`people, ${side}: ${reached.toLocaleString('en')}`);
    target = Math.max(target, await load.ask('populate', { side, people: target, connections: POPULATING }, tell));
  }
  return target;
}

async function step<T>(progress: Progress, what: string, work: () => Promise<T>): Promise<T> {
  progress.say(what);
  const result = await work();
  progress.step();
  return result;
}

function withMessages(result: WorkloadResult, counted: Counted): WorkloadResult {
  const { bare, product } = result.sides;
  const messages = counted.get(result.name);
  return {
    ...result,
    sides: { bare: { ...bare, messages: messages?.bare }, product: { ...product, messages: messages?.product } },
  };
}

async function conditionsOf({ databases }: Stage, options: Options) {
  const [first] = cpus();
  return {
    at: new Date().toISOString(),
    node: process.versions.node,
    postgres: await askVersion(databases.bare),
    system: `${type()} ${release()}`,
    processors: `${cpus().length} × ${first?.model.trim() ?? 'unknown'}`,
    options,
  };
}
