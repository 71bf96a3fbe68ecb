import { quote } from '../text/quote.js';

const MAX_NAMED = 10;

/** Names of a client for a sentence: `"a", "b" and 3 more`. */
export function nameAll(names: readonly string[]): string {
  const named = names.slice(0, MAX_NAMED).map(quote).join(', ');
  return names.length > MAX_NAMED ? `${named} and ${names.length - MAX_NAMED} more` : named;
}
