import { fold } from '../text/fold.js';
import { instant } from '../text/instant.js';
import { compareOrdered, compareText } from './compare.js';
import type { ComparisonTest } from './comparison-test.js';
import type { ColumnRule } from './filter-columns.js';
import { sql, type SqlFragment } from './fragment.js';

/** A column against a value; equality leaves the column bare, so that its index is used. */
export function compareColumn(rule: ColumnRule, test: ComparisonTest): SqlFragment {
  const { kind, column } = rule;
  const { operator, value, attribute } = test;
  switch (kind) {
    case 'text-exact':
      return compareText(column, operator, String(value));
    case 'text-folded':
      return compareFolded(rule, operator, fold(String(value)));
    case 'boolean':
      return compareOrdered(column, operator, sql`${value}::boolean`);
    case 'instant':
      return compareOrdered(column, operator, sql`${instant(String(value)) ?? null}::timestamptz`);
    case 'uuid':
      return compareUuid(column, operator, attribute.caseExact ? String(value) : fold(String(value)));
    case 'folded-array':
      return compareElements(rule, operator, fold(String(value)));
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

function compareFolded(
  { column, indexed }: ColumnRule,
  operator: ComparisonTest['operator'],
  value: string,
): SqlFragment {
  const compared = compareText(column, operator, value);
  if (operator !== 'eq' || !indexed) return compared;
  return sql`(${indexed.column} = ${indexed.of(sql`${value}::text`)} AND ${compared})`;
}

/** Where the array holds index keys it only serves equality; see `ColumnRule.indexed`. */
function compareElements(
  { column, indexed, equals }: ColumnRule,
  operator: ComparisonTest['operator'],
  value: string,
): SqlFragment {
  const wanted = sql`${value}::text`;
  if (operator === 'eq' && equals) return equals(wanted);
  if (operator === 'eq') return sql`(${column} @> ARRAY[${indexed ? indexed.of(wanted) : wanted}])`;
  return sql`EXISTS (SELECT 1 FROM unnest(${column}) AS e(value) WHERE ${compareText(sql`e.value`, operator, value)})`;
}
