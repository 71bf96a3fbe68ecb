import type { Sort } from '../kernel/message/search-request.js';
import { sql, type SqlFragment } from '../kernel/sql/fragment.js';

/** Where a row stands in its list. */
export interface Place {
  /** When it was made. */
  readonly at: string;
  readonly id: string;
  /** The value it is sorted by, as text; null where it has none, or the list has no order of its own. */
  readonly sorted: string | null;
}

/**
 * The order of a list of keys: what is sorted by, then the oldest first. Those without it come last, in a descending order first
 * (RFC 7644 §3.4.2.3). It is total, so pages are stable.
 */
export function order(sort: Sort | undefined): SqlFragment {
  if (!sort) return sql`created_at, id`;
  return sort.order === 'descending'
    ? sql`sort_key DESC NULLS FIRST, created_at, id`
    : sql`sort_key ASC NULLS LAST, created_at, id`;
}

/**
 * What of `r` comes after a place in that order. It is a comparison of rows, which an index answers at any depth; the parameter
 * that is sorted by has the type of what it is compared with.
 */
export function afterPlace({ at, id, sorted }: Place, sort?: Sort): SqlFragment {
  const younger = sql`((r.created_at, r.id) > (${at}::timestamptz, ${id}::uuid))`;
  if (!sort) return younger;
  const isDescending = sort.order === 'descending';
  if (sorted === null && isDescending) return sql`(r.sort_key IS NOT NULL OR ${younger})`;
  if (sorted === null) return sql`(r.sort_key IS NULL AND ${younger})`;
  const beyond = isDescending ? sql`r.sort_key < ${sorted}` : sql`r.sort_key > ${sorted} OR r.sort_key IS NULL`;
  return sql`(${beyond} OR (r.sort_key = ${sorted} AND ${younger}))`;
}
