import type { FieldProblem } from '../admin/problem.js';

/** In characters. */
export const MAX_URN_LENGTH = 255;

/** What is wrong with the URN of a schema of the tenant's own: the one of the path and, if it is there, the `id` of the body. */
export function checkSchemaUrn(urn: string, id: string | undefined): FieldProblem[] {
  const detail = problemOf(urn);
  if (detail !== undefined) return [{ parameter: 'urn', detail }];
  if (id === undefined || id.toLowerCase() === urn.toLowerCase()) return [];
  return [{ pointer: '/id', detail: 'id must be the URN of the path; it can also be left out.' }];
}

function problemOf(urn: string): string | undefined {
  if (urn.length > MAX_URN_LENGTH) return `A URN may have ${MAX_URN_LENGTH} characters at most.`;
  if (!URN.test(urn)) return 'A schema is named by a URN such as "urn:acme:scim:2.0:User".';
  const folded = urn.toLowerCase();
  if (folded.startsWith(ALIASES)) return 'URNs that begin with "urn:scim:schemas:" stand for the schemas of SCIM 1.1.';
  if (!folded.startsWith(RESERVED)) return undefined;
  const isOpen = folded.startsWith(EXTENSIONS) && !`${folded}:`.startsWith(`${EXTENSIONS}enterprise:`);
  return isOpen ? undefined : `URNs that begin with "${RESERVED}" are those of the RFCs.`;
}

/** RFC 8141 §2, without the characters that mean something in a filter, a path or a list of names; it ends in a letter or digit. */
const URN = /^urn:[a-z0-9][a-z0-9-]{0,31}:[a-z0-9._:/+!~-]*[a-z0-9]$/i;

const RESERVED = 'urn:ietf:params:scim:';

/** Under this alone Entra's administrators can name an attribute of their own: `urn:ietf:params:scim:schemas:extension:{name}:2.0:User:{attribute}`. */
const EXTENSIONS = 'urn:ietf:params:scim:schemas:extension:';

/** What OneLogin and SCIM 1.1 call the standard schemas. */
const ALIASES = 'urn:scim:schemas:';
