import type { Run } from '../runs/run.js';

export const FATES = ['keep', 'deactivate'] as const;
/** What becomes of people whom nobody else knows. */
export type Fate = (typeof FATES)[number];

/** How a connection is ended. */
export interface Ending {
  readonly users: Fate;
  /** Whether canonical values that it put there go with it. */
  readonly scrub: boolean;
}

/** How far an ending is. */
export interface OffboardingProgress {
  /** All received users up to this id are gone. */
  readonly after: string;
  /** Received users and groups that are gone. */
  readonly users: number;
  readonly groups: number;
  /** People who are kept out from now on. */
  readonly deactivated: number;
  /** Canonical values that are gone. */
  readonly scrubbed: number;
}

/** Which connection is ended, and how. */
export interface EndedConnection extends Ending {
  readonly identityProviderId: string;
  /** What the connection was called. */
  readonly name: string;
}

/** The ending of a connection as one act. */
export interface OffboardingRun extends EndedConnection, Run<OffboardingProgress> {}

/** A run as it is shown. */
export interface OffboardingView extends Ending {
  readonly id: string;
  readonly identityProviderId: string;
  readonly state: 'running' | 'done';
  readonly removedUsers: number;
  readonly removedGroups: number;
  readonly deactivatedUsers: number;
  readonly scrubbedValues: number;
}

/** Before the first user. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export const NO_PROGRESS: OffboardingProgress = { after: FIRST_ID, users: 0, groups: 0, deactivated: 0, scrubbed: 0 };

export function viewOf(run: OffboardingRun, state: OffboardingView['state']): OffboardingView {
  const { id, identityProviderId, users, scrub, progress } = run;
  return {
    id,
    identityProviderId,
    users,
    scrub,
    state,
    removedUsers: progress.users,
    removedGroups: progress.groups,
    deactivatedUsers: progress.deactivated,
    scrubbedValues: progress.scrubbed,
  };
}
