import { ScimError } from '../error/scim-error.js';
import type { Limits } from '../limits.js';

/** Seconds that a cursor is good for (RFC 9865 §4). */
export const CURSOR_TIMEOUT_S = 600;

/** Which page of a list is wanted: `startIndex` counts from 1, `count` is 0 to `pageSize` of the limits. */
export interface ListQuery {
  readonly startIndex: number;
  readonly count: number;
  /** RFC 9865 §2: where the page begins; empty for the first. Absent where pages are counted by `startIndex`. */
  readonly cursor?: string;
}

/**
 * The page that the query parameters ask for (RFC 7644 §3.4.2.4): a `startIndex` below 1 is 1, a negative `count` is 0,
 * a large one is the largest allowed. An empty parameter counts as absent, but for `cursor`, which begins a walk by cursors.
 * @throws ScimError `invalidValue` for what is no integer, `invalidCount` beside a cursor
 */
export function parseListQuery(params: URLSearchParams, limits: Limits): ListQuery {
  const cursor = params.get('cursor')?.trim();
  const count = readInteger(params, 'count', cursor !== undefined) ?? limits.defaultPageSize;
  const startIndex = cursor === undefined ? (readInteger(params, 'startIndex') ?? 1) : 1;
  return {
    startIndex: clamp(startIndex, 1, Number.MAX_SAFE_INTEGER),
    count: clamp(count, 0, limits.pageSize),
    ...(cursor !== undefined && { cursor }),
  };
}

function readInteger(params: URLSearchParams, name: string, besideCursor = false): number | undefined {
  const text = params.get(name)?.trim() ?? '';
  if (text === '') return undefined;
  if (INTEGER.test(text)) return Number(text);
  const detail = `${name} must be an integer.`;
  throw besideCursor ? ScimError.invalidCount(detail) : ScimError.invalidValue(detail);
}

const INTEGER = /^[+-]?\d+$/;

function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(Math.max(value, lowest), highest);
}
