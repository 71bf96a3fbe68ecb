import { compileFilter } from '../kernel/sql/compile-filter.js';
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
  return filter ? sql`(${own} AND (${compileFilter(filter, table.columnsOf(ctx))}))` : own;
}

function ownVisible({ tenantId, connection }: ScimContext, { visible }: ResourceTable): SqlFragment {
  return sql`(r.tenant_id = ${tenantId} AND r.identity_provider_id = ${connection.id} AND ${visible})`;
}
