/** What a page says of itself. */
export interface ListPosition {
  readonly totalResults: number;
  /** Where the page begins, counted from 1; absent where pages are walked by cursors. */
  readonly startIndex?: number;
  /** RFC 9865 §2: where the next page begins; absent on the last one. */
  readonly nextCursor?: string;
}

/** A ListResponse (RFC 7644 §3.4.2) as JSON text, of resources that are JSON text already. */
export function listText(resources: readonly string[], { totalResults, startIndex, nextCursor }: ListPosition): string {
  const start = startIndex === undefined ? '' : `"startIndex":${startIndex},`;
  const next = nextCursor === undefined ? '' : `"nextCursor":${JSON.stringify(nextCursor)},`;
  return `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":${totalResults},${start}"itemsPerPage":${resources.length},${next}"Resources":[${resources.join(',')}]}`;
}
