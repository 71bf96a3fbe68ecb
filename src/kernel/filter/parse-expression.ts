import type { AttributePath } from '../path/attribute-path.js';
import { isUnknown } from '../path/parsed-path.js';
import { quote } from '../text/quote.js';
import type { Filter } from './filter.js';
import type { FilterInput } from './filter-input.js';
import { resolveInScope, type FilterScope } from './filter-scope.js';
import { parseComparison } from './parse-comparison.js';
import type { Token } from './tokenize.js';

/** Everything up to a closing bracket or the end; `and` binds tighter than `or` (RFC 7644 §3.4.2.2). */
export function parseExpression(input: FilterInput): Filter {
  return parseConnected(input, 'or', () => parseConnected(input, 'and', () => parseOperand(input)));
}

/** `[…]`, whose inside `input.scope` is; with the filter comes the closing bracket. */
export function parseBracket(input: FilterInput): { filter: Filter; bracket: Token } {
  const { reader } = input;
  reader.expect('[', '"["');
  const filter = reader.nested(() => parseExpression(input));
  return { filter, bracket: reader.expect(']', '"and", "or" or "]"') };
}

function parseConnected({ reader }: FilterInput, kind: 'and' | 'or', parseOne: () => Filter): Filter {
  const first = parseOne();
  if (!reader.isWord(kind)) return first;
  reader.countNode();
  const filters = [first];
  while (reader.isWord(kind)) {
    reader.next();
    filters.push(parseOne());
  }
  return { kind, filters };
}

function parseOperand(input: FilterInput): Filter {
  const { reader } = input;
  if (reader.peek().kind === '(') return parseGroup(input);
  if (!reader.isWord('not') || reader.peek(1).kind !== '(') return parseTerm(input);
  reader.next();
  reader.countNode();
  return { kind: 'not', filter: parseGroup(input) };
}

function parseGroup(input: FilterInput): Filter {
  const { reader } = input;
  reader.expect('(', '"("');
  const filter = reader.nested(() => parseExpression(input));
  reader.expect(')', '"and", "or" or ")"');
  return filter;
}

function parseTerm(input: FilterInput): Filter {
  const name = input.reader.expect('word', 'an attribute name');
  const path = resolve(input, name);
  return input.reader.peek().kind === '[' ? parseElement(input, name, path) : parseComparison(input, name, path);
}

/** `emails[…]`, `emails[…].value eq "x"` (E-04), and the same of a complex attribute with one value. */
function parseElement(input: FilterInput, name: Token, path: FilterPath): Filter {
  const scope = bracketScope(input.scope, path);
  if (!scope) throw input.reader.wrong(name, `There are no elements to choose with "[…]" in ${quote(name.text)}`);
  input.reader.countNode();
  const { filter, bracket } = parseBracket({ ...input, scope });
  const behind = parseBehind({ ...input, scope }, bracket);
  const all = behind ? [filter, behind] : [filter];
  if (scope.kind === 'element') return { kind: 'element', path, filter: both(all) };
  return both([{ kind: 'present', path }, ...all]);
}

/** What is not there meets no condition, not even `not (…)`. */
function both(filters: readonly Filter[]): Filter {
  const [only, ...more] = filters;
  return only && more.length === 0 ? only : { kind: 'and', filters };
}

function parseBehind(input: FilterInput, bracket: Token): Filter | undefined {
  const name = input.reader.subAttributeBehind(bracket);
  return name && parseComparison(input, name, resolve(input, name));
}

function bracketScope(outer: FilterScope, path: FilterPath): FilterScope | undefined {
  if (outer.kind !== 'resource' || path.subAttribute) return undefined;
  if (path.attribute.multiValued) return { kind: 'element', attribute: path.attribute };
  return path.attribute.type === 'complex' ? { kind: 'value', owner: path } : undefined;
}

type FilterPath = AttributePath & Required<Pick<AttributePath, 'attribute'>>;

function resolve({ reader, scope }: FilterInput, name: Token): FilterPath {
  const path = resolveInScope(scope, name.text);
  if (isUnknown(path)) throw reader.wrong(name, `Unknown attribute ${quote(name.text)}`);
  const { attribute, subAttribute } = path;
  if (!attribute) throw reader.wrong(name, 'A schema is named where an attribute belongs');
  if (attribute.returned === 'never' || subAttribute?.returned === 'never') {
    throw reader.wrong(name, `No filter can ask for ${quote(name.text)}, which is never returned,`);
  }
  return { ...path, attribute };
}
