import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyFilter, type KnownValues } from '../support/any-filter.js';
import { type FilteredAttribute, leafOf, matches, type NaivePath } from '../support/naive-filter.js';
import { inForm } from '../support/figures.js';
import { ENT, GROUP, type ScimClient, USER, World } from '../support/scim-client.js';

/**
 * Filters at large: whatever a filter says of whatever attribute, the service finds whom a plain reading of it finds, in a directory of
 * people that chance made.
 */

const ACME = 'urn:acme:scim:2.0:User';
const PEOPLE = 60;

/** Every type, in every shape. */
const ACME_ATTRIBUTES = [
  { name: 'code', caseExact: true },
  { name: 'level', type: 'integer' },
  { name: 'rate', type: 'decimal' },
  { name: 'vip', type: 'boolean' },
  { name: 'since', type: 'dateTime' },
  { name: 'key', type: 'binary', caseExact: true },
  { name: 'home', type: 'reference', referenceTypes: ['external'], caseExact: true },
  { name: 'tags', multiValued: true },
  { name: 'levels', type: 'integer', multiValued: true },
  { name: 'days', type: 'dateTime', multiValued: true },
  {
    name: 'licences',
    type: 'complex',
    multiValued: true,
    subAttributes: [
      { name: 'value', caseExact: true },
      { name: 'type' },
      { name: 'seats', type: 'integer' },
      { name: 'until', type: 'dateTime' },
      { name: 'primary', type: 'boolean' },
    ],
  },
  {
    name: 'site',
    type: 'complex',
    subAttributes: [{ name: 'name' }, { name: 'floor', type: 'decimal' }, { name: 'open', type: 'boolean' }],
  },
];

/** RFC 7643 §3.1; `/Schemas` does not describe them. */
const COMMON: readonly FilteredAttribute[] = [
  text('id', { caseExact: true }),
  text('externalId', { caseExact: true }),
  text('schemas', { caseExact: true, multiValued: true }),
  text('meta', {
    type: 'complex',
    subAttributes: [
      text('resourceType', { caseExact: true }),
      text('created', { type: 'dateTime' }),
      text('lastModified', { type: 'dateTime' }),
      text('location', { caseExact: true }),
      text('version', { caseExact: true }),
    ],
  }),
];

function text(name: string, more: Partial<FilteredAttribute> = {}): FilteredAttribute {
  return { name, type: 'string', multiValued: false, caseExact: false, ...more };
}

let world: World;
let client: ScimClient;
let time = new Date('2026-01-01T00:00:00Z');

beforeAll(async () => {
  world = await World.start({ clock: () => time });
  client = await world.connect();
  const path = `/tenants/${client.tenantId}/identity-providers/${client.id}/schemas/${encodeURIComponent(ACME)}`;
  const schema = { name: 'Acme', resourceType: 'User', attributes: ACME_ATTRIBUTES };
  const { status } = await world.admin.send('PUT', path, schema);
  expect(status).toBe(201);
  await fill();
});

afterAll(() => world.close());

/** People by chance, the same at each run; groups of some of them, and of groups. */
async function fill(): Promise<void> {
  const ids: string[] = [];
  for (const [n, person] of fc.sample(anyPerson(), { seed: 7644, numRuns: PEOPLE }).entries()) {
    time = new Date(time.getTime() + (n % 3) * 1_000 + 250);
    const {
      status,
      text: told,
      body,
    } = await client.post('/Users', { ...person, userName: `${n}${String(person['userName'])}` });
    expect({ status, told }).toMatchObject({ status: 201 });
    ids.push(body.id);
  }
  const groups: string[] = [];
  for (let n = 0; n < 8; n += 1) {
    const members = [...ids.filter((_, at) => at % (n + 3) === 0), ...groups.slice(-2)].map((value) => ({ value }));
    const { body } = await client.post('/Groups', {
      schemas: [GROUP],
      displayName: `Éq ${n}`,
      ...(n % 2 && { externalId: `G-${n}` }),
      members,
    });
    groups.push(body.id);
  }
}

const anyText = (): fc.Arbitrary<string> =>
  fc
    .array(
      fc.constantFrom('a', 'B', 'b', 'É', 'e\u0301', 'ß', 'İ', 'Σ', 'ς', '𝒜', ' ', '%', '_', '\\', '"', ']', '.', '1'),
      { minLength: 1, maxLength: 5 },
    )
    .map((all) => `${all.join('')}x`);
const anyNumber = () => fc.integer({ min: -3, max: 12 });
const anyTime = () =>
  fc.constantFrom(
    '2026-01-01T00:00:00Z',
    '2026-01-01T02:00:00+02:00',
    '2025-12-31T23:59:59.999Z',
    '2026-06-01T12:00:00.5-03:30',
  );
const some = <T>(each: fc.Arbitrary<T>) => fc.array(each, { maxLength: 3 });

function anyPerson(): fc.Arbitrary<Record<string, unknown>> {
  const typed = fc.record(
    { value: anyText(), type: fc.constantFrom('work', 'Home', 'é'), display: anyText() },
    { requiredKeys: ['value'] },
  );
  const licence = fc.record(
    { value: anyText(), type: anyText(), seats: anyNumber(), until: anyTime() },
    { requiredKeys: [] },
  );
  const acme = fc.record(
    {
      code: anyText(),
      level: anyNumber(),
      rate: fc.constantFrom(0, 0.1, 1.5, -2.25),
      vip: fc.boolean(),
      since: anyTime(),
      key: fc.constantFrom('QUJD', 'YWJj'),
      home: fc.constantFrom('https://corp.example/A', 'https://corp.example/a', 'https://Corp.example'),
      tags: some(anyText()),
      levels: some(anyNumber()),
      days: some(anyTime()),
      licences: some(licence),
      site: fc.record(
        { name: anyText(), floor: fc.constantFrom(-1, 0.5, 3), open: fc.boolean() },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  );
  return fc.record(
    {
      schemas: fc.constant([USER, ENT, ACME]),
      userName: anyText(),
      externalId: fc.uuid(),
      displayName: anyText(),
      nickName: anyText(),
      title: anyText(),
      active: fc.boolean(),
      profileUrl: fc.constantFrom('https://corp.example/A', 'https://corp.example/a', 'https://Corp.example'),
      name: fc.record({ givenName: anyText(), familyName: anyText(), formatted: anyText() }, { requiredKeys: [] }),
      emails: some(typed),
      phoneNumbers: some(typed),
      roles: some(typed),
      addresses: some(fc.record({ locality: anyText(), type: anyText(), formatted: anyText() }, { requiredKeys: [] })),
      [ENT]: fc.record(
        { department: anyText(), employeeNumber: anyText(), manager: fc.record({ value: anyText() }) },
        { requiredKeys: [] },
      ),
      [ACME]: acme,
    },
    { requiredKeys: ['schemas', 'userName'] },
  );
}

async function pathsOf(...urns: readonly string[]): Promise<readonly NaivePath[]> {
  const described = await Promise.all(urns.map(async (urn) => (await client.get(`/Schemas/${urn}`)).body));
  const own = described.flatMap(({ id, attributes }, index) =>
    attributes.map((attribute: FilteredAttribute) => ({ ...(index > 0 && { urn: id }), attribute })),
  );
  const all: readonly NaivePath[] = [...COMMON.map((attribute) => ({ attribute })), ...own];
  return all
    .filter(({ attribute }) => attribute.name !== 'password')
    .flatMap((path) => [path, ...(path.attribute.subAttributes ?? []).map((part) => ({ ...path, part }))]);
}

type Resource = Readonly<Record<string, unknown>> & { readonly id: string };

async function everybody(path: string): Promise<readonly Resource[]> {
  return (await client.get(`${path}?count=200`)).body.Resources;
}

/** What the resources have there, each once. */
function valuesOf(resources: readonly Resource[]): KnownValues {
  const found = new Map<string, readonly unknown[]>();
  return (path) => {
    const { urn = '', attribute, part } = path;
    const key = `${urn}:${attribute.name}.${part?.name}`;
    const known = found.get(key) ?? [...new Set(resources.flatMap((resource) => valuesIn(resource, path)))];
    found.set(key, known);
    return known;
  };
}

function valuesIn(resource: Resource, path: NaivePath): readonly unknown[] {
  const steps = [
    path.urn,
    path.attribute.name,
    path.part?.name,
    leafOf(path) === (path.part ?? path.attribute) ? undefined : 'value',
  ];
  return steps
    .filter((step) => step !== undefined)
    .reduce<readonly unknown[]>(
      (values, step) =>
        values
          .flatMap((value) => [(value as Record<string, unknown>)[step]].flat())
          .filter((value) => value !== undefined),
      [resource],
    );
}

/** So many filters are asked for at once. */
const TOGETHER = 4;

async function holds(path: string, urns: readonly string[], count: number): Promise<void> {
  const resources = await everybody(path);
  const filter = anyFilter(await pathsOf(...urns), valuesOf(resources));
  const several = fc.array(filter, { minLength: TOGETHER, maxLength: TOGETHER });
  let telling = 0;
  await fc.assert(
    fc.asyncProperty(several, async (filters) => {
      const found = await Promise.all(filters.map(({ text: asked }) => idsOf(path, asked)));
      const expected = filters.map((each) =>
        resources.filter((resource) => matches(each.filter, resource)).map(({ id }) => id),
      );
      expect(found).toEqual(expected);
      telling += expected.filter((ids) => ids.length > 0 && ids.length < resources.length).length;
    }),
    { seed: 7643, numRuns: count / TOGETHER },
  );
  // Filters that find everybody or nobody prove little.
  expect(telling).toBeGreaterThan(count / 6);
}

async function idsOf(path: string, filter: string): Promise<readonly string[]> {
  const { status, text: told, body } = await client.post(`${path}/.search`, { filter, attributes: ['id'], count: 200 });
  expect({ filter, status, told: status === 200 ? '' : told }).toEqual({ filter, status: 200, told: '' });
  return body.Resources.map(({ id }: Resource) => id);
}

it('any filter on users', () => holds('/Users', [USER, ENT, ACME], inForm(300, 2_000)));

it('any filter on groups', () => holds('/Groups', [GROUP], inForm(120, 600)));
