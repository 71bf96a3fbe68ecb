import fc from 'fast-check';
import { type FilteredAttribute, leafOf, type NaiveFilter, type NaivePath, type Operator } from './naive-filter.js';

/** A filter that means something, and one way to write it. */
export interface WrittenFilter {
  readonly filter: NaiveFilter;
  readonly text: string;
}

/** Values that are asked for by the name of the attribute, so that filters find somebody. */
export type KnownValues = (path: NaivePath) => readonly unknown[];

const OPERATORS: Readonly<Record<string, readonly Operator[]>> = {
  boolean: ['eq', 'ne'],
  binary: ['eq', 'ne', 'co', 'sw', 'ew'],
  integer: ['eq', 'ne', 'gt', 'ge', 'lt', 'le'],
  decimal: ['eq', 'ne', 'gt', 'ge', 'lt', 'le'],
  dateTime: ['eq', 'ne', 'gt', 'ge', 'lt', 'le'],
};
const OF_TEXTS: readonly Operator[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'co', 'sw', 'ew'];

/** Filters on these attributes, of every kind that the grammar has, three connectives deep. */
export function anyFilter(paths: readonly NaivePath[], known: KnownValues): fc.Arbitrary<WrittenFilter> {
  return connected(fc.oneof(...paths.map((path) => anyTerm(path, known))), 3);
}

/** An attribute alone, or some element of it; a part of it, or itself. */
function anyTerm(path: NaivePath, known: KnownValues): fc.Arbitrary<WrittenFilter> {
  const named = anyName(path);
  const plain = [present(path, named), ...comparisons(path, known, named)];
  const { attribute, urn } = path;
  if (path.part || !(attribute.multiValued || attribute.subAttributes)) return fc.oneof(...plain);
  const inside = connected(fc.oneof(...partsOf(attribute).map((part) => anyPart(path, part, known))), 2);
  const some = fc.tuple(named, inside).map(([name, { filter, text }]) => ({
    filter: { is: 'some' as const, path, filter },
    text: `${name}[${text}]`,
  }));
  const behind = attribute.subAttributes?.map((part) => someBehind({ urn, attribute, part }, some, known)) ?? [];
  return fc.oneof(...plain, { weight: 3, arbitrary: some }, ...behind);
}

/** Within brackets a part is named as if the element were the resource. */
function anyPart(path: NaivePath, part: FilteredAttribute, known: KnownValues): fc.Arbitrary<WrittenFilter> {
  const within: NaivePath = { attribute: part };
  const full: NaivePath = path.attribute.subAttributes ? { ...path, part } : path;
  const named = anyCase(part.name);
  return fc.oneof(present(within, named), ...comparisons(within, () => known(full), named));
}

/** The element of a list without parts is called `value`. */
function partsOf(attribute: FilteredAttribute): readonly FilteredAttribute[] {
  return attribute.subAttributes ?? [{ ...attribute, name: 'value', multiValued: false }];
}

/** `emails[type eq "work"].value eq "x"`, as Entra writes it: the same element meets both. */
function someBehind(
  path: NaivePath,
  some: fc.Arbitrary<WrittenFilter>,
  known: KnownValues,
): fc.Arbitrary<WrittenFilter> {
  const part = path.part ?? path.attribute;
  const tests = comparisons({ attribute: part }, () => known(path), anyCase(part.name));
  return fc
    .tuple(some, fc.oneof(present({ attribute: part }, anyCase(part.name)), ...tests))
    .map(([chosen, behind]) => {
      if (chosen.filter.is !== 'some') return chosen;
      const filter: NaiveFilter = { is: 'and', filters: [chosen.filter.filter, behind.filter] };
      return { filter: { ...chosen.filter, filter }, text: `${chosen.text}.${behind.text}` };
    });
}

function present(path: NaivePath, named: fc.Arbitrary<string>): fc.Arbitrary<WrittenFilter> {
  return fc
    .tuple(named, anyCase('pr'))
    .map(([name, pr]) => ({ filter: { is: 'present', path }, text: `${name} ${pr}` }));
}

/** None for a complex attribute without a `value`. */
function comparisons(
  path: NaivePath,
  known: KnownValues,
  named: fc.Arbitrary<string>,
): readonly { readonly weight: number; readonly arbitrary: fc.Arbitrary<WrittenFilter> }[] {
  const leaf = leafOf(path);
  if (leaf.type === 'complex') return [];
  const tests = (OPERATORS[leaf.type] ?? OF_TEXTS).map((operator) =>
    fc.tuple(named, anyCase(operator), anyValue(leaf, operator, known(path))).map(([name, written, value]) => ({
      filter: { is: 'compared' as const, path, operator, value },
      text: `${name} ${written} ${JSON.stringify(value)}`,
    })),
  );
  return [{ weight: 2, arbitrary: fc.oneof(...tests) }];
}

function anyValue(leaf: FilteredAttribute, operator: Operator, known: readonly unknown[]): fc.Arbitrary<unknown> {
  const strange = anyStrange(leaf.type);
  if (known.length === 0) return strange;
  const values = fc.constantFrom(...known);
  const isOfTexts = !(leaf.type in OPERATORS) || leaf.type === 'binary';
  return fc.oneof({ weight: 4, arbitrary: isOfTexts ? partOf(values, operator, leaf) : values }, strange);
}

/** What somebody has, in another case, or a piece of it. */
function partOf(
  values: fc.Arbitrary<unknown>,
  operator: Operator,
  { caseExact }: FilteredAttribute,
): fc.Arbitrary<unknown> {
  const spelt = fc
    .tuple(values, fc.constantFrom('as it is', 'capitals', 'taken apart'))
    .map(([value, spelling]) => spell(String(value), caseExact && spelling === 'taken apart' ? 'as it is' : spelling));
  if (operator === 'eq' || operator === 'ne') return spelt;
  const piece = fc
    .tuple(values, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(12))
    .map(([value, from, length]) => {
      const characters = [...String(value)];
      const start = Math.floor(from * characters.length);
      return characters.slice(start, start + length).join('');
    });
  return fc.oneof(spelt, piece);
}

function spell(text: string, spelling: string): string {
  if (spelling === 'capitals') return text.toUpperCase();
  return spelling === 'taken apart' ? text.normalize('NFD') : text;
}

function anyStrange(type: string): fc.Arbitrary<unknown> {
  switch (type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: -3, max: 12 });
    case 'decimal':
      return fc.constantFrom(0, 0.1, 1.5, -2.25, 1e21);
    case 'dateTime':
      return fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-01T02:00:00.5+02:00', '1999-12-31T23:59:59-01:00');
    default:
      return fc.constantFrom('', ' ', 'a', '%', '_', '\\', '"', "'; --", '$1', 'İ', 'é', 'e\u0301', '𝒜', '\u{10FFFF}');
  }
}

function connected(terms: fc.Arbitrary<WrittenFilter>, depth: number): fc.Arbitrary<WrittenFilter> {
  if (depth === 0) return terms;
  const inner = connected(terms, depth - 1);
  const word = fc.constantFrom('and' as const, 'or' as const);
  const joined = fc
    .tuple(word, fc.boolean(), fc.array(inner, { minLength: 2, maxLength: 3 }))
    .map(([is, isLoud, filters]) => ({
      filter: { is, filters: filters.map(({ filter }) => filter) },
      text: filters.map(({ text }) => `(${text})`).join(` ${isLoud ? is.toUpperCase() : is} `),
    }));
  const negated = inner.map(({ filter, text }) => ({ filter: { is: 'not' as const, filter }, text: `not (${text})` }));
  return fc.oneof({ weight: 4, arbitrary: terms }, { weight: 2, arbitrary: joined }, negated);
}

/** With its URN or without, in any case; an extension of the tenant's is named by its own. */
function anyName({ urn, attribute, part }: NaivePath): fc.Arbitrary<string> {
  const name = part ? `${attribute.name}.${part.name}` : attribute.name;
  return anyCase(urn === undefined ? name : `${urn}:${name}`);
}

function anyCase(text: string): fc.Arbitrary<string> {
  return fc.oneof({ weight: 6, arbitrary: fc.constant(text) }, fc.constantFrom(text.toUpperCase(), text.toLowerCase()));
}
