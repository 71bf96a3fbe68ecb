import type { Group, Person } from '../directory/directory.js';
import { type JsonObject, textIn } from '../scim/json.js';
import { type Operation, patch, type Request } from '../scim/request.js';
import { ENTERPRISE, GROUP, USER } from '../scim/schemas.js';
import { MANAGER } from './attribute.js';
import { chunks } from './chunks.js';
import type { Dialect, MemberChange } from './dialect.js';
import { type Change, difference, differences, profileOf } from './mapping.js';

/** Entra announces this schema of its own beside the one of RFC 7643. */
const ENTRA_GROUP = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';

/** Of one PATCH; how many Entra really puts in is not documented. */
const MEMBERS = 20;

/** What differs with the flag `aadOptscim062020` at the end of the Tenant URL. */
interface Spelling {
  readonly title: string;
  readonly query?: string;
  operations(changes: readonly Change[]): readonly Operation[];
  join(members: readonly JsonObject[]): Operation;
  leave(ids: readonly string[]): readonly Operation[];
}

/** An operation a path, its name capitalised, booleans as text, and members to remove listed as a value. */
const DEFAULT: Spelling = {
  title: 'Microsoft Entra ID',
  operations: (changes) =>
    changes.map(({ attribute, value, absent }) => ({
      op: absent ? 'Add' : 'Replace',
      path: attribute.path,
      value: typeof value === 'boolean' ? capitalised(value) : value,
    })),
  join: (members) => ({ op: 'Add', path: 'members', value: members }),
  leave: (ids) => [{ op: 'Remove', path: 'members', value: ids.map((value) => ({ value })) }],
};

/** Lower case, real booleans, one operation without a path for all that has no filter, members to remove by a filter. */
const FLAGGED: Spelling = {
  title: 'Microsoft Entra ID with aadOptscim062020',
  query: 'aadOptscim062020',
  operations: (changes) => {
    const filtered = changes.filter(({ attribute }) => attribute.filtered);
    const plain = changes.filter(({ attribute }) => !attribute.filtered);
    return [
      ...filtered.map(({ attribute, value, absent }) => ({
        op: absent ? 'add' : 'replace',
        path: attribute.path,
        value,
      })),
      ...(plain.length === 0 ? [] : [{ op: 'replace', value: flat(plain) }]),
    ];
  },
  join: (members) => ({ op: 'add', path: 'members', value: members }),
  leave: (ids) => ids.map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` })),
};

/** Microsoft Entra ID without the flag in its Tenant URL; its provisioning on demand always speaks so. */
export const ENTRA: Dialect = entra(DEFAULT);

/** Microsoft Entra ID with `?aadOptscim062020` at the end of its Tenant URL. */
export const ENTRA_FLAGGED: Dialect = entra(FLAGGED);

function entra(spelling: Spelling): Dialect {
  const update = (id: unknown, changes: readonly Change[]) =>
    changes.length === 0 ? [] : [patch(`/Users/${textIn(id)}`, spelling.operations(changes))];
  return {
    title: spelling.title,
    query: spelling.query,
    managers: true,
    deletesUsers: true,
    probes: (nobody) => [findBy('/Users', 'userName', nobody), findGroupBy('displayName', nobody)],
    externalIdOf: ({ objectId }) => objectId,
    findUser: ({ userName, objectId }) => [
      findBy('/Users', 'userName', userName),
      findBy('/Users', 'externalId', objectId),
    ],
    createUser: (person) => ({ method: 'POST', path: '/Users', body: newUser(person) }),
    updateUser: (person, found) => update(found.id, differences(person, person.objectId, found)),
    updateManager: (userId, managerId, found) => update(userId, difference(MANAGER, managerId, found)),
    findGroup: ({ displayName, objectId }) => [
      findGroupBy('displayName', displayName),
      findGroupBy('externalId', objectId),
    ],
    createGroup: (group) => ({ method: 'POST', path: '/Groups', body: newGroup(group) }),
    readGroup: (id) => ({ method: 'GET', path: `/Groups/${id}`, query: 'excludedAttributes=members' }),
    renameGroup: (id, group) => patch(`/Groups/${id}`, spelling.operations([nameOf(group)])),
    changeMembers: (id, _, members) => memberPatches(spelling, id, members),
  };
}

function newUser(person: Person): JsonObject {
  return {
    schemas: [USER, ENTERPRISE],
    externalId: person.objectId,
    active: person.enabled,
    ...profileOf(person),
    meta: { resourceType: 'User' },
    roles: [],
  };
}

function newGroup({ objectId, displayName }: Group): JsonObject {
  return { schemas: [GROUP, ENTRA_GROUP], externalId: objectId, displayName, meta: { resourceType: 'Group' } };
}

function nameOf({ displayName }: Group): Change {
  const attribute = { path: 'displayName', filtered: false, read: (group: JsonObject) => group.displayName };
  return { attribute, value: displayName, absent: false };
}

/** Pieces that may be sent at once, in any order. */
function memberPatches(spelling: Spelling, id: string, { joining, leaving }: MemberChange): readonly Request[] {
  const operations = [
    ...chunks(joining, MEMBERS).map((ids) => [spelling.join(ids.map((value) => ({ $ref: null, value })))]),
    ...chunks(leaving, MEMBERS).map((ids) => spelling.leave(ids)),
  ];
  return operations.map((some) => patch(`/Groups/${id}`, some));
}

function findGroupBy(attribute: string, value: string): Request {
  const { query, ...request } = findBy('/Groups', attribute, value);
  return { ...request, query: `excludedAttributes=members&${query}` };
}

/** Encoded as a form: a space is a plus sign. */
function findBy(path: string, attribute: string, value: string) {
  const query = new URLSearchParams({ filter: `${attribute} eq ${JSON.stringify(value)}` }).toString();
  return { method: 'GET', path, query } as const;
}

function flat(changes: readonly Change[]): JsonObject {
  return Object.fromEntries(changes.map(({ attribute, value }) => [attribute.path, value]));
}

function capitalised(value: boolean): string {
  return value ? 'True' : 'False';
}
