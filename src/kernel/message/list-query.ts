import { ScimError } from '../error/scim-error.js';

/** Resources on a page for which no `count` was asked. */
export const DEFAULT_COUNT = 100;

/** Resources on a page, however many were asked for. */
export const MAX_COUNT = 200;

/** Which page of a list is wanted: `startIndex` counts from 1, `count` is 0 to {@link MAX_COUNT}. */
export interface ListQuery {
  readonly startIndex: number;
  readonly count: number;
}

/**
 * The page that the query parameters ask for (RFC 7644 §3.4.2.4): a `startIndex` below 1 is 1, a negative `count` is 0,
 * a large one is the largest allowed. An empty parameter counts as absent.
 * @throws ScimError `invalidValue` for what is no integer
 */
export function parseListQuery(params: URLSearchParams): ListQuery {
  const startIndex = readInteger(params, 'startIndex') ?? 1;
  const count = readInteger(params, 'count') ?? DEFAULT_COUNT;
  return {
    startIndex: clamp(startIndex, 1, Number.MAX_SAFE_INTEGER),
    count: clamp(count, 0, MAX_COUNT),
  };
}

function readInteger(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name)?.trim() ?? '';
  if (text === '') return undefined;
  if (!/^[+-]?\d+$/.test(text)) throw ScimError.invalidValue(`${name} must be an integer.`);
  return Number(text);
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(Math.max(value, lowest), highest);
}
