import type { Extent } from './drive.js';
import type { Outcome } from './recording.js';
import type { Rush } from './rush.js';
import type { ScriptName } from './scripts/scripts.js';
import type { Side, Target } from './target.js';

/** What the load process is asked to do, and what it gives. */
export interface Jobs {
  /** Sends to this server from now on; the people who were created stay known. */
  readonly aim: { readonly asks: { readonly side: Side; readonly target: Target }; readonly gives: undefined };
  /** Creates people until there are so many, and gives how many there are. */
  readonly populate: {
    readonly asks: { readonly side: Side; readonly people: number; readonly connections: number };
    readonly gives: number;
  };
  /** Makes a script ready, which the next runs do. */
  readonly prepare: { readonly asks: { readonly side: Side; readonly script: ScriptName }; readonly gives: undefined };
  readonly run: {
    readonly asks: { readonly side: Side; readonly connections: number; readonly extent: Extent };
    readonly gives: Outcome;
  };
  readonly rush: { readonly asks: Rush; readonly gives: Outcome };
}

export type JobName = keyof Jobs;

/** One job, on its way to the load process. */
export type Job = { readonly [K in JobName]: { readonly name: K; readonly asks: Jobs[K]['asks'] } }[JobName];

/** What comes back: how far it is, and at last what it gives or why it could not be done. */
export type News =
  { readonly reached: number } | { readonly gives: Jobs[JobName]['gives'] } | { readonly failed: string };
