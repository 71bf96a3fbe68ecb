import { table } from '../../src/simulator/report/table.js';
import { type Goal, goalsOf, verdictOf } from './goals.js';
import { sum } from './middle.js';
import type { Messages } from '../measure/message-counter.js';
import type { ProcessorTime } from '../measure/processor-time.js';
import type { Results, SideResult, TenantsResult, WorkloadResult } from './results.js';

/** The results for a reader at a terminal. */
export function describeResults(results: Results): string {
  const { tenants, start, memory } = results;
  const parts = [
    describeConditions(results),
    results.workloads.length > 0 && workloadTable(results.workloads),
    tenants && describeTenants(tenants),
    start && `Start to first answer: ${start.seconds.map((seconds) => seconds.toFixed(2)).join(', ')} s`,
    memory &&
      `Memory of the product: ${memory.now.toFixed(0)} MB, at most ${memory.most.toFixed(0)} MB; ${memory.users} users`,
    goalTable(results),
    failuresOf(results),
  ];
  return parts.filter(Boolean).join('\n\n');
}

function describeConditions({ conditions }: Results): string {
  const { node, postgres, system, processors, options } = conditions;
  const { rounds, seconds, named } = options;
  return [
    `Node ${node}, PostgreSQL ${postgres}, ${system}, ${processors}.`,
    `Rounds: ${rounds} of ${seconds} s each side. Bare: node:http and pg, one ${named ? 'named ' : ''}statement a request.`,
    'ratio: how often a second, product / bare, the middle of the rounds. CPU: processor time, bare / product: above 1 is cheaper.',
    'Processor time in ms a request: server + PostgreSQL (who sends). SQL: statements / round trips a request.',
  ].join('\n');
}

const HEADS = ['', 'workload', 'ratio', 'rounds', 'CPU', 'a second', 'p50 ms', 'p99 ms', 'CPU ms a request', 'SQL'];

function workloadTable(workloads: readonly WorkloadResult[]): string {
  return table(HEADS, workloads.flatMap(rowsOf));
}

function rowsOf(workload: WorkloadResult): readonly (readonly string[])[] {
  const { name, title, connections, ratio, ratios, processorRatio, sides } = workload;
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map((each) => each.toFixed(2));
  const cheap = processorRatio === undefined ? '–' : processorRatio.toFixed(2);
  return [
    [name, title, ratio.toFixed(2), `${least}–${most}`, cheap, ...cells(workload, sides.product)],
    ['', `bare, connections: ${connections}`, '', '', '', ...cells(workload, sides.bare)],
  ];
}

function cells({ handles }: WorkloadResult, side: SideResult): readonly string[] {
  const { rate, latency, processor, messages } = side;
  const handled = handles ? ` (${(rate * handles.count).toFixed(0)} ${handles.what})` : '';
  return [
    `${rate.toFixed(0)}${handled}`,
    latency.p50.toFixed(2),
    latency.p99.toFixed(2),
    processorText(processor),
    messagesText(messages),
  ];
}

function processorText(time: ProcessorTime | undefined): string {
  return time ? `${time.server.toFixed(2)} + ${time.postgres.toFixed(2)} (${time.load.toFixed(2)})` : '–';
}

function messagesText(messages: Messages | undefined): string {
  return messages ? `${messages.statements.toFixed(2)} / ${messages.roundTrips.toFixed(2)}` : '–';
}

function describeTenants({
  tenants,
  perSecond,
  seconds,
  requests,
  latency,
  failures,
  processor,
}: TenantsResult): string {
  const failed = sum(Object.values(failures));
  return [
    `${tenants} tenants, ${perSecond} requests a second each: ${requests} requests in ${seconds.toFixed(1)} s, ${failed} failed,`,
    `p50 ${latency.p50.toFixed(1)} ms, p99 ${latency.p99.toFixed(1)} ms, processor ${processorText(processor)}`,
  ].join(' ');
}

function goalTable(results: Results): string {
  const { people, connections, tenants } = results.conditions.options;
  const scope = `The goals are for 100,000 users, 10 connections and 40 tenants; this run: ${people}, ${connections}, ${tenants}.`;
  const goals = goalsOf(results).filter((goal) => goal.value !== undefined);
  return `${scope}\n\n${table(['goal', 'measured', 'must', 'aim', 'verdict'], goals.map(goalRow))}`;
}

function goalRow(goal: Goal): readonly string[] {
  const { name, value = Number.NaN, must, aim, better, or } = goal;
  const sign = better === 'higher' ? '≥' : '≤';
  const other = or ? ` or ${or.name} ${sign} ${or.must}` : '';
  return [name, shown(value), `${sign} ${must}${other}`, aim === undefined ? '' : `${sign} ${aim}`, verdictOf(goal)];
}

function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}

function failuresOf({ workloads, tenants }: Results): string {
  const sides = workloads.flatMap(({ name, sides: { bare, product } }) => [
    { where: `${name}, bare`, failures: bare.failures },
    { where: `${name}, product`, failures: product.failures },
  ]);
  const all = [...sides, ...(tenants ? [{ where: 'tenants', failures: tenants.failures }] : [])];
  const lines = all.flatMap(({ where, failures }) =>
    Object.entries(failures).map(([reason, count]) => `  ${where}: ${count} × ${reason}`),
  );
  return lines.length === 0 ? 'No request failed.' : ['Requests failed:', ...lines].join('\n');
}
