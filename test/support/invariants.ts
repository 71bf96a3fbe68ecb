import { expect } from '@jest/globals';
import type { Answer } from '../admin/api.js';
import { GROUP, USER } from './scim-client.js';

type Json = Readonly<Record<string, unknown>>;

const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** What holds of every answer of a SCIM route, whatever was asked. */
export function checkAnswer({ status, headers, text, body }: Answer): void {
  expect(headers.get('x-request-id')).toMatch(/^[\w.-]{1,128}$/);
  if (status === 429 || status === 503) expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  if (text === '') return;
  expect(headers.get('content-type')).toBe('application/scim+json');
  if (status >= 400) checkError(status, body);
  else if (isList(body)) checkList(body);
  else if (isUserOrGroup(body)) checkResource(body);
}

/** RFC 7644 §3.12: these members and no other, and nothing of what is inside. */
function checkError(status: number, body: Json): void {
  const { schemas, status: said, scimType, detail, ...more } = body;
  expect({ schemas, status: said, more }).toEqual({ schemas: [ERROR], status: String(status), more: {} });
  expect(detail).toMatch(/\S{2}/);
  expect(detail).not.toMatch(/node_modules|SELECT|undefined|\[object/);
  if (scimType !== undefined) expect([400, 409, 413]).toContain(status);
}

/** RFC 7644 §3.4.2 and RFC 9865 §2: the numbers are numbers, and `Resources` is always there. */
function checkList(body: Json): void {
  const { schemas, totalResults, startIndex, itemsPerPage, Resources, nextCursor, previousCursor, ...more } = body;
  expect({ schemas, more }).toEqual({ schemas: [LIST], more: {} });
  const isByCursor = startIndex === undefined;
  expect([itemsPerPage, ...(isByCursor ? [] : [totalResults, startIndex])].every(Number.isInteger)).toBe(true);
  for (const cursor of [nextCursor, previousCursor]) if (cursor !== undefined) expect(cursor).toMatch(/^[\w.~-]+$/);
  expect(itemsPerPage).toBe((Resources as Json[]).length);
  for (const resource of Resources as Json[]) if (isUserOrGroup(resource)) checkResource(resource);
}

function checkResource(resource: Json): void {
  const [core, ...extensions] = resource['schemas'] as readonly string[];
  const names = Object.keys(resource);
  expect(resource['id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(extensions.toSorted()).toEqual(names.filter((name) => name.startsWith('urn:')).toSorted());
  expect(names.filter((name) => name === 'password' || (name.includes('.') && !name.startsWith('urn:')))).toEqual([]);
  expect(emptyIn(resource)).toEqual([]);
  expect(Object.values(resource).filter(hasTwoPrimaries)).toEqual([]);
  if (resource['meta'] !== undefined) checkMeta(resource, core === USER ? 'User' : 'Group');
}

/** What a projection left of it is checked, too. */
function checkMeta({ meta, id }: Json, type: 'User' | 'Group'): void {
  const { resourceType, created, lastModified, location, version } = meta as Record<string, string | undefined>;
  if (resourceType !== undefined) expect(resourceType).toBe(type);
  if (version !== undefined) expect(version).toMatch(/^W\/"\d+"$/);
  if (location !== undefined) expect(location.endsWith(`/${type}s/${String(id)}`)).toBe(true);
  for (const time of [created, lastModified]) if (time !== undefined) expect(new Date(time).toISOString()).toBe(time);
}

/** RFC 7643 §2.4 allows one. */
function hasTwoPrimaries(value: unknown): boolean {
  return Array.isArray(value) && value.filter((each: Json) => each['primary'] === true).length > 1;
}

/** RFC 7643 §2.5: what is empty is not shown. */
function emptyIn(value: unknown, path = ''): readonly string[] {
  if (value === null || value === '') return [path];
  if (typeof value !== 'object') return [];
  const members = Object.entries(value);
  return members.length === 0 ? [path] : members.flatMap(([name, inner]) => emptyIn(inner, `${path}/${name}`));
}

function isList(body: Json): boolean {
  return (body['schemas'] as readonly string[]).includes(LIST);
}

function isUserOrGroup(body: Json): boolean {
  const schemas = body['schemas'] as readonly string[];
  return schemas.includes(USER) || schemas.includes(GROUP);
}
