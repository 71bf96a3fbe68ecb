import type { SearchRequest } from '../kernel/message/search-request.js';
import type { ResourceType } from '../kernel/schema/schema.js';
import type { ResourceTable } from './resource-table.js';

/**
 * One kind of resource that a list is of, and what is asked of it. Where a list is of several, each has the same page and the same
 * attribute to sort by, as its own type understands it.
 */
export interface SearchedType {
  readonly type: ResourceType;
  readonly table: ResourceTable;
  readonly request: SearchRequest;
}

/** A list of one kind at least: the first says which page is wanted. */
export type Searched = readonly [SearchedType, ...SearchedType[]];
