/** How much of everything one request may hold; what is over it is refused, and the refusal says the limit. */
export interface Limits {
  /** Bytes of a body, after decompression. */
  readonly bodyBytes: number;
  /** Operations of one PATCH; of an object without a path each name counts as one. */
  readonly patchOperations: number;
  /** Operations of one bulk request. */
  readonly bulkOperations: number;
  /** Members that one value names. */
  readonly members: number;
  /** Characters of a filter. */
  readonly filterLength: number;
  /** Comparisons, groups and connectives of one filter. */
  readonly filterTerms: number;
  /** Brackets, groups and negations within each other. */
  readonly filterDepth: number;
  /** Resources on a page, however many are asked for. */
  readonly pageSize: number;
  /** Resources on a page for which no `count` was asked; at most `pageSize`. */
  readonly defaultPageSize: number;
}

export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 2 * 1024 * 1024,
  patchOperations: 1_000,
  bulkOperations: 1_000,
  members: 10_000,
  filterLength: 8 * 1024,
  filterTerms: 200,
  filterDepth: 32,
  pageSize: 200,
  defaultPageSize: 100,
};
