/**
 * What a filter means, said as plainly as it can be: of one resource as a client reads it, without a database and without our parser. Only
 * for tests, which hold the service to it.
 */

type Json = Readonly<Record<string, unknown>>;

/** What `/Schemas` says of an attribute, as far as filters care. */
export interface FilteredAttribute {
  readonly name: string;
  readonly type: string;
  readonly multiValued: boolean;
  readonly caseExact: boolean;
  readonly subAttributes?: readonly FilteredAttribute[];
}

/** An attribute, or a part of one; the URN is that of its extension. */
export interface NaivePath {
  readonly urn?: string;
  readonly attribute: FilteredAttribute;
  readonly part?: FilteredAttribute;
}

export type Operator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

export type NaiveFilter =
  | { readonly is: 'and' | 'or'; readonly filters: readonly NaiveFilter[] }
  | { readonly is: 'not'; readonly filter: NaiveFilter }
  | { readonly is: 'present'; readonly path: NaivePath }
  | { readonly is: 'compared'; readonly path: NaivePath; readonly operator: Operator; readonly value: unknown }
  /** `emails[…]`: the paths within are parts of it. */
  | { readonly is: 'some'; readonly path: NaivePath; readonly filter: NaiveFilter };

export function matches(filter: NaiveFilter, resource: Json): boolean {
  switch (filter.is) {
    case 'and':
      return filter.filters.every((each) => matches(each, resource));
    case 'or':
      return filter.filters.some((each) => matches(each, resource));
    case 'not':
      return !matches(filter.filter, resource);
    case 'present':
      return valuesAt(filter.path, resource).length > 0;
    case 'compared':
      return compares(filter, valuesAt(filter.path, resource).flatMap(simple));
    case 'some':
      return valuesAt(filter.path, resource).some((element) => matches(filter.filter, asResource(element)));
  }
}

/** None of the values is equal, or one of them is as it is asked. */
function compares({ path, operator, value }: Extract<NaiveFilter, { is: 'compared' }>, values: readonly unknown[]) {
  const leaf = leafOf(path);
  if (operator === 'ne') return !values.some((each) => test(leaf, 'eq', each, value));
  return values.some((each) => test(leaf, operator, each, value));
}

/** The attribute whose type and case count: of a complex one its `value`. */
export function leafOf({ attribute, part = attribute }: NaivePath): FilteredAttribute {
  return part.subAttributes?.find(({ name }) => name === 'value') ?? part;
}

function valuesAt({ urn, attribute, part }: NaivePath, resource: Json): readonly unknown[] {
  const owner = urn === undefined ? resource : asResource(resource[urn]);
  const values = listed(owner[attribute.name]);
  return part ? values.flatMap((each) => listed(asResource(each)[part.name])) : values;
}

function listed(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** Of a simple element of a list `value` is a name for itself. */
function asResource(value: unknown): Json {
  if (value === undefined) return {};
  return typeof value === 'object' ? (value as Json) : { value };
}

function simple(value: unknown): readonly unknown[] {
  return typeof value === 'object' ? listed((value as Json)['value']) : [value];
}

function test({ type, caseExact }: FilteredAttribute, operator: Operator, left: unknown, right: unknown): boolean {
  if (type === 'dateTime') return inOrder(operator, Date.parse(String(left)) - Date.parse(String(right)));
  if (typeof left === 'number') return inOrder(operator, left - Number(right));
  if (typeof left === 'boolean') return inOrder(operator, Number(left) - Number(right));
  const [one, other] = [left, right].map((text) =>
    caseExact ? String(text) : String(text).normalize('NFC').toLowerCase(),
  );
  return compareTexts(operator, one ?? '', other ?? '');
}

function compareTexts(operator: Operator, one: string, other: string): boolean {
  if (operator === 'co') return one.includes(other);
  if (operator === 'sw') return one.startsWith(other);
  if (operator === 'ew') return one.endsWith(other);
  return inOrder(operator, byCodePoints(one, other));
}

function inOrder(operator: Operator, difference: number): boolean {
  switch (operator) {
    case 'gt':
      return difference > 0;
    case 'ge':
      return difference >= 0;
    case 'lt':
      return difference < 0;
    case 'le':
      return difference <= 0;
    default:
      return difference === 0;
  }
}

function byCodePoints(one: string, other: string): number {
  const [left, right] = [[...one], [...other]];
  const at = left.findIndex((character, index) => character !== right[index]);
  if (at === -1) return left.length - right.length;
  return (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1);
}
