import { sql, type SqlFragment } from './fragment.js';
import type { JsonOperand } from './operand.js';

/** A name for the elements of a list, and another for those of a list within them: SCIM has none deeper. */
export function elementAlias(depth: number): SqlFragment {
  return depth === 0 ? sql`e` : sql`inner_e`;
}

/** A list as `jsonb_array_elements` takes it without an error: empty where there is none. */
export function listOf({ json }: JsonOperand): SqlFragment {
  return sql`CASE jsonb_typeof(${json}) WHEN 'array' THEN ${json} ELSE '[]'::jsonb END`;
}
