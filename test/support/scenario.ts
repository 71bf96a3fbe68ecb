import { expect } from '@jest/globals';
import type { Answer } from '../admin/api.js';
import { gather, type Name } from './cast.js';
import { checkAnswer } from './invariants.js';
import type { Operation, ScimClient } from './scim-client.js';

type Json = Readonly<Record<string, unknown>>;

/** Requests as data, one after the other. `{ana}` anywhere stands for the id of whom the cast or a step has by that name. */
export interface Scenario {
  readonly name: string;
  /** Who is there before it begins. */
  readonly given?: readonly Name[];
  readonly steps: readonly Step[];
}

export type Step = Asked & Expected;

type Asked =
  | { readonly get: string; readonly filter?: string }
  | { readonly post: string; readonly body: unknown }
  | { readonly put: string; readonly body: unknown }
  | { readonly patch: string; readonly operations: readonly Json[] }
  | { readonly patch: string; readonly body: unknown }
  | { readonly delete: string };

interface Expected {
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: what RFC 7644 answers a success with; 204 for a PATCH of a group. */
  readonly status?: number;
  readonly scimType?: string;
  /** The whole resource, but for what the service adds to it: `schemas`, `id`, `meta`, `groups`. */
  readonly is?: Json;
  /** Some of what is in the answer. */
  readonly shows?: Json;
  /** Names that the answer does not have, or its first resource where it is a list. */
  readonly hides?: readonly string[];
  /** Whom a list finds, in any order. */
  readonly finds?: readonly string[];
  /** Ids of a group's members, in any order. */
  readonly members?: readonly string[];
  /** The name under which later steps know the answer's id. */
  readonly keep?: string;
}

/**
 * Plays a scenario on a connection. Beside what a step expects it holds each answer to what holds of every one; a write that succeeded to
 * what is read next; and a write that was refused to having changed nothing.
 */
export async function play(client: ScimClient, { given = [], steps }: Scenario): Promise<Map<string, string>> {
  const ids = await gather(client, given);
  for (const step of steps) await playStep(client, resolve(step, ids), ids);
  return ids;
}

async function playStep(client: ScimClient, step: Step, ids: Map<string, string>): Promise<void> {
  const title = titleOf(step);
  const before = await stateBefore(client, step);
  const answer = await ask(client, step);
  expect(told(title, answer)).toMatchObject(wanted(title, step));
  checkAnswer(answer);
  checkBody(step, answer.body ?? {});
  await checkState(client, step, answer, before);
  if (step.keep !== undefined) ids.set(step.keep, answer.body.id);
}

/** A failure shows which request it was and the whole answer. */
function told(title: string, { status, body = {} }: Answer) {
  return { title, status, body };
}

function wanted(title: string, step: Step) {
  const { status = defaultStatus(step), scimType, shows } = step;
  return { title, status, ...((scimType ?? shows) && { body: { ...shows, ...(scimType && { scimType }) } }) };
}

function defaultStatus(step: Asked): number {
  if ('post' in step) return 201;
  if ('delete' in step) return 204;
  return 'patch' in step && step.patch.startsWith('/Groups') ? 204 : 200;
}

function checkBody({ is, hides = [], finds, members }: Step, body: Json): void {
  const first = Array.isArray(body['Resources']) ? (body['Resources'][0] as Json | undefined) : body;
  if (is) expect(withoutAdded(body)).toEqual(is);
  expect(hides.filter((name) => first && name in first)).toEqual([]);
  if (finds) expect(idsIn(body['Resources'], 'id')).toEqual(finds.toSorted());
  if (members) expect(idsIn(body['members'], 'value')).toEqual(members.toSorted());
}

function idsIn(list: unknown, name: string): readonly string[] {
  return ((list ?? []) as Record<string, string>[]).map((each) => each[name] ?? '').toSorted();
}

function withoutAdded({ schemas: _schemas, id: _id, meta: _meta, groups: _groups, ...rest }: Json): Json {
  return rest;
}

/** Of a change to one resource: what is read before it. */
async function stateBefore(client: ScimClient, step: Step): Promise<Answer | undefined> {
  const path = 'patch' in step ? step.patch : 'put' in step ? step.put : undefined;
  return path === undefined ? undefined : client.get(withoutQuery(path));
}

async function checkState(client: ScimClient, step: Step, answer: Answer, before: Answer | undefined): Promise<void> {
  const { status, body, headers } = answer;
  const location = body?.meta?.location as string | undefined;
  const isWrite = 'post' in step || before !== undefined;
  if (status === 201) expect(headers.get('location')).toBe(location);
  if (isWrite && status < 300 && location !== undefined && !titleOf(step).includes('?')) {
    expect(headers.get('content-location')).toBe(location);
    expect(headers.get('etag')).toBe(body.meta.version);
    expect((await client.get(location.slice(client.url.length))).body).toEqual(body);
  }
  if (before && status >= 400) expect((await client.get(pathOf(step))).text).toBe(before.text);
}

function ask(client: ScimClient, step: Step): Promise<Answer> {
  const headers = step.headers ?? {};
  if ('get' in step) return client.get(withFilter(step.get, step.filter), headers);
  if ('post' in step) return client.send('POST', step.post, step.body, headers);
  if ('put' in step) return client.put(step.put, step.body, headers);
  if ('delete' in step) return client.delete(step.delete, headers);
  if ('body' in step) return client.send('PATCH', step.patch, step.body, headers);
  return client.patch(step.patch, step.operations as unknown as Operation[], headers);
}

/** Encoded as Entra does: a blank is a plus. */
function withFilter(path: string, filter: string | undefined): string {
  if (filter === undefined) return path;
  return `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams({ filter }).toString()}`;
}

function titleOf(step: Asked): string {
  const [verb = ''] = Object.keys(step).filter((key) => VERBS.includes(key));
  const filter = 'filter' in step && step.filter ? ` ${step.filter}` : '';
  return `${verb.toUpperCase()} ${pathOf(step, true)}${filter}`;
}

const VERBS = ['get', 'post', 'put', 'patch', 'delete'];

function pathOf(step: Asked, isWhole = false): string {
  const path = Object.entries(step).find(([key]) => VERBS.includes(key))?.[1] as string;
  return isWhole ? path : withoutQuery(path);
}

function withoutQuery(path: string): string {
  return path.split('?', 1)[0] ?? path;
}

/** The same with ids for names; what is no name stays. */
function resolve<T>(value: T, ids: ReadonlyMap<string, string>): T {
  const text = JSON.stringify(value);
  return JSON.parse(text.replace(/\{(\w+)\}/g, (whole, name: string) => ids.get(name) ?? whole)) as T;
}
