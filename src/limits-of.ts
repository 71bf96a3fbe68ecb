import { DEFAULT_LIMITS, type Limits } from './kernel/limits.js';

/** Limits, completed; where pages are smaller than the usual one, that is as large as they may be. */
export function limitsOf(limits: Partial<Limits> = {}): Limits {
  const { pageSize = DEFAULT_LIMITS.pageSize } = limits;
  const defaultPageSize = Math.min(DEFAULT_LIMITS.defaultPageSize, pageSize);
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  return { ...DEFAULT_LIMITS, defaultPageSize, ...Object.fromEntries(given) };
}
