import { ScimError } from '../error/scim-error.js';
import type { Tolerance } from '../resource/tolerance.js';
import type { ResourceType } from '../schema/schema.js';
import type { Filter } from './filter.js';
import { parseExpression } from './parse-expression.js';
import { TokenReader } from './token-reader.js';

/**
 * A filter of RFC 7644 §3.4.2.2, and beyond it: `emails[type eq "work"].value eq "x"` (Entra, E-04), a bare complex
 * attribute for its `value` (E-05), `primary eq "True"` (E-27), and where tolerated a word without quotation
 * marks (E-08). `ne` is true wherever `eq` is not: of a resource without the attribute, and of a multi-valued
 * attribute only if no element equals. `eq null` asks for absence. An attribute that only a type of `beside` has, which is
 * searched at once, is absent of every resource of this one (RFC 7644 §3.4.2.1).
 * @throws ScimError invalidFilter, naming the word and its place
 */
export function parseFilter(
  type: ResourceType,
  text: string,
  tolerance: Tolerance,
  beside: readonly ResourceType[] = [],
): Filter {
  const { limits } = tolerance;
  if (text.length > limits.filterLength) {
    throw ScimError.invalidFilter(`A filter may have ${limits.filterLength} characters at most.`);
  }
  const reader = new TokenReader(text, limits, (detail) => ScimError.invalidFilter(detail));
  const filter = parseExpression({ reader, tolerance, scope: { kind: 'resource', type, beside } });
  reader.expect('end', '"and", "or" or the end');
  return filter;
}
