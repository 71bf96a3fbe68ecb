import type { Filter } from '../filter/filter.js';
import type { JsonObject, JsonValue } from '../resource/resource.js';
import type { Attribute } from '../schema/attribute.js';
import { assign } from './assign.js';
import { elementMatcher } from './element-matcher.js';
import { merge } from './merge.js';
import type { PatchOperation } from './operation.js';

/**
 * The element that a filtered path without a match names: what its filter says, and the value (E-30). Entra expects
 * `emails[type eq "work"].value` to create `{type, value}`; nothing is added to that, no `primary` either.
 * @returns undefined unless the filter is a conjunction of `eq` and the element would match it
 */
export function createElement(attribute: Attribute, { op, path, value = null }: PatchOperation): JsonValue | undefined {
  const start = path.filter ? describe(path.filter) : {};
  if (!start || attribute.type !== 'complex') return undefined;
  const element = path.subAttribute ? assign(start, path.subAttribute, value, op) : merge(attribute, start, value, op);
  return !path.filter || elementMatcher(path.filter)(element) ? element : undefined;
}

/** The one object that a conjunction of `eq` describes. */
function describe(filter: Filter): JsonObject | undefined {
  if (filter.kind === 'and') return filter.filters.reduce<JsonObject | undefined>(both, {});
  if (filter.kind !== 'comparison' || filter.operator !== 'eq') return undefined;
  const { attribute, subAttribute } = filter.path;
  return attribute && !subAttribute ? { [attribute.name]: filter.value } : undefined;
}

function both(known: JsonObject | undefined, filter: Filter): JsonObject | undefined {
  const more = known && describe(filter);
  return more && { ...known, ...more };
}
