import type { OffboardingView } from './offboarding-run.js';

/** What ending a connection would do. */
export interface OffboardingPlan {
  readonly identityProviderId: string;
  readonly name: string;
  /** Received users that would be removed, deleted ones included. */
  readonly receivedUsers: number;
  /** People who are linked to them. */
  readonly users: number;
  /** Of these, people whom no other connection has sent. */
  readonly usersKnownOnlyHere: number;
  /** Of these, people whom `users=deactivate` would keep out; protected ones and who is out already are not among them. */
  readonly usersToDeactivate: number;
  readonly groups: number;
  /** Canonical values that `scrub=true` would clear, by key. */
  readonly mirroredValues: Readonly<Record<string, number>>;
  readonly openConflicts: number;
  readonly liveTokens: number;
  /** Where it is being ended already. */
  readonly run: OffboardingView | null;
}
