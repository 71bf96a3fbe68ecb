import { randomUUID } from 'node:crypto';
import type { Row, Statements } from './statements.js';

/** A request, its body parsed and believed. */
export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly body: Body;
}

/** What a body says that the baseline looks at. */
export interface Body {
  readonly userName?: string;
  readonly displayName?: string;
  readonly Operations?: readonly Operation[];
}

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value: string | readonly { readonly value: string }[];
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

const DONE: Answer = { status: 204 };
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** What the product would answer to the same request, as far as its size goes. */
export async function answer(statements: Statements, { method, url, body }: Asked): Promise<Answer> {
  const [, type = '', id = ''] = url.pathname.split('/');
  const isUser = type === 'Users';
  switch (`${method} ${id === '' ? 'all' : 'one'}`) {
    case 'POST all':
      return create(statements, isUser, body);
    case 'GET all':
      return list(statements, isUser, url.searchParams);
    case 'GET one':
      return one(await statements.run(isUser ? 'userById' : 'groupById', [id]), url);
    case 'PATCH one':
      return isUser
        ? one(await statements.run('updateUser', [id, changesOf(body)]), url)
        : changeMembers(statements, id, body);
    case 'DELETE one':
      await statements.run('deleteUser', [id]);
      return DONE;
    default:
      return { status: 404 };
  }
}

async function create(statements: Statements, isUser: boolean, body: Body): Promise<Answer> {
  const row = { id: randomUUID(), resource: { ...body } };
  if (isUser) await statements.run('insertUser', [row.id, body.userName, body]);
  else await statements.run('insertGroup', [row.id, body.displayName, body]);
  return { status: 201, body: shown(row, isUser ? 'Users' : 'Groups') };
}

async function list(statements: Statements, isUser: boolean, parameters: URLSearchParams): Promise<Answer> {
  const rows = await search(statements, isUser, parameters);
  const last = rows.at(-1)?.place;
  const body = {
    schemas: [LIST],
    totalResults: rows.length,
    ...(parameters.has('cursor') && last !== undefined && { nextCursor: last }),
    startIndex: Number(parameters.get('startIndex') ?? 1),
    itemsPerPage: rows.length,
    Resources: rows.map((row) => shown(row, isUser ? 'Users' : 'Groups')),
  };
  return { status: 200, body };
}

function search(statements: Statements, isUser: boolean, parameters: URLSearchParams): Promise<readonly Row[]> {
  const [, value] = parameters.get('filter')?.split('"') ?? [];
  if (value !== undefined) return statements.run(isUser ? 'userByName' : 'groupByName', [value]);
  const count = Number(parameters.get('count') ?? 100);
  const cursor = parameters.get('cursor');
  if (cursor !== null) return statements.run('usersAfter', [count, Number(cursor)]);
  return statements.run('usersFrom', [count, Number(parameters.get('startIndex') ?? 1) - 1]);
}

function one([row]: readonly Row[], url: URL): Answer {
  return row ? { status: 200, body: shown(row, url.pathname.split('/')[1] ?? '') } : { status: 404 };
}

async function changeMembers(statements: Statements, groupId: string, body: Body): Promise<Answer> {
  const [{ op = '', value = [] } = {}] = body.Operations ?? [];
  const ids = typeof value === 'string' ? [] : value.map((member) => member.value);
  await statements.run(op === 'Add' ? 'insertMembers' : 'deleteMembers', [groupId, ids]);
  return DONE;
}

function changesOf({ Operations = [] }: Body): Record<string, unknown> {
  return Object.fromEntries(Operations.map(({ path, value }) => [path, value]));
}

/** With the attributes that the product adds. */
function shown({ id, resource }: Row, type: string): Record<string, unknown> {
  return { ...resource, id, meta: { ...META, location: `http://127.0.0.1/${type}/${id}` } };
}

const MOMENT = '2026-01-01T00:00:00.000Z';
const META = { resourceType: 'User', created: MOMENT, lastModified: MOMENT, version: 'W/"1"' };
