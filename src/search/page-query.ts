import { compileSort } from '../kernel/sql/compile-sort.js';
import { joinSql, sql, type SqlFragment } from '../kernel/sql/fragment.js';
import type { ScimContext } from '../scim-context.js';
import { condition } from './condition.js';
import { afterPlace, type Place, order } from './place.js';
import { projectsAway } from '../kernel/resource/parse-projection.js';
import { resourceColumns } from './resource-columns.js';
import type { Searched, SearchedType } from './searched-type.js';

/** Which rows of a list are wanted. */
export interface PageWindow {
  readonly limit: number;
  readonly offset: number;
  /** Only what comes after it. */
  readonly after?: Place;
  /** Whether all that there are are counted, too. */
  readonly counts: boolean;
}

/**
 * One statement for a page: the keys first, then their rows, so that a deep page does not sort whole rows. Each row tells its
 * number in `searched` as `kind`, and its place as `at` and `sorted`; where there is none, one row without an `id` tells the total.
 */
export function pageQuery(ctx: ScimContext, searched: Searched, window: PageWindow): SqlFragment {
  return sql`
    WITH total AS (SELECT ${window.counts ? total(ctx, searched) : sql`NULL::bigint`} AS total),
    page AS (
      SELECT r.*, row_number() OVER () AS place FROM (
        ${union(searched.map((each, kind) => keys(ctx, each, kind, window.after)))}
        ORDER BY ${order(searched[0].request.sort)} LIMIT ${window.limit}::bigint OFFSET ${window.offset}::bigint
      ) AS r
    )
    SELECT total.total, shown.* FROM total LEFT JOIN (
      ${union(searched.map((each, kind) => rows(ctx, each, kind)))}
    ) AS shown ON true ORDER BY shown.place`;
}

function total(ctx: ScimContext, searched: Searched): SqlFragment {
  const counts = searched.map(
    (each) => sql`(SELECT count(*) FROM ${each.table.table} r WHERE ${condition(ctx, each)})`,
  );
  return counts.reduce((sum, count) => sql`${sum} + ${count}`);
}

/** `created_at` and `id` make every order total. */
function keys(ctx: ScimContext, each: SearchedType, kind: number, after: Place | undefined): SqlFragment {
  const { table, request } = each;
  const where = condition(ctx, each);
  const number = sql`${kind}::int AS kind`;
  if (!request.sort) {
    const rest = after ? sql`(${where} AND ${afterPlace(after)})` : where;
    return sql`SELECT ${number}, r.id, r.created_at FROM ${table.table} r WHERE ${rest}`;
  }
  const by = compileSort(request.sort.by, table.columnsOf(ctx));
  const all = sql`SELECT r.id, r.created_at, ${by} AS sort_key FROM ${table.table} r WHERE ${where}`;
  const rest = after ? afterPlace(after, request.sort) : sql`TRUE`;
  return sql`SELECT ${number}, r.id, r.created_at, r.sort_key FROM (${all}) AS r WHERE ${rest}`;
}

/** In JSON every value has one text, whatever the session's settings. */
function rows(ctx: ScimContext, { table, request }: SearchedType, kind: number): SqlFragment {
  const sorted = request.sort ? sql`to_jsonb(page.sort_key) #>> '{}'` : sql`NULL::text`;
  return sql`SELECT page.place, page.kind, to_jsonb(page.created_at) #>> '{}' AS at, ${sorted} AS sorted,
        ${resourceColumns(table, !projectsAway(request.projection, table.derives), ctx.tenantId, ctx.baseUrl)}
      FROM page JOIN ${table.table} r ON page.kind = ${kind}::int AND r.tenant_id = ${ctx.tenantId} AND r.id = page.id`;
}

function union(queries: readonly SqlFragment[]): SqlFragment {
  return joinSql(queries, ' UNION ALL ');
}
