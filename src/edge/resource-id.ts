import { ScimError } from '../kernel/error/scim-error.js';
import { quote } from '../kernel/text/quote.js';

/**
 * The id of a resource from a path, in the lower case that ids are kept in. What cannot be an id of ours is the id of nothing:
 * Entra keeps ids as strings and asks for whatever it kept (E-66).
 *
 * @throws ScimError 404
 */
export function resourceId(text: string): string {
  if (!UUID.test(text)) throw ScimError.notFound(`Resource ${quote(text)} not found.`);
  return text.toLowerCase();
}

/** Of any version: a host may have made its own. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
