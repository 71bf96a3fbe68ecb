import type { Filter } from '../filter/filter.js';
import type { AttributePath } from '../path/attribute-path.js';
import { pathKey } from '../path/path-key.js';
import { compareColumn, columnPresent } from './compare-column.js';
import type { FilterColumns } from './filter-columns.js';
import type { SqlFragment } from './fragment.js';
import { leafOf } from './operand.js';

export type ElementFilter = Extract<Filter, { kind: 'element' }>;

/**
 * The whole question about an element, where one column answers it. `ne` is not answered: the column knows nothing of an
 * element without that sub-attribute.
 */
export function answeredByColumn({ path, filter }: ElementFilter, columns: FilterColumns): SqlFragment | undefined {
  return filter.kind === 'comparison' && filter.operator === 'ne' ? undefined : onColumn(path, filter, columns);
}

/** What must be in columns, if an element is to meet a conjunction: they let an index find the resources. */
export function impliedOfColumns({ path, filter }: ElementFilter, columns: FilterColumns): readonly SqlFragment[] {
  return conjuncts(filter).flatMap((each) => {
    const equal = each.kind === 'comparison' && each.operator === 'eq';
    return (equal && onColumn(path, each, columns)) || [];
  });
}

function conjuncts(filter: Filter): readonly Filter[] {
  return filter.kind === 'and' ? filter.filters.flatMap(conjuncts) : [filter];
}

function onColumn(list: AttributePath, filter: Filter, { compare }: FilterColumns): SqlFragment | undefined {
  if (filter.kind !== 'comparison' && filter.kind !== 'present') return undefined;
  const attribute = leafOf(filter.path);
  const rule = compare.get(attribute === leafOf(list) ? pathKey(list) : `${pathKey(list)}.${pathKey(filter.path)}`);
  if (!attribute || rule?.kind !== 'folded-array') return undefined;
  if (filter.kind === 'present') return columnPresent(rule);
  return filter.value === null ? undefined : compareColumn(rule, { ...filter, value: filter.value, attribute });
}
