import { compileFilter } from '../kernel/sql/compile-filter.js';
import type { FilterColumns } from '../kernel/sql/filter-columns.js';
import { sql, type SqlFragment } from '../kernel/sql/fragment.js';
import type { ScimContext } from '../scim-context.js';
import type { ResourceTable } from './resource-table.js';
import type { SearchedType } from './searched-type.js';

/**
 * Which resources `r` are asked for. The filter stands in its own parentheses beside tenant and identity provider: an `or` of the
 * client cannot leave them.
 */
export function condition(ctx: ScimContext, { table, request: { filter } }: SearchedType): SqlFragment {
  const own = ownVisible(ctx, table);
  return filter ? sql`(${own} AND (${compileFilter(filter, columnsFor(ctx, table))}))` : own;
}

/** The columns of the table, and what only the request knows: under which URL a resource is. */
export function columnsFor({ baseUrl }: ScimContext, { columns, endpoint }: ResourceTable): FilterColumns {
  const location = sql`(${`${baseUrl}${endpoint}/`}::text || r.id)`;
  return {
    ...columns,
    compare: new Map([...columns.compare, ['meta.location', { kind: 'text-exact', column: location }]]),
  };
}

function ownVisible({ tenantId, connection }: ScimContext, { visible }: ResourceTable): SqlFragment {
  return sql`(r.tenant_id = ${tenantId} AND r.identity_provider_id = ${connection.id} AND ${visible})`;
}
