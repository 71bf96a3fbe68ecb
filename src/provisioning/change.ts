import type { AuditEvent } from '../audit/audit-event.js';
import type { ScimError } from '../kernel/error/scim-error.js';
import type { UniqueValue } from '../kernel/resource/unique-values.js';
import type { ConflictDraft } from '../directory/conflict.js';
import type { Person } from '../directory/person.js';
import type { StoredUser } from '../scim-users/stored-user.js';

/** A row to insert (`expects` is absent) or to update, if it still has the version that the decision was made on. */
export interface UserWrite {
  readonly user: StoredUser;
  readonly expects?: string;
  /** What the user alone has from now on, by the tenant's own schemas; absent where that does not change. */
  readonly unique?: readonly UniqueValue[];
}

export interface PersonWrite {
  readonly person: Person;
  readonly expects?: string;
}

/**
 * One push as data: every row it writes and every event it tells, all or nothing. What it was decided on is asserted when it is
 * written; where that does not hold any more nothing is written, and the decision is made anew.
 */
export interface Change {
  /** Of the tenant's settings. */
  readonly configVersion: string;
  readonly users: readonly UserWrite[];
  readonly people: readonly PersonWrite[];
  /** The people as they were when this was decided; each must be the same still, written or not. */
  readonly decidedOn: readonly Person[];
  /** Users whose memberships end (a hand-over: the newcomer is not in the leaver's groups). */
  readonly endsMembershipsOf: readonly string[];
  /** People without a name of their own, whose only resource is another person's from now on (a settled conflict). */
  readonly forgets: readonly string[];
  /** Users who appear in or vanish from the groups they are in: those groups read differently from now on. */
  readonly showsInGroups: readonly string[];
  readonly conflicts: readonly ConflictDraft[];
  /** Users whose names, keys or standing changed: conflicts about those may be over, and groups may have waited for them. */
  readonly standOtherwise: readonly string[];
  readonly events: readonly AuditEvent[];
  /** The user that the client is answered with. */
  readonly answer: StoredUser;
}

export type Decision =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'unchanged'; readonly answer: StoredUser; readonly warnings: readonly string[] }
  /** The push is refused; the conflict, if any, is all that is written. */
  | { readonly kind: 'refused'; readonly error: ScimError; readonly conflict?: ConflictDraft };
