import { ScimError } from '../error/scim-error.js';
import type { ComparisonOperator } from '../filter/filter.js';
import { sql, type SqlFragment } from './fragment.js';

/**
 * A text against another, character by character; what case-insensitive means is folded before. `co`, `sw` and `ew` are
 * functions, not patterns, so that `%` and `_` are characters. Order is that of code points.
 */
export function compareText(left: SqlFragment, operator: ComparisonOperator, value: string): SqlFragment {
  const right = sql`${value}::text`;
  switch (operator) {
    case 'co':
      return sql`(strpos(${left}, ${right}) > 0)`;
    case 'sw':
      return sql`starts_with(${left}, ${right})`;
    case 'ew':
      return sql`(right(${left}, length(${right})) = ${right})`;
    case 'eq':
    case 'ne':
      return compareOrdered(left, operator, right);
    default:
      return compareOrdered(sql`${left} COLLATE "C"`, operator, right);
  }
}

/**
 * Two values of a type that has an order; `ne` is true where the left one is absent.
 * @throws ScimError invalidFilter for what is a question about text
 */
export function compareOrdered(left: SqlFragment, operator: ComparisonOperator, right: SqlFragment): SqlFragment {
  switch (operator) {
    case 'eq':
      return sql`(${left} = ${right})`;
    case 'ne':
      return sql`(${left} IS DISTINCT FROM ${right})`;
    case 'gt':
      return sql`(${left} > ${right})`;
    case 'ge':
      return sql`(${left} >= ${right})`;
    case 'lt':
      return sql`(${left} < ${right})`;
    case 'le':
      return sql`(${left} <= ${right})`;
    default:
      throw ScimError.invalidFilter(`${operator} compares texts only.`);
  }
}
