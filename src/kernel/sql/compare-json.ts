import type { Attribute } from '../schema/attribute.js';
import { fold } from '../text/fold.js';
import { instant, UNZONED_PATTERN, ZONED_PATTERN } from '../text/instant.js';
import { compareOrdered, compareText } from './compare.js';
import type { ComparisonTest } from './comparison-test.js';
import { sql, type SqlFragment } from './fragment.js';
import type { JsonOperand } from './operand.js';

/** A value of the document against another. What the document holds against its schema is absent, never an error. */
export function compareJson(operand: JsonOperand, { operator, value, attribute }: ComparisonTest): SqlFragment {
  const left = typedValue(operand, attribute);
  switch (attribute.type) {
    case 'boolean':
      return compareOrdered(left, operator, sql`${value}::boolean`);
    case 'integer':
    case 'decimal':
      return compareOrdered(left, operator, sql`${value}::numeric`);
    case 'dateTime':
      return compareOrdered(left, operator, sql`${instant(String(value)) ?? null}::timestamptz`);
    default:
      return compareText(left, operator, attribute.caseExact ? String(value) : fold(String(value)));
  }
}

/** A value of the document in the type of its attribute, text folded where case does not count; null for anything else. */
export function typedValue({ json, text }: JsonOperand, attribute: Attribute): SqlFragment {
  switch (attribute.type) {
    case 'boolean':
      return sql`(CASE jsonb_typeof(${json}) WHEN 'boolean' THEN ${text}::boolean END)`;
    case 'integer':
    case 'decimal':
      return sql`(CASE jsonb_typeof(${json}) WHEN 'number' THEN ${text}::numeric END)`;
    case 'dateTime':
      return sql`(CASE WHEN ${text} ~ ${ZONED_PATTERN}::text THEN ${text}::timestamptz
        WHEN ${text} ~ ${UNZONED_PATTERN}::text THEN ${text}::timestamp AT TIME ZONE 'UTC' END)`;
    default:
      return attribute.caseExact ? text : sql`inbound_scim.fold(${text})`;
  }
}

/** Whether there is a value; RFC 7643 §2.5 takes null and empty lists for absent, and nothing empty is kept either. */
export function jsonPresent({ json }: JsonOperand): SqlFragment {
  return sql`(${json} NOT IN ('null'::jsonb, '""'::jsonb, '[]'::jsonb, '{}'::jsonb))`;
}
