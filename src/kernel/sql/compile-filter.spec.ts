import { describe, expect, it } from '@jest/globals';
import { ScimError } from '../error/scim-error.js';
import type { Filter } from '../filter/filter.js';
import { parseFilter } from '../filter/parse-filter.js';
import { TOLERANT } from '../resource/tolerance.js';
import { defineAttribute } from '../schema/define-attribute.js';
import { USER_RESOURCE_TYPE, withExtensions } from '../schema/resource-types.js';
import { UNZONED_PATTERN, ZONED_PATTERN } from '../text/instant.js';
import { compileFilter } from './compile-filter.js';
import type { ColumnRule, FilterColumns } from './filter-columns.js';
import { render, sql } from './fragment.js';

const ENT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const CUS = 'urn:ietf:params:scim:schemas:extension:acme:2.0:User';
const ID = '6f1c2d3e-0000-4000-8000-0123456789ab';

const USER = withExtensions(USER_RESOURCE_TYPE, [
  {
    id: CUS,
    name: 'Acme',
    description: 'Acme',
    attributes: [
      defineAttribute('tags', 'Tags.', { multiValued: true }),
      defineAttribute('level', 'A level.', { type: 'integer' }),
      defineAttribute('since', 'A day.', { type: 'dateTime' }),
      defineAttribute('on', 'A switch.', { type: 'boolean' }),
      defineAttribute('code', 'A code.', { caseExact: true }),
    ],
  },
]);

const RULES: Readonly<Record<string, ColumnRule>> = {
  id: { kind: 'uuid', column: sql`r.id` },
  externalId: { kind: 'text-exact', column: sql`r.external_id` },
  userName: { kind: 'text-folded', column: sql`r.user_name_key` },
  active: { kind: 'boolean', column: sql`r.active` },
  'meta.created': { kind: 'instant', column: sql`r.created_at` },
  'emails.value': { kind: 'folded-array', column: sql`r.email_keys` },
};

const COLUMNS: FilterColumns = {
  document: sql`r.doc`,
  compare: new Map(Object.entries(RULES)),
  relations: new Map([
    [
      'groups',
      {
        exists: (condition) => sql`EXISTS (SELECT FROM m WHERE ${condition})`,
        columns: new Map([['value', { kind: 'uuid', column: sql`m.group_id` }]]),
      },
    ],
  ]),
};

function compile(filter: string): { text: string; values: unknown[] } {
  return render(compileFilter(parseFilter(USER, filter, TOLERANT), COLUMNS));
}

describe('compileFilter', () => {
  const onColumns = [
    { filter: 'userName eq "ANA"', text: '(r.user_name_key = $1::text)', values: ['ana'] },
    { filter: 'userName ne "ANA"', text: '(r.user_name_key IS DISTINCT FROM $1::text)', values: ['ana'] },
    { filter: 'userName co "%_"', text: '(strpos(r.user_name_key, $1::text) > 0)', values: ['%_'] },
    { filter: 'userName sw "A"', text: 'starts_with(r.user_name_key, $1::text)', values: ['a'] },
    { filter: 'userName ew "A"', text: '(right(r.user_name_key, length($1::text)) = $2::text)', values: ['a', 'a'] },
    { filter: 'userName gt "A"', text: '(r.user_name_key COLLATE "C" > $1::text)', values: ['a'] },
    { filter: 'userName le "A"', text: '(r.user_name_key COLLATE "C" <= $1::text)', values: ['a'] },
    { filter: 'userName pr', text: '(r.user_name_key IS NOT NULL)', values: [] },
    { filter: 'externalId eq "Ana-001"', text: '(r.external_id = $1::text)', values: ['Ana-001'] },
    { filter: 'externalId eq null', text: '(NOT coalesce((r.external_id IS NOT NULL), FALSE))', values: [] },
    { filter: 'active eq true', text: '(r.active = $1::boolean)', values: [true] },
    { filter: `id eq "${ID}"`, text: '(r.id = $1::uuid)', values: [ID] },
    { filter: `id ne "${ID}"`, text: '(r.id IS DISTINCT FROM $1::uuid)', values: [ID] },
    { filter: 'id sw "6f1c"', text: 'starts_with(r.id::text, $1::text)', values: ['6f1c'] },
    {
      filter: 'meta.created ge "2024-05-31T09:30:00"',
      text: '(r.created_at >= $1::timestamptz)',
      values: ['2024-05-31T09:30:00Z'],
    },
    { filter: 'emails.value eq "A@B"', text: '(r.email_keys @> ARRAY[$1::text])', values: ['a@b'] },
    {
      filter: 'emails co "B"',
      text: 'EXISTS (SELECT 1 FROM unnest(r.email_keys) AS e(value) WHERE (strpos(e.value, $1::text) > 0))',
      values: ['b'],
    },
    { filter: 'emails.value pr', text: '(cardinality(r.email_keys) > 0)', values: [] },
    {
      filter: `groups.value eq "${ID.toUpperCase()}"`,
      text: 'EXISTS (SELECT FROM m WHERE (m.group_id = $1::uuid))',
      values: [ID],
    },
    { filter: 'groups pr', text: 'EXISTS (SELECT FROM m WHERE TRUE)', values: [] },
  ];
  it.each(onColumns)('compares a column: $filter', ({ filter, text, values }) => {
    expect(compile(filter)).toEqual({ text, values });
  });

  const noUuids = ['x', '', ID.toUpperCase(), `${ID}x`, `{${ID}}`, ID.replaceAll('-', '')];
  it.each(noUuids)('lets %j equal no id, and never casts it', (value) => {
    expect(compile(`id eq "${value}"`)).toEqual({ text: 'FALSE', values: [] });
    expect(compile(`id ne "${value}"`)).toEqual({ text: 'TRUE', values: [] });
    expect(compile(`id co "${value}"`)).toEqual({ text: '(strpos(r.id::text, $1::text) > 0)', values: [value] });
  });

  const level =
    "(CASE jsonb_typeof(((r.doc -> $1::text) -> $2::text)) WHEN 'number' THEN ((r.doc -> $3::text) ->> $4::text)::numeric END)";
  const inDocument = [
    {
      filter: 'title eq "LEAD"',
      text: '(inbound_scim.fold((r.doc ->> $1::text)) = $2::text)',
      values: ['title', 'lead'],
    },
    {
      filter: 'name.familyName sw "R"',
      text: 'starts_with(inbound_scim.fold(((r.doc -> $1::text) ->> $2::text)), $3::text)',
      values: ['name', 'familyName', 'r'],
    },
    {
      filter: 'manager eq "7"',
      text: '(inbound_scim.fold((((r.doc -> $1::text) -> $2::text) ->> $3::text)) = $4::text)',
      values: [ENT, 'manager', 'value', '7'],
    },
    {
      filter: 'code gt "B"',
      text: '(((r.doc -> $1::text) ->> $2::text) COLLATE "C" > $3::text)',
      values: [CUS, 'code', 'B'],
    },
    { filter: 'level lt 5', text: `(${level} < $5::numeric)`, values: [CUS, 'level', CUS, 'level', 5] },
    {
      filter: 'title pr',
      text: `((r.doc -> $1::text) NOT IN ('null'::jsonb, '""'::jsonb, '[]'::jsonb, '{}'::jsonb))`,
      values: ['title'],
    },
  ];
  it.each(inDocument)('compares a value of the document: $filter', ({ filter, text, values }) => {
    expect(compile(filter)).toEqual({ text, values });
  });

  it('casts only what is a boolean, and only what is a date', () => {
    expect(compile('on eq true').text).toContain("WHEN 'boolean' THEN");
    const { text, values } = compile('since gt "2024-05-31T09:30:00Z"');
    expect(text).toMatch(
      /CASE WHEN .* ~ \$\d::text THEN .*::timestamptz\s+WHEN .* ~ \$\d::text THEN .* AT TIME ZONE 'UTC' END/,
    );
    expect(values).toEqual(expect.arrayContaining([ZONED_PATTERN, UNZONED_PATTERN]));
  });

  const list =
    "jsonb_array_elements(CASE jsonb_typeof((r.doc -> $1::text)) WHEN 'array' THEN (r.doc -> $2::text) ELSE '[]'::jsonb END)";
  const elements = [
    {
      filter: 'roles.value eq "A"',
      text: `EXISTS (SELECT 1 FROM ${list} AS e(value) WHERE (inbound_scim.fold((e.value ->> $3::text)) = $4::text))`,
      values: ['roles', 'roles', 'value', 'a'],
    },
    {
      filter: 'schemas eq "X"',
      text: `EXISTS (SELECT 1 FROM ${list} AS e(value) WHERE ((e.value #>> '{}') = $3::text))`,
      values: ['schemas', 'schemas', 'X'],
    },
  ];
  it.each(elements)('asks the elements of a list: $filter', ({ filter, text, values }) => {
    expect(compile(filter)).toEqual({ text: `(${text})`, values });
  });

  it('finds by a column what the list then confirms (E-04)', () => {
    const { text, values } = compile('emails[type eq "work"].value eq "A@B"');
    expect(text).toMatch(/^\(\(r\.email_keys @> ARRAY\[\$1::text\]\) AND EXISTS \(/);
    expect(values.slice(0, 1)).toEqual(['a@b']);
  });

  it('asks the list alone where the column does not know', () => {
    expect(compile('emails[type eq "work" or value eq "a"]').text).not.toContain('email_keys');
    expect(compile('emails[value ne "a"]').text).not.toContain('email_keys');
  });

  const connected = [
    {
      filter: 'active pr or id pr and userName pr',
      text: '((r.active IS NOT NULL) OR ((r.id IS NOT NULL) AND (r.user_name_key IS NOT NULL)))',
    },
    {
      filter: 'not (active pr or id pr)',
      text: '(NOT coalesce(((r.active IS NOT NULL) OR (r.id IS NOT NULL)), FALSE))',
    },
  ];
  it.each(connected)('brings its own parentheses: $filter', ({ filter, text }) => {
    expect(compile(filter)).toEqual({ text, values: [] });
  });

  const hostile = ["'", "' OR true --", '"', '\\', '$1', '%', '/*', ');', 'e.value', '😀', ''];
  it.each(hostile)('writes the same text whatever the value is: %j', (value) => {
    for (const name of ['userName', 'externalId', 'title', 'emails', 'roles', 'tags', 'id', 'code']) {
      for (const operator of ['co', 'sw', 'ew', 'gt']) {
        expect(compile(`${name} ${operator} ${JSON.stringify(value)}`).text).toBe(
          compile(`${name} ${operator} "x"`).text,
        );
      }
    }
  });

  it('makes a tenant’s name of an attribute a parameter', () => {
    const attribute = defineAttribute(`x' OR true --`, 'Hostile.');
    const filter: Filter = { kind: 'comparison', path: { extension: CUS, attribute }, operator: 'eq', value: 'a' };
    const { text, values } = render(compileFilter(filter, COLUMNS));
    expect(text).not.toContain('OR true');
    expect(values).toEqual([CUS, attribute.name, 'a']);
  });

  it.each(['groups.display eq "Ops"', 'not (groups[type pr])', 'groups[value pr and $ref pr]'])(
    'refuses %s, which the relation does not keep',
    (filter) => {
      expect(() => compile(filter)).toThrow(ScimError);
      expect(() => compile(filter)).toThrow(/^"groups\.[$\w]+" cannot be asked for\.$/);
    },
  );
});
