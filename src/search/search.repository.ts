import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { KeyedRead, Slot } from '../database/keyed-read.js';
import type { ReadResource } from '../edge/represent.js';
import type { Filter } from '../kernel/filter/filter.js';
import type { SearchRequest } from '../kernel/message/search-request.js';
import { pathKey } from '../kernel/path/path-key.js';
import { projectsAway } from '../kernel/resource/parse-projection.js';
import { compileFilter } from '../kernel/sql/compile-filter.js';
import { compileSort } from '../kernel/sql/compile-sort.js';
import { render, sql, type SqlFragment } from '../kernel/sql/fragment.js';
import type { ScimContext } from '../scim-context.js';
import type { ResourceTable } from './resource-table.js';

export interface Page {
  readonly total: number;
  readonly found: readonly ReadResource[];
}

/** Reads resources of one identity provider of one tenant: one by its id, or a page of those that a filter describes. */
@Injectable()
export class SearchRepository {
  private readonly lookups = new Map<string, KeyedRead<ResourceRow>>();

  constructor(private readonly database: Database) {}

  /** One named statement, shared with whoever asks at the same moment. */
  async find(
    ctx: ScimContext,
    table: ResourceTable,
    id: string,
    withDerived: boolean,
  ): Promise<ReadResource | undefined> {
    const [found] = await this.lookUp(ctx, table, 'id', id, withDerived);
    return found;
  }

  /** What is derived of a resource, where only that is missing. */
  async derived(ctx: ScimContext, table: ResourceTable, id: string): Promise<string | null> {
    const query = sql`SELECT ${table.derived(sql`${id}::uuid`, ctx.tenantId, ctx.baseUrl)} AS derived`;
    const [row] = await this.run<{ derived: string | null }>(ctx, query, true);
    return row?.derived ?? null;
  }

  /** One statement for page and total; named where the filter is one comparison, so that each connection keeps it prepared. */
  async list(ctx: ScimContext, table: ResourceTable, request: SearchRequest): Promise<Page> {
    const { filter } = request;
    return asksForOne(table, filter) ? this.findOne(ctx, table, filter, request) : this.findPage(ctx, table, request);
  }

  /** At most one resource has the value: no count, no order. */
  private async findOne(
    ctx: ScimContext,
    table: ResourceTable,
    filter: Comparison,
    request: SearchRequest,
  ): Promise<Page> {
    const found = await this.lookUp(ctx, table, pathKey(filter.path), String(filter.value), wantsDerived(request));
    const { startIndex, count } = request;
    return { total: found.length, found: found.slice(startIndex - 1, startIndex - 1 + count) };
  }

  private async lookUp(
    ctx: ScimContext,
    table: ResourceTable,
    path: string,
    value: string,
    withDerived: boolean,
  ): Promise<readonly ReadResource[]> {
    const key = table.unique.get(path)?.keyOf(value);
    if (key === undefined) return [];
    const rows = await this.lookup(table, path, withDerived).find(ctx.tenantId, [ctx.connection.id, key, ctx.baseUrl]);
    return rows.map(toResource);
  }

  /** As many as there are unique columns. */
  private lookup(table: ResourceTable, path: string, withDerived: boolean): KeyedRead<ResourceRow> {
    const name = `search-${table.name}-${path}${withDerived ? '-derived' : ''}`;
    let lookup = this.lookups.get(name);
    if (!lookup)
      this.lookups.set(name, (lookup = new KeyedRead(this.database, name, byUnique(table, path, withDerived))));
    return lookup;
  }

  /** The keys of the page first, then their rows: a deep page does not sort whole rows. */
  private async findPage(ctx: ScimContext, table: ResourceTable, request: SearchRequest): Promise<Page> {
    const where = condition(ctx, table, request);
    const rows = await this.run<PageRow>(
      ctx,
      sql`
      WITH total AS (SELECT count(*) AS total FROM ${table.table} r WHERE ${where}),
      page AS (
        SELECT r.id, row_number() OVER () AS place FROM (
          SELECT r.id FROM ${table.table} r WHERE ${where} ORDER BY ${order(table, request)}
          LIMIT ${request.count}::bigint OFFSET ${request.startIndex - 1}::bigint
        ) AS r
      )
      SELECT total.total, shown.* FROM total LEFT JOIN (
        SELECT page.place, ${columns(table, wantsDerived(request), ctx.tenantId, ctx.baseUrl)}
        FROM page JOIN ${table.table} r ON r.tenant_id = ${ctx.tenantId} AND r.id = page.id
      ) AS shown ON true ORDER BY shown.place`,
      isOneComparison(request),
    );
    const found = rows.filter(({ id }) => id !== null);
    return { total: Number(rows[0]?.total ?? 0), found: found.map(toResource) };
  }

  private async run<R extends Record<string, unknown>>(
    ctx: ScimContext,
    query: SqlFragment,
    isNamed: boolean,
  ): Promise<R[]> {
    const { text, values } = render(query);
    return this.database.query<R>(ctx.tenantId, { text, name: isNamed ? nameOf(text) : '' }, values);
  }
}

interface ResourceRow extends Record<string, unknown> {
  readonly id: string;
  readonly resource: string;
  readonly derived: string | null;
  readonly version: string;
  readonly created_at: Date;
  readonly last_modified: Date;
}

interface PageRow extends ResourceRow {
  readonly total: string;
}

function toResource({ id, resource, derived, version, created_at, last_modified }: ResourceRow): ReadResource {
  return { id, resource, derived, version, createdAt: created_at, lastModified: last_modified };
}

/** The rows of many keys at once; each names the key it belongs to. */
function byUnique(table: ResourceTable, path: string, withDerived: boolean): SqlFragment {
  const unique = table.unique.get(path);
  if (!unique) throw new Error(`${path} is not unique.`);
  const keys = unique.type === 'uuid' ? sql`${Slot.column(1)}::uuid[]` : sql`${Slot.column(1)}::text[]`;
  return sql`
    SELECT wanted.n, ${columns(table, withDerived, Slot.tenant, sql`wanted.base_url`)}
    FROM unnest(${Slot.column(0)}::uuid[], ${keys}, ${Slot.column(2)}::text[]) WITH ORDINALITY
      AS wanted(identity_provider_id, key, base_url, n)
    JOIN ${table.table} r ON r.tenant_id = ${Slot.tenant} AND r.identity_provider_id = wanted.identity_provider_id
      AND ${unique.column} = wanted.key AND ${table.visible}`;
}

function columns(table: ResourceTable, withDerived: boolean, tenantId: unknown, baseUrl: unknown): SqlFragment {
  const derived = withDerived ? table.derived(sql`r.id`, tenantId, baseUrl) : sql`NULL`;
  return sql`r.id, r.resource::text AS resource, r.version, r.created_at, r.last_modified, ${derived} AS derived`;
}

function ownVisible({ tenantId, connection }: ScimContext, { visible }: ResourceTable): SqlFragment {
  return sql`(r.tenant_id = ${tenantId} AND r.identity_provider_id = ${connection.id} AND ${visible})`;
}

/** The filter stands in its own parentheses beside tenant and identity provider: an `or` of the client cannot leave them. */
function condition(ctx: ScimContext, table: ResourceTable, { filter }: SearchRequest): SqlFragment {
  const own = ownVisible(ctx, table);
  return filter ? sql`(${own} AND (${compileFilter(filter, table.columns)}))` : own;
}

function order({ columns: where }: ResourceTable, { sort }: SearchRequest): SqlFragment {
  if (!sort) return sql`r.created_at, r.id`;
  const by = compileSort(sort.by, where);
  return sort.order === 'descending'
    ? sql`${by} DESC NULLS LAST, r.created_at, r.id`
    : sql`${by} ASC NULLS LAST, r.created_at, r.id`;
}

const DERIVED = ['groups', 'members'];

function wantsDerived({ projection }: SearchRequest): boolean {
  return DERIVED.some((name) => !projectsAway(projection, name));
}

type Comparison = Extract<Filter, { kind: 'comparison' }>;

function asksForOne({ unique }: ResourceTable, filter: Filter | undefined): filter is Comparison {
  return (
    filter?.kind === 'comparison' &&
    filter.operator === 'eq' &&
    typeof filter.value === 'string' &&
    unique.has(pathKey(filter.path))
  );
}

/** As many shapes as there are attributes and operators: few enough to be kept prepared. */
function isOneComparison({ filter, sort }: SearchRequest): boolean {
  if (sort) return false;
  return !filter || filter.kind === 'comparison' || (filter.kind === 'element' && filter.filter.kind === 'comparison');
}

/** Text and name go together for the life of the process. */
function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined)
    names.set(text, (name = `search-${createHash('sha256').update(text).digest('hex').slice(0, 24)}`));
  return name;
}

const names = new Map<string, string>();
