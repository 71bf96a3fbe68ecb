import type { Group, Person } from '../directory/directory.js';
import type { JsonObject } from '../scim/json.js';
import type { Request } from '../scim/request.js';

/** How one client says things. Pure: it makes requests up, and sends none. */
export interface Dialect {
  /** As reports call it. */
  readonly title: string;
  /** What it adds to the query of every request. */
  readonly query?: string;
  /** Whether managers are written, in a second pass, when all have an `id`. */
  readonly managers: boolean;
  /** Whether people who are gone for good are deleted. */
  readonly deletesUsers: boolean;
  /** What "Test Connection" asks, with a value that nobody has. */
  probes(nobody: string): readonly Request[];
  /** The key that a person keeps for life. */
  externalIdOf(person: Person): string;
  /** One request a matching attribute, by precedence: the first that finds somebody counts. */
  findUser(person: Person): readonly Request[];
  createUser(person: Person): Request;
  /** What brings the user that was found to what the directory has; none where nothing differs. */
  updateUser(person: Person, found: JsonObject): readonly Request[];
  updateManager(userId: string, managerId: string, found: JsonObject): readonly Request[];
  findGroup(group: Group): readonly Request[];
  createGroup(group: Group): Request;
  /** How a group is looked at before it is changed. */
  readGroup(id: string): Request;
  renameGroup(id: string, group: Group): Request;
  /** What brings the members of a group up to date; `joining` and `leaving` are the `id`s of users. */
  changeMembers(id: string, group: Group, members: MemberChange): readonly Request[];
}

export interface MemberChange {
  readonly joining: readonly string[];
  readonly leaving: readonly string[];
}
