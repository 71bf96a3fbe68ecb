import type { ReadResource } from '../edge/represent.js';
import { sql, type SqlFragment } from '../kernel/sql/fragment.js';
import type { ResourceTable } from './resource-table.js';

export interface ResourceRow extends Record<string, unknown> {
  readonly id: string;
  readonly resource: string;
  readonly derived: string | null;
  readonly version: string;
  readonly created_at: Date;
  readonly last_modified: Date;
}

/** What is read of a resource `r`, as `toResource` takes it; tenant and base URL are values or SQL. */
export function resourceColumns(
  table: ResourceTable,
  withDerived: boolean,
  tenantId: unknown,
  baseUrl: unknown,
): SqlFragment {
  const derived = withDerived ? table.derived(sql`r.id`, tenantId, baseUrl) : sql`NULL::text`;
  return sql`r.id, r.resource::text AS resource, r.version, r.created_at, r.last_modified, ${derived} AS derived`;
}

export function toResource({ id, resource, derived, version, created_at, last_modified }: ResourceRow): ReadResource {
  return { id, resource, derived, version, createdAt: created_at, lastModified: last_modified };
}
