import type { ResourceType } from '../kernel/schema/schema.js';

/** Whose description is asked for: a connection's own, or the standard one that anyone may read. */
export interface DiscoveryScope {
  /** Absolute, without a trailing slash. */
  readonly baseUrl: string;
  readonly resourceTypes: readonly ResourceType[];
}
