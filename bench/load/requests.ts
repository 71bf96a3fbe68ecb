import { ENTERPRISE, type EntraUser } from './entra-user.js';
import type { Request } from './scim-client.js';

const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** As Entra sends it: a blank is a plus sign. */
export function findUser(userName: string): Request {
  const query = new URLSearchParams({ filter: `userName eq "${userName}"` });
  return { label: 'filter', method: 'GET', path: `/Users?${query.toString()}`, status: 200 };
}

export function createUser(user: EntraUser): Request {
  return { label: 'create', method: 'POST', path: '/Users', body: user, status: 201 };
}

export function readUser(id: string): Request {
  return { label: 'get', method: 'GET', path: `/Users/${id}`, status: 200 };
}

/** Three operations, as Entra spells them. */
export function moveUser(id: string): Request {
  const word = Math.random().toString(36).slice(2);
  return patchUser(id, 'patch', [
    { op: 'Replace', path: 'title', value: `Engineer ${word}` },
    { op: 'Replace', path: 'displayName', value: `María ${word}` },
    { op: 'Replace', path: `${ENTERPRISE}:department`, value: `Plant ${word}` },
  ]);
}

export function disableUser(id: string): Request {
  return patchUser(id, 'disable', [{ op: 'Replace', path: 'active', value: 'False' }]);
}

export function deleteUser(id: string): Request {
  return { label: 'delete', method: 'DELETE', path: `/Users/${id}`, status: 204 };
}

/** A page, by what its query says. */
export function listUsers(query: Readonly<Record<string, string>>): Request {
  return { label: 'page', method: 'GET', path: `/Users?${new URLSearchParams(query).toString()}`, status: 200 };
}

export function createGroup(displayName: string): Request {
  return {
    label: 'create group',
    method: 'POST',
    path: '/Groups',
    body: { schemas: [GROUP], displayName },
    status: 201,
  };
}

export function findGroup(displayName: string): Request {
  const query = new URLSearchParams({ excludedAttributes: 'members', filter: `displayName eq "${displayName}"` });
  return { label: 'filter group', method: 'GET', path: `/Groups?${query.toString()}`, status: 200 };
}

export function addMembers(groupId: string, ids: readonly string[]): Request {
  return changeMembers(groupId, 'add', ids);
}

export function removeMembers(groupId: string, ids: readonly string[]): Request {
  return changeMembers(groupId, 'remove', ids);
}

function changeMembers(groupId: string, label: 'add' | 'remove', ids: readonly string[]): Request {
  const op = label === 'add' ? 'Add' : 'Remove';
  const operation = { op, path: 'members', value: ids.map((value) => ({ value })) };
  return { label, method: 'PATCH', path: `/Groups/${groupId}`, body: patchOf([operation]), status: 204 };
}

function patchUser(id: string, label: string, operations: readonly object[]): Request {
  return { label, method: 'PATCH', path: `/Users/${id}`, body: patchOf(operations), status: 200 };
}

function patchOf(operations: readonly object[]): object {
  return { schemas: [PATCH_OP], Operations: operations };
}
