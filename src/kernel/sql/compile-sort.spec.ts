import { describe, expect, it } from '@jest/globals';
import { ScimError } from '../error/scim-error.js';
import { isUnknown } from '../path/parsed-path.js';
import { parsePath } from '../path/parse-path.js';
import { TOLERANT } from '../resource/tolerance.js';
import { USER_RESOURCE_TYPE } from '../schema/resource-types.js';
import { compileSort } from './compile-sort.js';
import type { ColumnRule, FilterColumns } from './filter-columns.js';
import { render, sql } from './fragment.js';

const ENT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const RULES: Readonly<Record<string, ColumnRule>> = {
  id: { kind: 'uuid', column: sql`r.id` },
  userName: { kind: 'text-folded', column: sql`r.user_name_key` },
  'meta.created': { kind: 'instant', column: sql`r.created_at` },
  'emails.value': { kind: 'folded-array', column: sql`r.email_keys` },
};

const COLUMNS: FilterColumns = {
  document: sql`r.doc`,
  compare: new Map(Object.entries(RULES)),
  relations: new Map([['groups', { exists: (condition) => condition, columns: new Map() }]]),
};

function compile(sortBy: string): { text: string; values: unknown[] } {
  const path = parsePath(USER_RESOURCE_TYPE, sortBy, TOLERANT);
  if (isUnknown(path)) throw new Error(`The test sorts by ${path.unknown}.`);
  const { text, values } = render(compileSort(path, COLUMNS));
  return { text: text.replace(/\s+/g, ' '), values };
}

describe('compileSort', () => {
  const cases = [
    {
      name: 'a folded column',
      sortBy: 'userName',
      text: '(left(r.user_name_key, $1::int) COLLATE "C")',
      values: [256],
    },
    { name: 'a column that is no text', sortBy: 'meta.created', text: 'r.created_at', values: [] },
    {
      name: 'a text of the document',
      sortBy: 'title',
      text: '(left(inbound_scim.fold((r.doc ->> $1::text)), $2::int) COLLATE "C")',
      values: ['title', 256],
    },
    {
      name: 'a text whose case counts',
      sortBy: 'profileUrl',
      text: '(left((r.doc ->> $1::text), $2::int) COLLATE "C")',
      values: ['profileUrl', 256],
    },
    {
      name: 'the value of a complex attribute',
      sortBy: 'manager',
      text: '(left(inbound_scim.fold((((r.doc -> $1::text) -> $2::text) ->> $3::text)), $4::int) COLLATE "C")',
      values: [ENT, 'manager', 'value', 256],
    },
  ];
  it.each(cases)('sorts by $name', ({ sortBy, text, values }) => {
    expect(compile(sortBy)).toEqual({ text, values });
  });

  it.each(['emails', 'emails.value'])('sorts by the primary or first value of %s (RFC 7644 §3.4.2.3)', (sortBy) => {
    const { text, values } = compile(sortBy);
    expect(text).toMatch(
      /^\(SELECT \(left\(inbound_scim\.fold\(\(e\.value ->> \$1::text\)\), \$2::int\) COLLATE "C"\) FROM jsonb_array_elements/,
    );
    expect(text).toMatch(/ORDER BY \(e\.value -> 'primary' = 'true'::jsonb\) IS TRUE DESC, e\.position LIMIT 1\)$/);
    expect(values).toEqual(['value', 256, 'emails', 'emails']);
  });

  it.each(['name', 'addresses', 'meta', 'groups', 'groups.display', 'password', ENT, 'emails[type eq "work"].value'])(
    'refuses %s, which has no one value',
    (sortBy) => {
      expect(() => compile(sortBy)).toThrow(ScimError);
      expect(() => compile(sortBy)).toThrow(/has no one value to sort by\.$/);
    },
  );
});
