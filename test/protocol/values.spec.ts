import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Answer } from '../admin/api.js';
import { inForm } from '../support/figures.js';
import { checkAnswer } from '../support/invariants.js';
import { ENT, PATCH, type ScimClient, USER, World } from '../support/scim-client.js';

/** Values of every type at every place that `/Schemas` describes: what is accepted is what the schema says, the rest is a 400 that says why. */

let world: World;
let tolerant: ScimClient;
let strict: ScimClient;
let attributes: readonly Described[];
let groupAttributes: readonly Described[];

beforeAll(async () => {
  world = await World.start();
  tolerant = await world.connect();
  strict = await world.connect({ kind: 'generic' });
  attributes = [...(await describedBy(USER)), ...(await describedBy(ENT))];
  groupAttributes = await describedBy('urn:ietf:params:scim:schemas:core:2.0:Group');
});

afterAll(() => world.close());

interface Attribute {
  readonly name: string;
  readonly type: string;
  readonly multiValued: boolean;
  readonly mutability: string;
  readonly required: boolean;
  readonly subAttributes?: readonly Attribute[];
}

/** An attribute with the path that a PATCH names it by. */
interface Described extends Attribute {
  readonly path: string;
}

async function describedBy(urn: string): Promise<readonly Described[]> {
  const { body } = await tolerant.get(`/Schemas/${urn}`);
  return body.attributes.map((each: Attribute) => ({ ...each, path: urn === ENT ? `${ENT}:${each.name}` : each.name }));
}

const VALUES: readonly unknown[] = [
  null,
  true,
  'true',
  0,
  -1,
  4.5,
  1e21,
  9007199254740993,
  '',
  ' ',
  'text',
  '2026-01-01T00:00:00Z',
  [],
  [[]],
  [null],
  ['text'],
  [true, 1],
  [{}],
  [{ value: 'x' }],
  [{ value: 1, type: 2 }],
  [{ value: { value: 'x' } }],
  [{ primary: 'x', value: 'y' }],
  {},
  { value: 'x' },
  { value: ['x'] },
  { value: null },
  { a: { b: { c: [] } } },
  { toString: 1, hasOwnProperty: 'x', constructor: {} },
];

const SIMPLE: Readonly<Record<string, (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isSafeInteger,
  decimal: Number.isFinite,
};

function conforms({ type, multiValued, subAttributes }: Attribute, value: unknown): boolean {
  if (multiValued) return Array.isArray(value) && value.every((each) => conformsAlone({ type, subAttributes }, each));
  return conformsAlone({ type, subAttributes }, value);
}

function conformsAlone({ type, subAttributes }: Pick<Attribute, 'type' | 'subAttributes'>, value: unknown): boolean {
  if (!subAttributes) return (SIMPLE[type] ?? isText)(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([name, inner]) => {
    const subAttribute = subAttributes.find((each) => each.name === name);
    return subAttribute !== undefined && conforms(subAttribute, inner);
  });
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** Accepted in the shape of the schema, or refused for a reason of the client's. */
function checkOutcome({ status, body }: Outcome, known: readonly Described[]): void {
  if (status >= 400) {
    expect([400, 409, 413]).toContain(status);
    expect(body.scimType).toMatch(/^(invalidValue|invalidSyntax|invalidPath|noTarget|mutability|tooMany|uniqueness)$/);
    return;
  }
  expect(known.filter((attribute) => !isInShape(attribute, body)).map(({ path }) => [path, body])).toEqual([]);
}

type Outcome = Pick<Answer, 'status' | 'body'>;

function isInShape(attribute: Described, body: Answer['body']): boolean {
  const owner = attribute.path.startsWith(ENT) ? body?.[ENT] : body;
  const value: unknown = owner?.[attribute.name];
  return value === undefined || conforms(attribute, value);
}

/** Of the values at a path one of so many is tried; no multiple of three, so that all three operations come. */
const EVERY = inForm(2, 1);

let made = 0;
const name = () => `somebody${(made += 1)}@corp.example`;
const withValue = (path: string, value: unknown) =>
  path.startsWith(ENT)
    ? { schemas: [USER, ENT], userName: name(), [ENT]: { [path.slice(ENT.length + 1)]: value } }
    : { schemas: [USER], userName: name(), [path]: value };

/** The same request on both kinds of connection. Whether both answer alike. */
async function onBoth(
  known: readonly Described[],
  ask: (client: ScimClient, index: number) => Promise<Answer>,
): Promise<boolean> {
  const [lenient, exact] = await Promise.all([tolerant, strict].map(ask));
  if (!lenient || !exact) return false;
  checkAnswer(lenient);
  checkAnswer(exact);
  checkBoth(known, lenient, exact);
  return lenient.status === exact.status;
}

/** Each outcome by itself, and strict refuses more, but never means anything else. */
function checkBoth(known: readonly Described[], lenient: Outcome, exact: Outcome): void {
  checkOutcome(lenient, known);
  checkOutcome(exact, known);
  if (exact.status < 300 && exact.body && lenient.body) expect(received(lenient)).toEqual(received(exact));
}

function received({ body }: Outcome): unknown {
  const { id: _id, meta: _meta, ...rest } = body;
  return rest;
}

it('every value in every attribute of a user that is created', async () => {
  await Promise.all(
    attributes.map(async ({ path }) => {
      const bodies = VALUES.map((value) => withValue(path, value));
      const [lenient = [], exact = []] = await Promise.all(
        [tolerant, strict].map((client) => createAll(client, bodies)),
      );
      for (const [at, outcome] of exact.entries()) checkBoth(attributes, lenient[at] ?? outcome, outcome);
      expect([lenient.length, exact.length]).toEqual([VALUES.length, VALUES.length]);
    }),
  );
});

/** One request for all, and one to see what came of them: of each the resource, or the refusal. */
async function createAll(client: ScimClient, bodies: readonly unknown[]): Promise<readonly Outcome[]> {
  const operations = bodies.map((data, at) => ({ method: 'POST', path: '/Users', bulkId: String(at), data }));
  const { body } = await client.post('/Bulk', { Operations: operations });
  const results: readonly BulkResult[] = body.Operations;
  const ids = results.flatMap(({ location }) => location?.slice(-36) ?? []);
  const made = await client.find('/Users', ['id eq "nobody"', ...ids.map((id) => `id eq "${id}"`)].join(' or '));
  checkAnswer(made);
  expect(made.body.totalResults).toBe(ids.length);
  const resources = new Map(made.body.Resources.map((each: BulkResult['response']) => [each.meta.location, each]));
  return results.map(({ status, location, response }) => ({
    status: Number(status),
    body: response ?? resources.get(location),
  }));
}

interface BulkResult {
  readonly status: string;
  readonly location?: string;
  readonly response?: Answer['body'];
}

it('every value at every path of a user, by one operation or another', async () => {
  await Promise.all(pathOfEachKind(attributes).map(patchWithEach));
});

async function patchWithEach(path: string, turn: number): Promise<void> {
  const plain = { schemas: [USER], userName: name() };
  const ids = await Promise.all([tolerant, strict].map(async (client) => (await client.post('/Users', plain)).body.id));
  for (const [index, value] of VALUES.entries()) {
    if ((turn + index) % EVERY > 0) continue;
    const op = ['replace', 'add', 'remove'][(turn + index) % 3] ?? 'replace';
    const ask = (client: ScimClient, at: number) => client.patch(`/Users/${ids[at]}`, [{ op, path, value }]);
    if (await onBoth(attributes, ask)) continue;
    await Promise.all([tolerant, strict].map((client, at) => client.put(`/Users/${ids[at]}`, plain)));
  }
}

it('every value in every attribute of a group', async () => {
  for (const { path } of groupAttributes)
    for (const value of VALUES) {
      const body = { displayName: name(), [path]: value };
      await onBoth(groupAttributes, (client) => client.post('/Groups', body));
    }
});

it('whatever JSON comes as a body', async () => {
  const plain = { schemas: [USER], userName: name() };
  const clients = [tolerant, strict];
  const users = await Promise.all(clients.map(async (client) => (await client.post('/Users', plain)).body.id));
  const groups = await Promise.all(
    clients.map(async (client) => (await client.post('/Groups', { displayName: 'Ops' })).body.id),
  );
  await fc.assert(
    fc.asyncProperty(anyBody(attributes), anyPatch(attributes), async (body, patch) => {
      await onBoth(attributes, (client) => client.post('/Users', body));
      await onBoth(attributes, (client, index) => client.put(`/Users/${users[index]}`, body));
      await Promise.all(clients.map((client, index) => client.put(`/Users/${users[index]}`, plain)));
      await onBoth(attributes, (client, index) => client.send('PATCH', `/Users/${users[index]}`, patch));
      await onBoth(groupAttributes, (client, index) => client.send('PATCH', `/Groups/${groups[index]}`, patch));
    }),
    { seed: 7643, numRuns: inForm(50, 300) },
  );
});

/** One path of each kind: what holds of the street holds of the city. */
function pathOfEachKind(known: readonly Described[]): readonly string[] {
  return [...new Map(known.flatMap(placesOf)).values()];
}

/** An attribute, its values by a filter, and each part of both, with what kind of place each is. */
function placesOf(attribute: Described): readonly (readonly [string, string])[] {
  const filtered = attribute.multiValued ? [`${attribute.path}[type eq "work"]`] : [];
  return [attribute.path, ...filtered].flatMap((path) => [
    [kindOf(attribute, path), path] as const,
    ...(attribute.subAttributes ?? []).map((part) => [kindOf(part, `${path}.`), `${path}.${part.name}`] as const),
  ]);
}

function kindOf({ type, mutability, multiValued, required }: Attribute, path: string): string {
  return [type, mutability, multiValued, required, path.includes('['), path.endsWith('.')].join(' ');
}

/** A body whose names are those of the schema, more or less, and whose values are anything. */
function anyBody(known: readonly Described[]): fc.Arbitrary<unknown> {
  const named = fc.constantFrom(
    ...known.map(({ path }) => path),
    ENT,
    USER,
    'schemas',
    'id',
    'meta',
    'groups',
    '__proto__',
  );
  const names = fc.oneof({ weight: 4, arbitrary: named }, fc.string({ maxLength: 20 }));
  return fc.oneof({ weight: 9, arbitrary: fc.dictionary(names, anyValue(), { maxKeys: 8 }) }, fc.jsonValue());
}

function anyValue(): fc.Arbitrary<unknown> {
  return fc.oneof(fc.constantFrom(...VALUES), fc.jsonValue({ maxDepth: 3 }));
}

function anyPatch(known: readonly Described[]): fc.Arbitrary<unknown> {
  const path = fc.oneof(
    fc.constantFrom(...pathOfEachKind(known), ...known.map(({ path: name }) => name), 'members'),
    fc.string({ maxLength: 30 }),
  );
  const operation = fc.record(
    { op: fc.constantFrom('add', 'Replace', 'remove', 'x', 1), path, value: fc.oneof(anyValue(), anyBody(known)) },
    { requiredKeys: [] },
  );
  return fc.array(operation, { maxLength: 4 }).map((operations) => ({ schemas: [PATCH], Operations: operations }));
}
