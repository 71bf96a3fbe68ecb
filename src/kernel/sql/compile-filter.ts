import type { Filter } from '../filter/filter.js';
import { pathKey } from '../path/path-key.js';
import { compileComparison, compilePresence } from './compile-comparison.js';
import { answeredByColumn, impliedOfColumns, type ElementFilter } from './element-columns.js';
import type { FilterColumns } from './filter-columns.js';
import { joinSql, sql, type SqlFragment } from './fragment.js';
import { elementAlias, listOf } from './list-elements.js';
import { findJson, leafOf, type SqlScope } from './operand.js';

/**
 * A filter as a condition for `WHERE`, in parentheses. Every word of the request is a parameter. A condition on what is
 * absent may be null, which `WHERE` takes for false; under `not` it is made false first, so that a filter is either true or
 * false of each resource.
 * @throws ScimError invalidFilter for a sub-attribute of a relation that the relation does not keep
 */
export function compileFilter(filter: Filter, columns: FilterColumns): SqlFragment {
  return compile(filter, { kind: 'resource', columns });
}

function compile(filter: Filter, scope: SqlScope): SqlFragment {
  switch (filter.kind) {
    case 'and':
      return sql`(${joinSql(compileAll(filter.filters, scope), ' AND ')})`;
    case 'or':
      return sql`(${joinSql(compileAll(filter.filters, scope), ' OR ')})`;
    case 'not':
      return sql`(NOT coalesce(${compile(filter.filter, scope)}, FALSE))`;
    case 'present':
      return compilePresence(filter.path, scope);
    case 'comparison':
      return compileComparison(filter, scope);
    case 'element':
      return compileElement(filter, scope);
  }
}

function compileAll(filters: readonly Filter[], scope: SqlScope): readonly SqlFragment[] {
  return filters.map((filter) => compile(filter, scope));
}

/** A row of the attribute's relation, a value of its column, or an element of its list in the document. */
function compileElement(element: ElementFilter, scope: SqlScope): SqlFragment {
  if (scope.kind !== 'resource') return inDocument(element, scope);
  const name = pathKey(element.path);
  const relation = scope.columns.relations.get(name);
  if (relation) {
    return relation.exists(compile(element.filter, { kind: 'row', name, columns: relation.columns }));
  }
  const answered = answeredByColumn(element, scope.columns);
  if (answered) return answered;
  const implied = impliedOfColumns(element, scope.columns);
  return sql`(${joinSql([...implied, inDocument(element, scope)], ' AND ')})`;
}

function inDocument({ path, filter }: ElementFilter, scope: SqlScope): SqlFragment {
  const depth = scope.kind === 'element' ? scope.depth + 1 : 0;
  const alias = elementAlias(depth);
  const inner = compile(filter, { kind: 'element', value: sql`${alias}.value`, attribute: leafOf(path), depth });
  return sql`EXISTS (SELECT 1 FROM jsonb_array_elements(${listOf(findJson(scope, path))}) AS ${alias}(value) WHERE ${inner})`;
}
