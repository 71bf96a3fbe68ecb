import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../admin/api.js';
import { checkAnswer } from '../support/invariants.js';
import { GROUP, type Operation, type ScimClient, USER, World } from '../support/scim-client.js';

/** RFC 7643 §7: what `/Schemas` claims of each attribute, tried on resources; a claim that nothing was tried for is a failure. */

const ACME = 'urn:acme:scim:2.0:User';

const ACME_ATTRIBUTES = [
  { name: 'badge', required: true },
  { name: 'plate', uniqueness: 'server' },
  { name: 'serial', type: 'integer', uniqueness: 'server' },
  { name: 'code', caseExact: true },
  { name: 'origin', mutability: 'immutable' },
  { name: 'rank', type: 'integer', mutability: 'readOnly' },
  { name: 'pin', mutability: 'writeOnly', returned: 'never' },
  { name: 'notes', returned: 'request' },
  { name: 'stamp', returned: 'always' },
  { name: 'since', type: 'dateTime' },
  { name: 'level', type: 'integer' },
  { name: 'rate', type: 'decimal' },
  { name: 'vip', type: 'boolean' },
  { name: 'key', type: 'binary', caseExact: true },
  { name: 'home', type: 'reference', referenceTypes: ['external'], caseExact: true },
  { name: 'tags', multiValued: true },
  { name: 'grade', canonicalValues: ['junior', 'senior'] },
  {
    name: 'site',
    type: 'complex',
    subAttributes: [
      { name: 'code', required: true },
      { name: 'city' },
      { name: 'floor', mutability: 'immutable' },
      { name: 'secret', mutability: 'writeOnly', returned: 'never' },
      { name: 'hint', returned: 'request' },
    ],
  },
];

interface Attribute {
  readonly name: string;
  readonly type: string;
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  readonly returned: 'always' | 'never' | 'default' | 'request';
  readonly uniqueness: 'none' | 'server' | 'global';
  readonly canonicalValues?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
}

/** An attribute or a part of one, where it is. */
interface Place {
  readonly endpoint: '/Users' | '/Groups';
  readonly urn: string;
  readonly attribute: Attribute;
  readonly part?: Attribute;
}

let world: World;
let client: ScimClient;
let places: readonly Place[];
let made = 0;

beforeAll(async () => {
  world = await World.start();
  client = await world.connect({ kind: 'generic' });
  const path = `/tenants/${client.tenantId}/identity-providers/${client.id}/schemas/${encodeURIComponent(ACME)}`;
  const schema = { name: 'Acme', resourceType: 'User', attributes: ACME_ATTRIBUTES };
  expect(await world.admin.send('PUT', path, schema)).toMatchObject({ status: 201 });
  const { body } = await client.get('/Schemas');
  places = body.Resources.flatMap(placesOf);
});

afterAll(() => world.close());

function placesOf({ id, attributes }: { readonly id: string; readonly attributes: readonly Attribute[] }): Place[] {
  const endpoint = id === GROUP ? '/Groups' : '/Users';
  return attributes.flatMap((attribute) => [
    { endpoint, urn: id, attribute } as const,
    ...(attribute.subAttributes ?? []).map((part) => ({ endpoint, urn: id, attribute, part }) as const),
  ]);
}

const leafOf = ({ attribute, part = attribute }: Place): Attribute => part;
const nameOf = ({ attribute, part }: Place): string => (part ? `${attribute.name}.${part.name}` : attribute.name);
const pathOf = (place: Place): string => `${place.urn}:${nameOf(place)}`;

/** What a part is only where the attribute that it belongs to is written by clients. */
const isWritten = ({ attribute, part = attribute }: Place): boolean =>
  [attribute, part].every(({ mutability }) => mutability !== 'readOnly');
/** Members are people and groups, which no chance value is. */
const isMembers = ({ endpoint, attribute }: Place): boolean => endpoint === '/Groups' && attribute.name === 'members';

function valueOf(attribute: Attribute, n: number): unknown {
  const one = attribute.subAttributes ? wholeOf(attribute.subAttributes, n) : simpleValue(attribute, n);
  return attribute.multiValued ? [one] : one;
}

function wholeOf(parts: readonly Attribute[], n: number): Record<string, unknown> {
  const written = parts.filter(({ mutability }) => mutability !== 'readOnly');
  return Object.fromEntries(written.map((part) => [part.name, simpleValue(part, n)]));
}

function simpleValue({ name, type, canonicalValues }: Attribute, n: number): unknown {
  switch (type) {
    case 'boolean':
      return true;
    case 'integer':
      return n;
    case 'decimal':
      return n + 0.5;
    case 'dateTime':
      return '2026-01-01T00:00:00Z';
    case 'binary':
      return Buffer.from(`Abc${n}`).toString('base64');
    case 'reference':
      return `https://corp.example/Ref/${n}`;
    default:
      return canonicalValues?.[0] ?? `Value of ${name} ${n}`;
  }
}

/** A new resource with everything that it must have. */
function bare(endpoint: Place['endpoint']): Record<string, unknown> {
  made += 1;
  return endpoint === '/Groups'
    ? { schemas: [GROUP], displayName: `Bare ${made}` }
    : { schemas: [USER], userName: `bare${made}` };
}

/** The body with this value there, and what its owner requires beside it. */
function withValue(place: Place, value: unknown, body = bare(place.endpoint)): Record<string, unknown> {
  const { urn, attribute, part } = place;
  const whole = part ? partly(attribute, { [part.name]: value }) : value;
  if (urn === USER || urn === GROUP) return { ...body, [attribute.name]: whole };
  const beside = urn === ACME ? { badge: 'Badge', site: { code: 'S' } } : {};
  return { ...body, schemas: [USER, urn], [urn]: { ...beside, [attribute.name]: whole } };
}

/** One value, or a list of one, with its other parts. */
function partly({ multiValued, subAttributes = [] }: Attribute, values: Record<string, unknown>): unknown {
  const plain = subAttributes.filter(
    ({ returned, mutability }) => returned === 'default' && mutability === 'readWrite',
  );
  const element = { ...wholeOf(plain, made), ...values };
  return multiValued ? [element] : element;
}

/** A new resource that has everything but this. */
function withoutPart({ part, ...owner }: Place): Record<string, unknown> {
  return withValue(owner, part && partly(owner.attribute, { [part.name]: undefined }));
}

/** What an answer shows there: of a list its first. */
function shownAt({ urn, attribute, part }: Place, body: Record<string, unknown>): unknown {
  const owner = urn === USER || urn === GROUP ? body : (body[urn] as Record<string, unknown> | undefined);
  const shown = first(owner?.[attribute.name]);
  return part ? (shown as Record<string, unknown> | undefined)?.[part.name] : shown;
}

const first = (value: unknown): unknown => [value].flat()[0];

async function create(place: Place, value: unknown): Promise<Answer> {
  const answer = await client.post(place.endpoint, withValue(place, value));
  checkAnswer(answer);
  expect({ path: pathOf(place), status: answer.status, text: answer.text }).toMatchObject({ status: 201 });
  return answer;
}

/** Tries what holds of each place that is so, one after the other; there must be some. */
async function each(isSo: (place: Place) => boolean, attempt: (place: Place) => Promise<void>): Promise<void> {
  const tried = places.filter(isSo);
  expect(tried.map(pathOf)).not.toEqual([]);
  for (const place of tried) await attempt(place);
}

function told(place: Place, { status, body }: Answer) {
  return { path: pathOf(place), status, scimType: body?.scimType, detail: body?.detail };
}

describe('what is', () => {
  it('required is asked for', async () => {
    await each(
      (place) => leafOf(place).required && isWritten(place),
      async (place) => {
        const without = withoutPart(place);
        const answer = await client.post(place.endpoint, without);
        expect(told(place, answer)).toEqual({
          path: pathOf(place),
          status: 400,
          scimType: 'invalidValue',
          detail: expect.any(String),
        });
        expect(answer.body.detail).toContain(leafOf(place).name);
        await create(place, valueOf(leafOf(place), (made += 1)));
      },
    );
  });

  it('caseExact is told apart by its case, and nothing else is', async () => {
    await each(
      (place) => isWritten(place) && !isMembers(place) && leafOf(place).returned !== 'never' && isText(leafOf(place)),
      async (place) => {
        const value = String(first(valueOf(leafOf(place), (made += 1))));
        const { body } = await create(place, valueOf(leafOf(place), made));
        const found = async (text: string) =>
          (await client.find(place.endpoint, `id eq "${body.id}" and ${pathOf(place)} eq ${JSON.stringify(text)}`)).body
            .totalResults;
        expect({ path: pathOf(place), found: [await found(value), await found(value.toUpperCase())] }).toEqual({
          path: pathOf(place),
          found: [1, leafOf(place).caseExact ? 0 : 1],
        });
      },
    );
  });

  const isText = ({ type }: Attribute) => ['string', 'reference', 'binary'].includes(type);

  it('readOnly is ignored in POST and PUT, and refused in PATCH', async () => {
    await each(
      (place) => !isWritten(place) && leafOf(place).mutability === 'readOnly' && !isMembers(place),
      async (place) => {
        const value = valueOf({ ...leafOf(place), subAttributes: leafOf(place).subAttributes?.map(writable) }, 7);
        const { body } = await create(place, value);
        expect({ path: pathOf(place), shown: shownAt(place, body) }).toEqual({ path: pathOf(place), shown: undefined });
        const answer = await client.patch(`${place.endpoint}/${body.id}`, [
          { op: 'replace', path: pathOf(place), value },
        ]);
        expect(told(place, answer)).toMatchObject({ status: 400, scimType: 'mutability' });
      },
    );
  });

  const writable = (attribute: Attribute): Attribute => ({ ...attribute, mutability: 'readWrite' });

  it('immutable is set once', async () => {
    await each(
      (place) => isWritten(place) && !isMembers(place) && leafOf(place).mutability === 'immutable',
      async (place) => {
        const { body } = await create(place, valueOf(leafOf(place), 1));
        const path = `${place.endpoint}/${body.id}`;
        const operation = (value: unknown): Operation => ({ op: 'replace', path: pathOf(place), value });
        for (const answer of [
          await client.put(path, withValue(place, valueOf(leafOf(place), 2), { userName: body.userName })),
          await client.patch(path, [operation(valueOf(leafOf(place), 2))]),
        ])
          expect(told(place, answer)).toMatchObject({ status: 400, scimType: 'mutability' });
        expect(told(place, await client.patch(path, [operation(valueOf(leafOf(place), 1))]))).toMatchObject({
          status: 200,
        });
        expect(shownAt(place, (await client.get(path)).body)).toEqual(first(valueOf(leafOf(place), 1)));
      },
    );
  });

  it('readWrite is changed by PUT and PATCH', async () => {
    await each(
      (place) =>
        isWritten(place) &&
        !isMembers(place) &&
        leafOf(place).mutability === 'readWrite' &&
        leafOf(place).returned !== 'request' &&
        !place.part,
      async (place) => {
        const { attribute } = place;
        const { body } = await create(place, valueOf(attribute, (made += 1)));
        const path = `${place.endpoint}/${body.id}`;
        const value = valueOf(attribute, (made += 1));
        const patched = await client.patch(path, [
          { op: 'replace', path: pathOf(place), value: changed(attribute, value) },
        ]);
        expect(told(place, patched)).toMatchObject({ status: 200 });
        expect({ path: pathOf(place), shown: shownAt(place, patched.body) }).toMatchObject({
          shown: first(visible(attribute, value)) as object,
        });
      },
    );
  });

  /** An immutable part stays what it is. */
  const changed = ({ name }: Attribute, value: unknown): unknown => {
    if (name !== 'site') return value;
    const { floor: _floor, ...rest } = value as Record<string, unknown>;
    return rest;
  };
  const visible = (attribute: Attribute, value: unknown): unknown => {
    if (!attribute.subAttributes) return value;
    const shown = new Set(
      attribute.subAttributes
        .filter(({ returned, mutability }) => returned === 'default' && mutability !== 'immutable')
        .map(({ name }) => name),
    );
    return [value]
      .flat()
      .map((each) => Object.fromEntries(Object.entries(each as object).filter(([name]) => shown.has(name))));
  };

  it('unique is refused to the second, in any case where case does not count', async () => {
    await each(
      (place) => leafOf(place).uniqueness !== 'none' && isWritten(place),
      async (place) => {
        const value = valueOf(leafOf(place), (made += 1));
        await create(place, value);
        const twins = typeof value === 'string' && !leafOf(place).caseExact ? [value, value.toUpperCase()] : [value];
        for (const twin of twins)
          expect(told(place, await client.post(place.endpoint, withValue(place, twin)))).toMatchObject({
            status: 409,
            scimType: 'uniqueness',
          });
        await create(place, valueOf(leafOf(place), (made += 1)));
      },
    );
  });
});

describe('what is returned', () => {
  /** Whether the resource shows it, read by itself and in a list. */
  const isShown = async (place: Place, id: string, query: string): Promise<readonly boolean[]> => {
    const [one, list] = await Promise.all([
      client.get(`${place.endpoint}/${id}?${query}`),
      client.get(`${place.endpoint}?${query}&filter=id+eq+%22${id}%22`),
    ]);
    return [one.body, list.body.Resources[0]].map((body) => shownAt(place, body) !== undefined);
  };

  const CASES: Readonly<Record<Attribute['returned'], Readonly<Record<string, boolean>>>> = {
    always: { plain: true, asked: true, other: true, excluded: true },
    never: { plain: false, asked: false, other: false, excluded: false },
    default: { plain: true, asked: true, other: false, excluded: false },
    request: { plain: false, asked: true, other: false, excluded: false },
  };

  it.each(['always', 'never', 'default', 'request'] as const)('%s', async (returned) => {
    await each(
      (place) =>
        isWritten(place) &&
        !isMembers(place) &&
        leafOf(place).returned === returned &&
        place.attribute.returned !== 'request',
      async (place) => {
        await expectShown(place, returned);
      },
    );
  });

  async function expectShown(place: Place, returned: Attribute['returned']): Promise<void> {
    const path = encodeURIComponent(pathOf(place));
    const { id } = (await create(place, valueOf(leafOf(place), (made += 1)))).body;
    const queries = ['', `attributes=${path}`, 'attributes=meta', `excludedAttributes=${path}`];
    const [whole, named, beside, without] = await Promise.all(queries.map((query) => isShown(place, id, query)));
    const { plain, asked, other, excluded } = CASES[returned];
    const twice = (is: boolean | undefined) => [is, is];
    expect({ path: pathOf(place), plain: whole, asked: named, other: beside, excluded: without }).toEqual({
      path: pathOf(place),
      plain: twice(plain),
      asked: twice(asked),
      other: twice(other),
      excluded: twice(excluded),
    });
  }
});
