import { ScimError } from '../error/scim-error.js';
import type { ComparisonOperator, Filter } from '../filter/filter.js';
import type { AttributePath } from '../path/attribute-path.js';
import { pathKey } from '../path/path-key.js';
import { compareColumn, columnPresent } from './compare-column.js';
import { compareJson, jsonPresent } from './compare-json.js';
import { sql, type SqlFragment } from './fragment.js';
import { findOperand, leafOf, type SqlScope } from './operand.js';

export type Comparison = Extract<Filter, { kind: 'comparison' }>;

/** One comparison, as a condition in parentheses. */
export function compileComparison({ path, operator, value }: Comparison, scope: SqlScope): SqlFragment {
  if (value === null) return compileNull(path, operator, scope);
  const attribute = leafOf(path);
  if (!attribute) throw ScimError.invalidFilter(`"${pathKey(path)}" is a schema and cannot be compared.`);
  const operand = findOperand(scope, path);
  const test = { operator, value, attribute };
  return operand.kind === 'json' ? compareJson(operand, test) : compareColumn(operand, test);
}

/** Whether a path has a value: RFC 7643 §2.5 takes null, empty lists and empty objects for absent, and so is empty text. */
export function compilePresence(path: AttributePath, scope: SqlScope): SqlFragment {
  const relation = scope.kind === 'resource' ? scope.columns.relations.get(pathKey(path)) : undefined;
  if (relation) return relation.exists(sql`TRUE`);
  const operand = findOperand(scope, path);
  return operand.kind === 'json' ? jsonPresent(operand) : columnPresent(operand);
}

function compileNull(path: AttributePath, operator: ComparisonOperator, scope: SqlScope): SqlFragment {
  const present = compilePresence(path, scope);
  if (operator === 'ne') return present;
  if (operator === 'eq') return sql`(NOT coalesce(${present}, FALSE))`;
  throw ScimError.invalidFilter(`${operator} does not compare with null.`);
}
