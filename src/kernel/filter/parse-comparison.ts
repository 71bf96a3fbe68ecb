import type { AttributePath } from '../path/attribute-path.js';
import type { ComparisonOperator, Filter, FilterValue } from './filter.js';
import type { FilterInput } from './filter-input.js';
import { findTarget, type FilterTarget } from './filter-target.js';
import { parseValue } from './parse-value.js';
import type { Token } from './tokenize.js';
import type { TokenReader } from './token-reader.js';

/** The operator and value behind an attribute name, as a test of the resource or element that the name belongs to. */
export function parseComparison(input: FilterInput, name: Token, path: NamedPath): Filter {
  input.reader.countNode();
  const operator = parseOperator(input.reader);
  if (operator === 'pr') return present(path);
  const target = findTarget(input.scope, path);
  const value = parseValue(input, { name, operator, attribute: target.attribute });
  if (value !== null) return compare(target, operator, value);
  return operator === 'eq' ? { kind: 'not', filter: present(path) } : present(path);
}

type NamedPath = AttributePath & Required<Pick<AttributePath, 'attribute'>>;

const OPERATORS: ReadonlyMap<string, ComparisonOperator | 'pr'> = new Map(
  (['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'pr'] as const).map((operator) => [operator, operator]),
);

function parseOperator(reader: TokenReader): ComparisonOperator | 'pr' {
  const token = reader.peek();
  const operator = token.kind === 'word' ? OPERATORS.get(token.text.toLowerCase()) : undefined;
  if (!operator) throw reader.unexpected(token, `an operator (${[...OPERATORS.keys()].join(', ')})`);
  reader.next();
  return operator;
}

/** `emails pr` asks for the attribute, `emails.value pr` for an element that has a value. */
function present(path: NamedPath): Filter {
  const { subAttribute, ...owner } = path;
  if (!subAttribute || !path.attribute.multiValued) return { kind: 'present', path };
  return { kind: 'element', path: owner, filter: { kind: 'present', path: { attribute: subAttribute } } };
}

/** Of elements, `ne` means that none is equal: then it is never true together with `eq`. */
function compare({ elements, path }: FilterTarget, operator: ComparisonOperator, value: FilterValue): Filter {
  const negated = operator === 'ne' && elements.length > 0;
  const comparison: Filter = { kind: 'comparison', path, operator: negated ? 'eq' : operator, value };
  const filter = elements.reduceRight<Filter>(
    (inner, element) => ({ kind: 'element', path: element, filter: inner }),
    comparison,
  );
  return negated ? { kind: 'not', filter } : filter;
}
