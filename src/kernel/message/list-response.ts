import type { JsonObject } from '../resource/resource.js';

/** A page of resources as RFC 7644 §3.4.2 answers it; the numbers are numbers, and `Resources` is always there. */
export interface ListResponse {
  readonly schemas: readonly ['urn:ietf:params:scim:api:messages:2.0:ListResponse'];
  readonly totalResults: number;
  readonly startIndex: number;
  readonly itemsPerPage: number;
  readonly Resources: readonly JsonObject[];
}

/** Where the page begins, counted from 1, and how many resources there are beyond it. */
export interface PagePosition {
  readonly totalResults: number;
  readonly startIndex: number;
}

/** The answer with these resources in it. */
export function listResponse(resources: readonly JsonObject[], position: PagePosition): ListResponse {
  const { totalResults, startIndex } = position;
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}
