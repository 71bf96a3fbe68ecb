import type { ComparisonOperator, Filter } from '../filter/filter.js';
import type { AttributePath } from '../path/attribute-path.js';
import { isJsonObject } from '../resource/is-json-object.js';
import type { JsonValue } from '../resource/resource.js';
import type { Attribute } from '../schema/attribute.js';
import { fold } from '../text/fold.js';
import { instant } from '../text/instant.js';

/** Whether one element of a multi-valued attribute matches. */
export type ElementMatcher = (element: JsonValue) => boolean;

/**
 * The filter of a path, such as `[type eq "work"]` (RFC 7644 §3.4.2.2), as a test of one element. Only for elements of
 * the one resource at hand: searches are the database's. A PATCH may ask a thousand elements a thousand times, so what
 * is compared is prepared once a filter, and once an element.
 */
export function elementMatcher(filter: Filter): ElementMatcher {
  return matcher(filter, new Map());
}

function matcher(filter: Filter, readers: Readers): ElementMatcher {
  switch (filter.kind) {
    case 'and':
      return all(filter.filters.map((inner) => matcher(inner, readers)));
    case 'or':
      return any(filter.filters.map((inner) => matcher(inner, readers)));
    case 'not':
      return not(matcher(filter.filter, readers));
    case 'present':
      return (element) => isPresent(valueAt(filter.path, element));
    case 'comparison':
      return comparison(readerOf(filter.path, readers), filter);
    case 'element':
      return within(filter.path, elementMatcher(filter.filter));
  }
}

function all(matchers: readonly ElementMatcher[]): ElementMatcher {
  return (element) => matchers.every((matches) => matches(element));
}

function any(matchers: readonly ElementMatcher[]): ElementMatcher {
  return (element) => matchers.some((matches) => matches(element));
}

function not(matches: ElementMatcher): ElementMatcher {
  return (element) => !matches(element);
}

/** For a sub-attribute that has several values itself. */
function within(path: AttributePath, matches: ElementMatcher): ElementMatcher {
  return (element) => [valueAt(path, element) ?? []].flat().some(matches);
}

/** An element that is no object has no names: there the path means the element itself. */
function valueAt({ attribute }: AttributePath, element: JsonValue): JsonValue | undefined {
  if (!isJsonObject(element)) return element;
  return attribute && element[attribute.name];
}

/** RFC 7643 §2.5: what is empty is as if it were not there. */
function isPresent(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

function comparison(read: Reader, { path, operator, value }: Extract<Filter, { kind: 'comparison' }>): ElementMatcher {
  const compares = COMPARE[operator];
  const right = comparable(path.attribute, value);
  return (element) => compares(read(element), right);
}

/** What an attribute of the element is, in the form that is compared. */
type Reader = (element: JsonValue) => Comparable;

/** The readers of one filter; comparisons of the same attribute share one. */
type Readers = Map<Attribute | undefined, Reader>;

function readerOf(path: AttributePath, readers: Readers): Reader {
  const known = readers.get(path.attribute);
  if (known) return known;
  const read = rememberingLast((element) => comparable(path.attribute, valueAt(path, element) ?? null));
  readers.set(path.attribute, read);
  return read;
}

function rememberingLast(read: Reader): Reader {
  let last: JsonValue | undefined;
  let value: Comparable = null;
  return (element) => {
    if (element !== last) {
      value = read(element);
      last = element;
    }
    return value;
  };
}

type Comparable = string | number | boolean | null;
type Compare = (left: Comparable, right: Comparable) => boolean;

const COMPARE: Readonly<Record<ComparisonOperator, Compare>> = {
  eq: (left, right) => left === right,
  ne: (left, right) => left !== right,
  co: ofText((left, right) => left.includes(right)),
  sw: ofText((left, right) => left.startsWith(right)),
  ew: ofText((left, right) => left.endsWith(right)),
  gt: ofOrder((left, right) => left > right),
  ge: ofOrder((left, right) => left >= right),
  lt: ofOrder((left, right) => left < right),
  le: ofOrder((left, right) => left <= right),
};

function ofText(compare: (left: string, right: string) => boolean): Compare {
  return (left, right) => typeof left === 'string' && typeof right === 'string' && compare(left, right);
}

function ofOrder(compare: (left: string | number, right: string | number) => boolean): Compare {
  return (left, right) => isOrdered(left) && isOrdered(right) && typeof left === typeof right && compare(left, right);
}

function isOrdered(value: Comparable): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** A value in the form in which equal ones are the same; what is no simple value equals nothing. */
function comparable(attribute: Attribute | undefined, value: JsonValue): Comparable {
  if (typeof value === 'object') return null;
  if (typeof value !== 'string') return value;
  if (attribute?.type === 'dateTime') return Date.parse(instant(value) ?? '');
  return attribute?.caseExact ? value : fold(value);
}
