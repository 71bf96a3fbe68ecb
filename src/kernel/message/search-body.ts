import { ScimError } from '../error/scim-error.js';
import { isList } from '../resource/is-list.js';
import { kindOf } from '../resource/kind-of.js';
import { readJsonObject } from '../resource/read-json-object.js';
import type { JsonObject, JsonValue } from '../resource/resource.js';
import { readMessage } from './read-message.js';

const SEARCH_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

/**
 * The body of a POST to `.search` (RFC 7644 §3.4.3) as the query parameters of the same search, so that both are read alike.
 * Names are taken in any case, `attributes` as a list or as one string; names it does not know are ignored, `null` is as nothing.
 * @throws ScimError `invalidSyntax` for what is no SearchRequest, `invalidValue` for a member of another type
 */
export function searchParameters(body: unknown): URLSearchParams {
  const message = readMessage(readJsonObject(body), SEARCH_REQUEST);
  return new URLSearchParams(NAMES.flatMap((name) => parametersOf(message, name)));
}

const NAMES = [
  'attributes',
  'excludedAttributes',
  'filter',
  'sortBy',
  'sortOrder',
  'startIndex',
  'count',
  'cursor',
] as const;

const LISTS: readonly string[] = ['attributes', 'excludedAttributes'];
const NUMBERS: readonly string[] = ['startIndex', 'count'];

function parametersOf(message: JsonObject, name: string): [string, string][] {
  const value = message[name.toLowerCase()] ?? null;
  if (value === null) return [];
  const values: readonly JsonValue[] = isList(value) && LISTS.includes(name) ? value : [value];
  return values.map((each) => [name, textOf(name, each)]);
}

function textOf(name: string, value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (NUMBERS.includes(name) && typeof value === 'number') return String(value);
  throw ScimError.invalidValue(`"${name}" cannot be ${kindOf(value)}.`);
}
