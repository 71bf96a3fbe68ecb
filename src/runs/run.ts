import type { Origin } from '../scim-context.js';

/** A long act of an administrator on many rows of a tenant, kept as it goes, so that it can be taken up where it was left. */
export interface Run<Progress> {
  readonly tenantId: string;
  readonly id: string;
  /** Who asked for it, for the events. */
  readonly origin: Origin;
  readonly progress: Progress;
}
