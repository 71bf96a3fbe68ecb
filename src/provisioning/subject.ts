import type { PersonWithResources } from '../directory/person.js';
import type { StoredUser } from '../scim-users/stored-user.js';

/** A received user as it will be, and whom it concerns. */
export interface Subject {
  readonly user: StoredUser;
  /** The person it is linked to so far, as they were; absent for a newcomer. */
  readonly current?: PersonWithResources;
  /** Who has the address that the resource asks for. */
  readonly emailHolder?: PersonWithResources;
  /** An administrator settled this very claim: the two stay apart, and nobody is held for it. */
  readonly isKeptApart?: boolean;
}
