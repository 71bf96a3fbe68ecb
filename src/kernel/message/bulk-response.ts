import type { ScimErrorBody } from '../error/scim-error.js';

/** What came of one operation (RFC 7644 §3.7.3). */
export interface BulkResult {
  readonly method: string;
  readonly bulkId?: string;
  /** Absent for a POST that failed, and where no resource was named. */
  readonly location?: string;
  readonly version?: string;
  /** An HTTP status, as a string. */
  readonly status: string;
  /** Why it failed. */
  readonly response?: ScimErrorBody;
}

/** The answer to a bulk request: of the operations that were tried, in the order in which they were sent. */
export interface BulkResponse {
  readonly schemas: readonly ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'];
  readonly Operations: readonly BulkResult[];
}

export function bulkResponse(results: readonly BulkResult[]): BulkResponse {
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'], Operations: results };
}
