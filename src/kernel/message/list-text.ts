import type { PagePosition } from './list-response.js';

/** A ListResponse (RFC 7644 §3.4.2) as JSON text, of resources that are JSON text already. */
export function listText(resources: readonly string[], { totalResults, startIndex }: PagePosition): string {
  return `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":${totalResults},"startIndex":${startIndex},"itemsPerPage":${resources.length},"Resources":[${resources.join(',')}]}`;
}
