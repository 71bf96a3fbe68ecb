import type { Run } from '../runs/run.js';

export const RUN_KINDS = ['attribute_backfill', 'attribute_scrub', 'attribute_removal'] as const;
/** Fills a field from what is stored; clears what was mirrored; clears the field of a key that is no more. */
export type RunKind = (typeof RUN_KINDS)[number];

/** Where a person stands among the tenant's people: when they were made, as PostgreSQL writes it, and their id. */
export type PersonPosition = readonly [createdAt: string, id: string];

/** How far a run is. */
export interface RunProgress {
  /** All people up to this one are done. */
  readonly after: PersonPosition;
  /** People whose field was written. */
  readonly changed: number;
}

/** A long act on one field of every person of a tenant. */
export interface AttributeRun extends Run<RunProgress> {
  readonly kind: RunKind;
  readonly key: string;
}

/** Before the first person. */
export const FIRST_POSITION: PersonPosition = ['-infinity', '00000000-0000-0000-0000-000000000000'];

/** Nobody is done yet. */
export const NO_PROGRESS: RunProgress = { after: FIRST_POSITION, changed: 0 };
