import type { Happening } from '../directory/live-on.js';
import type { Drift, LogEntry } from '../engine/provisioning-log.js';

/** One cycle, and what had happened in the directory before it. */
export interface CycleReport {
  readonly kind: 'initial' | 'incremental' | 'on demand';
  /** From 1 on, over all runs; 0 on demand. */
  readonly number: number;
  readonly happened: Readonly<Partial<Record<Happening, number>>>;
  readonly requests: number;
  readonly seconds: number;
}

/** A whole run. It holds no token. */
export interface Report {
  /** Who was played. */
  readonly client: string;
  readonly url: string;
  /** Of the pretend directory, at the end. */
  readonly people: number;
  readonly groups: number;
  readonly cycles: readonly CycleReport[];
  readonly log: readonly LogEntry[];
  readonly drift: readonly Drift[];
  readonly requests: number;
  /** How often the service asked for patience. */
  readonly waits: number;
  readonly seconds: number;
  /** Nothing failed, and nothing came back altered. */
  readonly ok: boolean;
}
