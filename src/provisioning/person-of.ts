import type { PersonWithResources } from '../directory/person.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import type { Facts } from './facts.js';

/** The person of a user among the facts. Whoever reads a user for a decision reads their person too: that it is missing is a defect. */
export function personOf({ people }: Facts, user: StoredUser): PersonWithResources {
  const found = people.get(user.directoryUserId);
  if (!found) throw new Error(`The facts lack the person of user ${user.id}.`);
  return found;
}
