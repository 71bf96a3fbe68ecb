import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { KeyedRead, Slot } from '../database/keyed-read.js';
import type { ReadResource } from '../edge/represent.js';
import type { Filter } from '../kernel/filter/filter.js';
import { pathKey } from '../kernel/path/path-key.js';
import { projectsAway } from '../kernel/resource/parse-projection.js';
import { render, sql, type SqlFragment } from '../kernel/sql/fragment.js';
import type { ScimContext } from '../scim-context.js';
import { condition } from './condition.js';
import { ListCursors } from './list-cursors.js';
import { pageQuery, type PageWindow } from './page-query.js';
import { resourceColumns, type ResourceRow, toResource } from './resource-columns.js';
import type { ResourceTable } from './resource-table.js';
import type { Searched, SearchedType } from './searched-type.js';

/** A page of resources, each with its kind. */
export interface Page {
  readonly total: number;
  readonly found: readonly Found[];
  /** RFC 9865: where the next page begins. */
  readonly nextCursor?: string;
}

export interface Found {
  readonly searched: SearchedType;
  readonly resource: ReadResource;
}

/** Reads resources of one identity provider of one tenant: one by its id, or a page of those that a filter describes. */
@Injectable()
export class SearchRepository {
  private readonly lookups = new Map<string, KeyedRead<ResourceRow>>();

  constructor(
    private readonly database: Database,
    private readonly cursors: ListCursors,
  ) {}

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

  /**
   * One statement for page and total; named where the filter is one equality, so that each connection keeps it prepared.
   * @throws ScimError `invalidCursor`, `expiredCursor`; `invalidFilter`, `invalidPath` for what the tables do not keep
   */
  async list(ctx: ScimContext, searched: Searched): Promise<Page> {
    const [first, ...others] = searched;
    const { filter, cursor } = first.request;
    if (others.length === 0 && !cursor && asksForOne(first.table, filter)) return this.findOne(ctx, first, filter);
    return cursor === undefined ? this.findPage(ctx, searched) : this.walk(ctx, searched, cursor);
  }

  /** At most one resource has the value: no count, no order. */
  private async findOne(ctx: ScimContext, searched: SearchedType, filter: Comparison): Promise<Page> {
    const { table, request } = searched;
    const withDerived = !projectsAway(request.projection, table.derives);
    const found = await this.lookUp(ctx, table, pathKey(filter.path), String(filter.value), withDerived);
    const shown = found.slice(request.startIndex - 1, request.startIndex - 1 + request.count);
    return { total: found.length, found: shown.map((resource) => ({ searched, resource })) };
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

  private async findPage(ctx: ScimContext, searched: Searched): Promise<Page> {
    const { startIndex, count } = searched[0].request;
    const rows = await this.rows(ctx, searched, { limit: count, offset: startIndex - 1, counts: true });
    return { total: Number(rows[0]?.total ?? 0), found: foundIn(rows, searched) };
  }

  /** Every page costs the same, however deep; one row more than is shown tells whether there is another. */
  private async walk(ctx: ScimContext, searched: Searched, cursor: string): Promise<Page> {
    const { count } = searched[0].request;
    const scope = scopeOf(ctx, searched);
    const walk = cursor === '' ? undefined : this.cursors.read(scope, cursor);
    const window = { limit: count + 1, offset: 0, after: walk?.place, counts: walk === undefined };
    const rows = await this.rows(ctx, searched, window);
    const total = walk?.total ?? Number(rows[0]?.total ?? 0);
    const found = foundIn(rows, searched);
    const last = found.length > count ? rows[count - 1] : undefined;
    const next = last && this.cursors.write(scope, { place: last, total });
    return { total, found: found.slice(0, count), ...(next !== undefined && { nextCursor: next }) };
  }

  private rows(ctx: ScimContext, searched: Searched, window: PageWindow): Promise<PageRow[]> {
    return this.run<PageRow>(ctx, pageQuery(ctx, searched, window), isOftenAsked(searched));
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

/** A row of `pageQuery`. */
interface PageRow extends ResourceRow {
  readonly total: string | null;
  readonly kind: number;
  readonly at: string;
  readonly sorted: string | null;
}

/** The row that tells the total alone has no id. */
function foundIn(rows: readonly PageRow[], searched: Searched): readonly Found[] {
  return rows.flatMap((row) => {
    const each = row.id === null ? undefined : searched[row.kind];
    return each ? [{ searched: each, resource: toResource(row) }] : [];
  });
}

/** What a cursor is bound to: the same resources in the same order. */
function scopeOf(ctx: ScimContext, searched: Searched): string {
  return JSON.stringify(
    searched.map((each) => {
      const { by, order } = each.request.sort ?? {};
      return [each.table.name, render(condition(ctx, each)), by && pathKey(by), order];
    }),
  );
}

/** The rows of many keys at once; each names the key it belongs to. */
function byUnique(table: ResourceTable, path: string, withDerived: boolean): SqlFragment {
  const unique = table.unique.get(path);
  if (!unique) throw new Error(`${path} is not unique.`);
  const keys = unique.type === 'uuid' ? sql`${Slot.column(1)}::uuid[]` : sql`${Slot.column(1)}::text[]`;
  return sql`
    SELECT wanted.n, ${resourceColumns(table, withDerived, Slot.tenant, sql`wanted.base_url`)}
    FROM unnest(${Slot.column(0)}::uuid[], ${keys}, ${Slot.column(2)}::text[]) WITH ORDINALITY
      AS wanted(identity_provider_id, key, base_url, n)
    JOIN ${table.table} r ON r.tenant_id = ${Slot.tenant} AND r.identity_provider_id = wanted.identity_provider_id
      AND ${unique.column} = wanted.key AND ${table.visible}`;
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

/**
 * As many shapes as there are attributes: few enough to be kept prepared. How many a range or a prefix finds depends on its value, so each
 * of them is planned for itself.
 */
function isOftenAsked([{ request }, ...others]: Searched): boolean {
  return others.length === 0 && !request.sort && (!request.filter || isOneEquality(request.filter));
}

function isOneEquality(filter: Filter): boolean {
  return filter.kind === 'element'
    ? isOneEquality(filter.filter)
    : filter.kind === 'comparison' && filter.operator === 'eq';
}

/** Text and name go together for the life of the process. */
function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined)
    names.set(text, (name = `search-${createHash('sha256').update(text).digest('hex').slice(0, 24)}`));
  return name;
}

const names = new Map<string, string>();
