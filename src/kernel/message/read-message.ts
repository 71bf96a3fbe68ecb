import { ScimError } from '../error/scim-error.js';
import { isList } from '../resource/is-list.js';
import type { JsonObject, JsonValue } from '../resource/resource.js';

/**
 * A message of RFC 7644 §3.1 with its names in lower case, since they count in any case; of one that is there twice the last
 * counts. `schemas` may be missing, but may not name other messages only.
 * @throws ScimError `invalidSyntax` for another message
 */
export function readMessage(body: JsonObject, urn: string): JsonObject {
  const message = Object.assign(
    Object.create(null) as Record<string, JsonValue>,
    Object.fromEntries(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value])),
  );
  const { schemas = null } = message;
  if (schemas !== null && !names(schemas, urn)) throw ScimError.invalidSyntax(`"schemas" must name ${urn}.`);
  return message;
}

function names(schemas: JsonValue, urn: string): boolean {
  const given = isList(schemas) ? schemas : [schemas];
  return given.some((each) => typeof each === 'string' && each.toLowerCase() === urn.toLowerCase());
}
