import { ScimError } from '../error/scim-error.js';
import type { Filter } from '../filter/filter.js';
import { parseFilter } from '../filter/parse-filter.js';
import type { AttributePath } from '../path/attribute-path.js';
import { isUnknown } from '../path/parsed-path.js';
import { parsePath } from '../path/parse-path.js';
import { parseProjection, type Projection } from '../resource/parse-projection.js';
import type { Tolerance } from '../resource/tolerance.js';
import type { ResourceType } from '../schema/schema.js';
import { quote } from '../text/quote.js';
import { type ListQuery, parseListQuery } from './list-query.js';

/** What a list is asked for (RFC 7644 §3.4.2), checked against the resource type. */
export interface SearchRequest extends ListQuery {
  readonly filter?: Filter;
  readonly sort?: Sort;
  readonly projection?: Projection;
}

export interface Sort {
  readonly by: AttributePath;
  readonly order: 'ascending' | 'descending';
}

/**
 * The search that query parameters ask for; parameters it does not know are ignored (E-13). Where types are searched `beside`
 * this one, their attributes are known and absent.
 * @throws ScimError `invalidFilter`, `invalidPath` for an attribute to sort by that is unknown, `invalidValue`, `invalidCount`
 */
export function parseSearchRequest(
  type: ResourceType,
  params: URLSearchParams,
  tolerance: Tolerance,
  beside: readonly ResourceType[] = [],
): SearchRequest {
  const listQuery = parseListQuery(params, tolerance.limits);
  const text = params.get('filter')?.trim();
  const filter = text ? parseFilter(type, text, tolerance, beside) : undefined;
  return {
    filter,
    sort: parseSort(params, (path) => parsePath(type, path, tolerance, beside)),
    projection: projectionOf(type, params),
    ...listQuery,
  };
}

/** The projection that query parameters ask for (RFC 7644 §3.9). */
export function projectionOf(type: ResourceType, params: URLSearchParams): Projection | undefined {
  return parseProjection(type, params.getAll('attributes'), params.getAll('excludedAttributes'));
}

/** RFC 7644 §3.4.2.3: ascending unless it says otherwise. */
function parseSort(params: URLSearchParams, parse: (text: string) => ReturnType<typeof parsePath>): Sort | undefined {
  const text = params.get('sortBy')?.trim();
  if (!text) return undefined;
  const by = parse(text);
  if (isUnknown(by) || !by.attribute) throw ScimError.invalidPath(`sortBy names an unknown attribute, ${quote(text)}.`);
  const order = params.get('sortOrder')?.trim().toLowerCase() || 'ascending';
  if (order !== 'ascending' && order !== 'descending')
    throw ScimError.invalidValue(`sortOrder must be "ascending" or "descending", not ${quote(order)}.`);
  return { by, order };
}
