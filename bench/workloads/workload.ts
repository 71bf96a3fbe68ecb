import type { ScriptName } from '../load/scripts/scripts.js';

/** Something that is done over and over on both sides. */
export interface Workload {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  readonly script: ScriptName;
  /** People who must be there. */
  readonly people: number;
  readonly connections: number;
  /** What one go handles, where that is what counts. */
  readonly handles?: { readonly count: number; readonly what: string };
}
