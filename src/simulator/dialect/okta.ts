import type { Person } from '../directory/directory.js';
import { type JsonObject, textIn } from '../scim/json.js';
import { patch, type Request } from '../scim/request.js';
import { ENTERPRISE, GROUP, USER } from '../scim/schemas.js';
import { chunks } from './chunks.js';
import type { Dialect, MemberChange } from './dialect.js';
import { differences, profileOf } from './mapping.js';

const PAGE = 'startIndex=1&count=100';

/** The most that Okta was seen to put into one PATCH. */
const MEMBERS = 256;

/** What stands for a password: Okta sends one at the creation of each user, and a service never returns it. */
const PASSWORD = 'Pretend-0nly!';

/** Okta: PUT of what GET returned with the profile in it, PATCH for `active` alone; users are never deleted. */
export const OKTA: Dialect = {
  title: 'Okta',
  managers: false,
  deletesUsers: false,
  probes: () => [
    { method: 'GET', path: '/Users', query: PAGE },
    { method: 'GET', path: '/Groups', query: PAGE },
  ],
  externalIdOf,
  findUser: ({ userName }) => [findBy('/Users', 'userName', userName)],
  createUser: (person) => ({ method: 'POST', path: '/Users', body: newUser(person) }),
  updateUser,
  updateManager: () => [],
  findGroup: ({ displayName }) => [findBy('/Groups', 'displayName', displayName)],
  createGroup: ({ displayName }) => ({
    method: 'POST',
    path: '/Groups',
    body: { schemas: [GROUP], displayName, members: [] },
  }),
  readGroup: (id) => ({ method: 'GET', path: `/Groups/${id}` }),
  renameGroup: (id, group) =>
    patch(`/Groups/${id}`, [{ op: 'replace', value: { id, displayName: group.displayName } }]),
  changeMembers: (id, { displayName }, members) => memberPatches(id, displayName, members),
};

/** In the form of an Okta user id. */
function externalIdOf({ objectId }: Person): string {
  return `00u${objectId.replaceAll('-', '').slice(0, 17)}`;
}

function newUser(person: Person): JsonObject {
  return {
    schemas: [USER, ENTERPRISE],
    externalId: externalIdOf(person),
    ...profileOf(person),
    locale: 'en-US',
    groups: [],
    password: PASSWORD,
    active: true,
  };
}

function updateUser(person: Person, found: JsonObject): readonly Request[] {
  const path = `/Users/${textIn(found.id)}`;
  const changes = differences(person, externalIdOf(person), found);
  const profile = changes.some(({ attribute }) => attribute.path !== 'active');
  const activity = changes.some(({ attribute }) => attribute.path === 'active');
  return [
    ...(profile ? [{ method: 'PUT', path, body: merged(person, found) } as const] : []),
    ...(activity ? [patch(path, [{ op: 'replace', value: { active: person.enabled } }])] : []),
  ];
}

/** What was read, `id`, `meta` and `groups` included, with the profile over it. */
function merged(person: Person, found: JsonObject): JsonObject {
  return { ...found, ...profileOf(person), externalId: externalIdOf(person) };
}

/** Along with every change of members Okta sends the name of the group, its `id` within the value. */
function memberPatches(id: string, displayName: string, { joining, leaving }: MemberChange): readonly Request[] {
  const operations = [
    ...leaving.map((member) => ({ op: 'remove', path: `members[value eq "${member}"]` })),
    ...chunks(joining, MEMBERS).map((ids) => ({
      op: 'add',
      path: 'members',
      value: ids.map((value) => ({ value })),
    })),
  ];
  const touch = { op: 'replace', value: { id, displayName } };
  return chunks(operations, MEMBERS).map((some) => patch(`/Groups/${id}`, [touch, ...some]));
}

/** Percent-encoded throughout: a space is `%20`. */
function findBy(path: string, attribute: string, value: string): Request {
  return {
    method: 'GET',
    path,
    query: `filter=${encodeURIComponent(`${attribute} eq ${JSON.stringify(value)}`)}&${PAGE}`,
  };
}
