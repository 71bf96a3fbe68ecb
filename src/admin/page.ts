/** Items of a page, where none are asked for and at most. */
export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 200;

/** Where a page ended: the sort key of its last row, as text. */
export type Position = readonly string[];

/** Which part of a list is wanted. */
export interface PageRequest {
  /** Rows at most. */
  readonly limit: number;
  /** Where the page before ended; absent for the first. */
  readonly after?: Position;
}

/** A part of a list; `next` is absent on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: Position;
}

/** A page of rows that were read with one more than `limit`, which tells whether another page follows. */
export function pageOf<T>(rows: readonly T[], limit: number, positionOf: (row: T) => Position): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, next: positionOf(last) } : { items };
}

/** The same page with each item as it is shown. */
export function mapPage<T, U>({ items, next }: Page<T>, show: (item: T) => U): Page<U> {
  return { items: items.map(show), ...(next && { next }) };
}
