import type { Outcome } from '../load/recording.js';
import type { ProcessorTime } from '../measure/processor-time.js';
import { middle, percentile, sum } from './middle.js';
import type { Latency, SideResult } from './results.js';

/** One round of one side. */
export interface Round {
  readonly outcome: Outcome;
  readonly processor?: ProcessorTime;
}

/** What the rounds of one side come to. */
export function sideResult(rounds: readonly Round[]): SideResult {
  const outcomes = rounds.map(({ outcome }) => outcome);
  const byLabel = merged(outcomes);
  const all = Object.values(byLabel).flat();
  return {
    rate: middle(outcomes.map(rateOf)),
    requests: all.length,
    latency: latencyOf(all),
    latencies: Object.fromEntries(Object.entries(byLabel).map(([label, times]) => [label, latencyOf(times)])),
    answerBytes: bytesOf(outcomes, byLabel),
    processor: processorOf(rounds, all.length),
    failures: failuresOf(outcomes),
  };
}

export function rateOf({ units, seconds }: Outcome): number {
  return units / seconds;
}

export function latencyOf(milliseconds: readonly number[]): Latency {
  return { p50: percentile(milliseconds, 50), p99: percentile(milliseconds, 99) };
}

/** A request's share of the time; undefined where it could not be read. */
export function processorOf(rounds: readonly Round[], requests: number): ProcessorTime | undefined {
  const times = rounds.flatMap(({ processor }) => processor ?? []);
  if (times.length < rounds.length || requests === 0) return undefined;
  const share = (of: keyof ProcessorTime) => sum(times.map((time) => time[of])) / requests;
  return { server: share('server'), postgres: share('postgres'), load: share('load') };
}

function merged(outcomes: readonly Outcome[]): Record<string, number[]> {
  const labels = new Set(outcomes.flatMap(({ latencies }) => Object.keys(latencies)));
  return Object.fromEntries(
    [...labels].map((label) => [label, outcomes.flatMap(({ latencies }) => latencies[label] ?? [])]),
  );
}

function bytesOf(
  outcomes: readonly Outcome[],
  byLabel: Readonly<Record<string, readonly number[]>>,
): Record<string, number> {
  const bytes = (label: string) => sum(outcomes.map((outcome) => outcome.bytes[label] ?? 0));
  return Object.fromEntries(
    Object.entries(byLabel).map(([label, { length }]) => [label, Math.round(bytes(label) / length)]),
  );
}

function failuresOf(outcomes: readonly Outcome[]): Record<string, number> {
  const total = new Map<string, number>();
  for (const [reason, count] of outcomes.flatMap(({ failures }) => Object.entries(failures)))
    total.set(reason, (total.get(reason) ?? 0) + count);
  return Object.fromEntries(total);
}
