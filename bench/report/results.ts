import type { Memory } from '../measure/memory.js';
import type { Messages } from '../measure/message-counter.js';
import type { ProcessorTime } from '../measure/processor-time.js';
import type { Side } from '../load/target.js';
import type { Options } from '../options.js';

/** All that was measured, as it is written down. */
export interface Results {
  readonly conditions: Conditions;
  readonly workloads: readonly WorkloadResult[];
  readonly tenants?: TenantsResult;
  readonly start?: StartResult;
  readonly memory?: Memory & { readonly users: number };
}

/** What the numbers depend on. */
export interface Conditions {
  readonly at: string;
  readonly node: string;
  readonly postgres: string;
  readonly system: string;
  readonly processors: string;
  readonly options: Options;
}

export interface WorkloadResult {
  readonly name: string;
  readonly title: string;
  readonly connections: number;
  /** People who were there when it began. */
  readonly people: number;
  /** Product / bare in each round, by how often it was done a second. */
  readonly ratios: readonly number[];
  /** The middle one of them. */
  readonly ratio: number;
  /** Processor time of bare / product, of server and PostgreSQL together: above 1, the product is cheaper. */
  readonly processorRatio?: number;
  readonly handles?: { readonly count: number; readonly what: string };
  readonly sides: Readonly<Record<Side, SideResult>>;
}

/** Of all rounds of one side. */
export interface SideResult {
  /** How often a second: the middle of the rounds. */
  readonly rate: number;
  readonly requests: number;
  readonly latency: Latency;
  readonly latencies: Readonly<Record<string, Latency>>;
  /** Of the body of an answer on the average, by what the request was for. */
  readonly answerBytes: Readonly<Record<string, number>>;
  /** Milliseconds a request. */
  readonly processor?: ProcessorTime;
  /** A request, counted in a pass of its own. */
  readonly messages?: Messages;
  readonly failures: Readonly<Record<string, number>>;
}

/** Milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** Many tenants at a fixed pace, the product alone. */
export interface TenantsResult {
  readonly tenants: number;
  readonly perSecond: number;
  readonly seconds: number;
  readonly requests: number;
  readonly latency: Latency;
  readonly failures: Readonly<Record<string, number>>;
  readonly processor?: ProcessorTime;
}

/** Seconds from the start of the process to its first answer, the database being there. */
export interface StartResult {
  readonly seconds: readonly number[];
  readonly middle: number;
}
