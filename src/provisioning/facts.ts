import type { PersonWithResources } from '../directory/person.js';
import type { StoredUser } from '../scim-users/stored-user.js';

/** What an administrator decided about a pair of names before; it takes effect with the next push of that pair. */
export interface SettledConflict {
  readonly id: string;
  readonly resolution: 'link' | 'release' | 'keep_apart' | 'dismiss';
}

/** Who is here already with the names that a push brings. All within one identity provider, but for the holder of the address. */
export interface Facts {
  /** Visible, with this `userName` in any case. */
  readonly byUserName?: StoredUser;
  /** Visible, with this `externalId`. */
  readonly byExternalId?: StoredUser;
  /** Deleted, with this `externalId`; the newest. */
  readonly deleted?: StoredUser;
  readonly emailHolder?: PersonWithResources;
  /** The people of the users above, by id. */
  readonly people: ReadonlyMap<string, PersonWithResources>;
  readonly isKeptApart?: boolean;
  /** An administrator said that the owners of these names are two; nobody has to be told again. */
  readonly areNamesKeptApart?: boolean;
  /** An administrator said that this pair is one person. */
  readonly linkedByAdministrator?: SettledConflict;
}

/** A newcomer of whom nobody has heard: what a create is decided on first, and asserted when it is written. */
export const NOBODY: Facts = { people: new Map() };
