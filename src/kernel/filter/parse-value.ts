import type { Attribute, AttributeType } from '../schema/attribute.js';
import type { Tolerance } from '../resource/tolerance.js';
import { instant } from '../text/instant.js';
import { isStorable } from '../text/is-storable.js';
import { quote } from '../text/quote.js';
import type { ComparisonOperator, FilterValue } from './filter.js';
import type { FilterInput } from './filter-input.js';
import type { Token } from './tokenize.js';

/** The comparison a value is read for; `name` is what the client calls the attribute. */
export interface ValueContext {
  readonly name: Token;
  readonly operator: ComparisonOperator;
  readonly attribute: Attribute;
}

/**
 * The value behind an operator, in the type of its attribute (RFC 7644 §3.4.2.2). A number is accepted in quotation
 * marks, `True` and `"True"` as a boolean (E-27); of a date the client's spelling is kept.
 * @throws if the attribute does not allow the operator, or the value is none of its type
 */
export function parseValue({ reader, tolerance }: FilterInput, context: ValueContext): FilterValue {
  const { name, operator, attribute } = context;
  if (!ALLOWED[attribute.type].includes(operator)) throw reader.wrong(name, refusal(context));
  const token = reader.peek();
  if (token.kind !== 'string' && token.kind !== 'word') throw reader.unexpected(token, 'a value');
  reader.next();
  if (!isStorable(token.text)) throw reader.wrong(token, 'There is NUL or half a surrogate pair in the value');
  if (isWord(token, 'null')) {
    if (EQUALITY.includes(operator)) return null;
    throw reader.wrong(token, `Only eq and ne compare with null, not ${operator},`);
  }
  const [wanted, read] = TYPES[attribute.type];
  const value = read(token, tolerance);
  if (value === undefined) throw reader.wrong(token, `Expected ${wanted} for ${quote(name.text)}`);
  return value;
}

const EQUALITY: readonly ComparisonOperator[] = ['eq', 'ne'];
const ORDER: readonly ComparisonOperator[] = [...EQUALITY, 'gt', 'ge', 'lt', 'le'];
const SUBSTRING: readonly ComparisonOperator[] = ['co', 'sw', 'ew'];

/** An order of booleans or of binaries is refused, as RFC 7644 §3.4.2.2 demands. */
const ALLOWED: Readonly<Record<AttributeType, readonly ComparisonOperator[]>> = {
  string: [...ORDER, ...SUBSTRING],
  reference: [...ORDER, ...SUBSTRING],
  binary: [...EQUALITY, ...SUBSTRING],
  boolean: EQUALITY,
  integer: ORDER,
  decimal: ORDER,
  dateTime: ORDER,
  complex: [],
};

type ReadValue = (token: Token, tolerance: Tolerance) => FilterValue | undefined;

/** What each type wants, for the error, and how it is read. */
const TYPES: Readonly<Record<AttributeType, readonly [wanted: string, read: ReadValue]>> = {
  string: ['a string in double quotation marks', readString],
  reference: ['a string in double quotation marks', readString],
  binary: ['a string in double quotation marks', readString],
  boolean: ['true or false', readBoolean],
  integer: ['a number', readNumber],
  decimal: ['a number', readNumber],
  dateTime: ['a date such as "2024-05-31T09:30:00Z"', readDate],
  complex: ['a sub-attribute', () => undefined],
};

/** A single quotation mark is a mistake to be told, not a part of the value. */
function readString({ kind, text }: Token, tolerance: Tolerance): string | undefined {
  if (kind === 'string') return text;
  if (NUMBER.test(text)) return tolerance.numberForString === 'text' ? text : undefined;
  if (BOOLEANS.has(text.toLowerCase()) || text.startsWith("'")) return undefined;
  return tolerance.bareWordInFilter === 'string' ? text : undefined;
}

function readBoolean({ text }: Token): boolean | undefined {
  return BOOLEANS.get(text.toLowerCase());
}

function readNumber({ text }: Token): number | undefined {
  const value = NUMBER.test(text) ? Number(text) : undefined;
  return Number.isFinite(value) ? value : undefined;
}

function readDate(token: Token, tolerance: Tolerance): string | undefined {
  const text = readString(token, tolerance);
  return text !== undefined && instant(text) !== undefined ? text : undefined;
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/** A number of JSON. */
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

function isWord({ kind, text }: Token, word: string): boolean {
  return kind === 'word' && text.toLowerCase() === word;
}

function refusal({ name, operator, attribute }: ValueContext): string {
  const { type, subAttributes = [] } = attribute;
  if (type !== 'complex') return `${operator} cannot compare ${quote(name.text)}, which is of type ${type},`;
  const names = subAttributes.map((subAttribute) => subAttribute.name).join(', ');
  return `One of the sub-attributes (${names}) must be named for ${quote(name.text)}`;
}
