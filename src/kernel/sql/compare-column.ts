import { fold } from '../text/fold.js';
import { instant } from '../text/instant.js';
import { compareOrdered, compareText } from './compare.js';
import type { ComparisonTest } from './comparison-test.js';
import type { ColumnRule } from './filter-columns.js';
import { sql, type SqlFragment } from './fragment.js';

/** A column against a value; equality leaves the column bare, so that its index is used. */
export function compareColumn({ kind, column }: ColumnRule, test: ComparisonTest): SqlFragment {
  const { operator, value, attribute } = test;
  switch (kind) {
    case 'text-exact':
      return compareText(column, operator, String(value));
    case 'text-folded':
      return compareText(column, operator, fold(String(value)));
    case 'boolean':
      return compareOrdered(column, operator, sql`${value}::boolean`);
    case 'instant':
      return compareOrdered(column, operator, sql`${instant(String(value)) ?? null}::timestamptz`);
    case 'uuid':
      return compareUuid(column, operator, attribute.caseExact ? String(value) : fold(String(value)));
    case 'folded-array':
      return compareElements(column, operator, fold(String(value)));
  }
}

/** Whether the column holds something. */
export function columnPresent({ kind, column }: ColumnRule): SqlFragment {
  return kind === 'folded-array' ? sql`(cardinality(${column}) > 0)` : sql`(${column} IS NOT NULL)`;
}

/** PostgreSQL writes a UUID in lower case; anything else equals none and must not reach the cast. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function compareUuid(column: SqlFragment, operator: ComparisonTest['operator'], value: string): SqlFragment {
  if (operator !== 'eq' && operator !== 'ne') return compareText(sql`${column}::text`, operator, value);
  if (UUID.test(value)) return compareOrdered(column, operator, sql`${value}::uuid`);
  return operator === 'eq' ? sql`FALSE` : sql`TRUE`;
}

function compareElements(column: SqlFragment, operator: ComparisonTest['operator'], value: string): SqlFragment {
  if (operator === 'eq') return sql`(${column} @> ARRAY[${value}::text])`;
  return sql`EXISTS (SELECT 1 FROM unnest(${column}) AS e(value) WHERE ${compareText(sql`e.value`, operator, value)})`;
}
