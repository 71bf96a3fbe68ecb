import { sum } from './middle.js';
import type { Results, WorkloadResult } from './results.js';

/** What is to be reached. */
export interface Goal {
  readonly name: string;
  /** Undefined where it was not measured. */
  readonly value?: number;
  readonly must: number;
  /** What would be better still. */
  readonly aim?: number;
  readonly better: 'higher' | 'lower';
  /** Another way to reach it. */
  readonly or?: { readonly name: string; readonly value?: number; readonly must: number };
}

/** How a value stands to its goal. */
export type Verdict = 'aim met' | 'met' | 'missed' | 'not measured';

export function verdictOf(goal: Goal): Verdict {
  if (goal.value === undefined) return 'not measured';
  if (goal.aim !== undefined && reaches(goal, goal.value, goal.aim)) return 'aim met';
  if (reaches(goal, goal.value, goal.must)) return 'met';
  return goal.or?.value !== undefined && reaches(goal, goal.or.value, goal.or.must) ? 'met' : 'missed';
}

/** All goals with what was measured of them. Ratios are product / bare by the rate, costs by the median latency. */
export function goalsOf(results: Results): readonly Goal[] {
  const { memory, start, tenants } = results;
  const find = finder(results);
  return [
    ...ratesOf(find),
    ...scaleOf(find),
    { name: 'memory, MB', value: memory?.now, must: 200, better: 'lower' },
    { name: 'start to first answer, s', value: start?.middle, must: 2.5, better: 'lower' },
    { name: 'tenants: failures', value: tenants && sum(Object.values(tenants.failures)), must: 0, better: 'lower' },
    { name: 'tenants: p99, ms', value: tenants?.latency.p99, must: 200, better: 'lower' },
  ];
}

type Find = (name: string) => WorkloadResult | undefined;

function finder({ workloads }: Results): Find {
  return (name) => workloads.find((workload) => workload.name === name);
}

function ratesOf(find: Find): readonly Goal[] {
  const rate = (name: string, must: number, aim?: number): Goal => {
    return { name: `${name}: ratio`, value: find(name)?.ratio, must, aim, better: 'higher' };
  };
  const fill = find('fill');
  return [
    rate('create', 0.8, 1),
    rate('create-32', 1.2),
    rate('patch', 0.75, 1),
    rate('get', 1, 1.5),
    rate('filter', 1, 1.3),
    {
      ...{ name: 'fill: members a second', must: 20_000, better: 'higher' },
      ...(fill && { value: fill.sides.product.rate * (fill.handles?.count ?? 1) }),
      or: { name: 'ratio', value: fill?.ratio, must: 0.7 },
    },
  ];
}

/** How little it costs more when there is more. */
function scaleOf(find: Find): readonly Goal[] {
  const times = (name: string, large: number | undefined, small: number | undefined, must: number): Goal => {
    return {
      name,
      value: large === undefined || small === undefined ? undefined : large / small,
      must,
      better: 'lower',
    };
  };
  const small = find('members-small')?.sides;
  const large = find('members-large')?.sides;
  const added = large?.product.latencies.add?.p50;
  return [
    times('add a member: large / small group', added, small?.product.latencies.add?.p50, 1.5),
    times('add a member, large group: product / bare', added, large?.bare.latencies.add?.p50, 3),
    times('cursor: deepest / first page', p50(find('pages-cursor')), p50(find('pages-first')), 1.2),
    times('find by userName: all / some', p50(find('filter-all')), p50(find('filter')), 1.2),
  ];
}

function p50(workload: WorkloadResult | undefined): number | undefined {
  return workload?.sides.product.latency.p50;
}

function reaches({ better }: Goal, value: number, wanted: number): boolean {
  return better === 'higher' ? value >= wanted : value <= wanted;
}
