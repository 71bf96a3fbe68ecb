import type { Limits } from './kernel/limits.js';
import { limitsOf } from './limits-of.js';

/** What each limit may be: from the least that a client can work with to the most that the service was tried with. */
export const LIMIT_RANGES: Readonly<Record<keyof Limits, readonly [least: number, most: number]>> = {
  bodyBytes: [1_024, 32 * 1_024 * 1_024],
  patchOperations: [1, 10_000],
  bulkOperations: [1, 10_000],
  members: [1, 100_000],
  filterLength: [64, 64 * 1_024],
  filterTerms: [1, 1_000],
  filterDepth: [1, 64],
  pageSize: [1, 1_000],
  defaultPageSize: [1, 1_000],
};

/** Everything that is wrong with the limits that the module was told, each with what would be right. */
export function problemsOfLimits(limits: Partial<Limits> | undefined): readonly string[] {
  if (limits === undefined) return [];
  if (typeof limits !== 'object' || limits === null) return ['limits must be an object such as { pageSize: 500 }.'];
  const problems = Object.entries(limits).flatMap(([name, value]) => problemOf(name, value) ?? []);
  if (problems.length > 0) return problems;
  const { defaultPageSize, pageSize } = limitsOf(limits);
  return defaultPageSize <= pageSize ? [] : [`limits.defaultPageSize must not be more than pageSize, ${pageSize}.`];
}

function problemOf(name: string, value: unknown): string | undefined {
  const range = RANGES.get(name);
  if (!range) return `limits has no ${name}; it has ${[...RANGES.keys()].join(', ')}.`;
  const [least, most] = range;
  if (value === undefined || (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)) return;
  return `limits.${name} must be a whole number from ${least} to ${most}.`;
}

const RANGES: ReadonlyMap<string, readonly [number, number]> = new Map(Object.entries(LIMIT_RANGES));
