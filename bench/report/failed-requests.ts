import { sum } from './middle.js';
import type { Results } from './results.js';

/** How many requests were not answered as they should have been. */
export function failedRequests({ workloads, tenants }: Results): number {
  const sides = workloads.flatMap(({ sides: { bare, product } }) => [bare.failures, product.failures]);
  return sum([...sides, tenants?.failures ?? {}].flatMap((failures) => Object.values(failures)));
}
