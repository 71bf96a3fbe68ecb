/**
 * A `text[]` as PostgreSQL writes one, for arrays that travel inside an array: `unnest` would flatten arrays of arrays.
 * Every element is quoted; only `"` and `\` mean something inside quotes.
 */
export function arrayLiteral(elements: readonly string[]): string {
  return `{${elements.map((element) => `"${element.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
