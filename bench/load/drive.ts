import type { Outcome } from './recording.js';
import type { ScimClient } from './scim-client.js';

/** How long: so many seconds, or so often. */
export type Extent = { readonly seconds: number } | { readonly units: number };

/**
 * Closed loop: so many workers do the unit again and again, each when it has its answer. Whoever has begun is waited for, and
 * the time counted until then.
 */
export async function drive(
  client: ScimClient,
  unit: () => Promise<void>,
  connections: number,
  extent: Extent,
): Promise<Outcome> {
  const { recording } = client;
  const begin = performance.now();
  const mayBegin = limit(extent, begin);
  let done = 0;
  const work = async (): Promise<void> => {
    while (mayBegin()) {
      try {
        await unit();
        done += 1;
      } catch (error) {
        recording.fail(error);
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  return recording.outcome(done, (performance.now() - begin) / 1000);
}

function limit(extent: Extent, begin: number): () => boolean {
  if ('seconds' in extent) return () => performance.now() < begin + extent.seconds * 1000;
  let left = extent.units;
  return () => left-- > 0;
}
