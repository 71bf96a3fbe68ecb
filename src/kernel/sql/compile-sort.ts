import { ScimError } from '../error/scim-error.js';
import type { AttributePath } from '../path/attribute-path.js';
import { pathKey } from '../path/path-key.js';
import type { Attribute, AttributeType } from '../schema/attribute.js';
import { findSubAttribute } from '../schema/find-attribute.js';
import { typedValue } from './compare-json.js';
import type { ColumnRule, FilterColumns } from './filter-columns.js';
import { sql, type SqlFragment } from './fragment.js';
import { listOf } from './list-elements.js';
import { findJson, leafOf, type JsonOperand, type SqlScope } from './operand.js';

/** Characters of a text that decide its place: a place fits into a cursor, however long the text is. */
export const MAX_SORTED_LENGTH = 256;

/**
 * What to sort by (RFC 7644 §3.4.2.3): the value in the order of its type, texts by the code points of their first
 * {@link MAX_SORTED_LENGTH} characters and folded where case does not count, of several elements the primary one, else the first.
 * Null where there is none: the caller says where nulls go, and adds what makes the order total.
 * @throws ScimError invalidPath for what has no one value to sort by
 */
export function compileSort(sortBy: AttributePath, columns: FilterColumns): SqlFragment {
  const { subAttribute, ...owner } = sortBy;
  const leaf = sortable(sortBy, columns);
  const path = leaf === leafOf(sortBy) ? sortBy : { ...owner, subAttribute: leaf };
  const rule = columns.compare.get(pathKey(path));
  if (rule && rule.kind !== 'folded-array') return ofColumn(rule);
  const scope: SqlScope = { kind: 'resource', columns };
  return owner.attribute?.multiValued ? ofElements(owner, leaf, scope) : inOrder(findJson(scope, path), leaf);
}

function sortable({ subAttribute, ...owner }: AttributePath, { relations }: FilterColumns): Attribute {
  const named = subAttribute ?? owner.attribute;
  const leaf = named && (findSubAttribute(named, 'value') ?? named);
  const refused =
    owner.filter || relations.has(pathKey(owner)) || leaf?.type === 'complex' || leaf?.returned === 'never';
  if (!leaf || refused) {
    throw ScimError.invalidPath(`"${pathKey({ ...owner, subAttribute })}" has no one value to sort by.`);
  }
  return leaf;
}

function ofColumn({ kind, column }: ColumnRule): SqlFragment {
  return kind === 'text-exact' || kind === 'text-folded' ? ofText(column) : column;
}

function ofText(value: SqlFragment): SqlFragment {
  return sql`(left(${value}, ${MAX_SORTED_LENGTH}::int) COLLATE "C")`;
}

function inOrder(operand: JsonOperand, attribute: Attribute): SqlFragment {
  const value = typedValue(operand, attribute);
  return TEXTS.includes(attribute.type) ? ofText(value) : value;
}

const TEXTS: readonly AttributeType[] = ['string', 'reference', 'binary'];

function ofElements(list: AttributePath, attribute: Attribute, scope: SqlScope): SqlFragment {
  const element: SqlScope = { kind: 'element', value: sql`e.value`, attribute: list.attribute, depth: 0 };
  const value = inOrder(findJson(element, { attribute }), attribute);
  return sql`(SELECT ${value}
    FROM jsonb_array_elements(${listOf(findJson(scope, list))}) WITH ORDINALITY AS e(value, position)
    ORDER BY (e.value -> 'primary' = 'true'::jsonb) IS TRUE DESC, e.position LIMIT 1)`;
}
