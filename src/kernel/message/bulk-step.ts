import { ScimError } from '../error/scim-error.js';
import { isJsonObject } from '../resource/is-json-object.js';
import type { JsonObject, JsonValue } from '../resource/resource.js';
import type { ResourceType } from '../schema/schema.js';
import { quote } from '../text/quote.js';

/** What one operation of a bulk request does. */
export type BulkStep =
  | { readonly method: 'POST'; readonly type: TypeName; readonly data: JsonObject }
  | (Targeted & { readonly method: 'PUT' | 'PATCH'; readonly data: JsonObject })
  | (Targeted & { readonly method: 'DELETE' });

type TypeName = ResourceType['name'];

interface Targeted {
  readonly type: TypeName;
  /** An id, or `bulkId:` and the bulkId of a POST. */
  readonly target: string;
  /** Only this version is changed, as by `If-Match`. */
  readonly version?: string;
}

/** The step that an operation describes, its names in lower case; or why there is none. */
export function parseBulkStep({ method, path, bulkid, data = null, version }: JsonObject): BulkStep | ScimError {
  const verb = typeof method === 'string' ? METHODS.find((known) => known === method.toUpperCase()) : undefined;
  if (!verb) return ScimError.invalidSyntax('"method" must be POST, PUT, PATCH or DELETE.');
  const place = typeof path === 'string' ? placeOf(path) : undefined;
  if (!place || (verb === 'POST') === (place.target !== undefined)) return noPlace(verb, path);
  if (verb === 'DELETE') return targeted(place, { method: verb }, version);
  if (!isJsonObject(data)) return ScimError.invalidSyntax(`"data" of a ${verb} must be an object.`);
  if (verb !== 'POST') return targeted(place, { method: verb, data }, version);
  if (typeof bulkid !== 'string' || bulkid === '') return ScimError.invalidValue('A POST needs a "bulkId".');
  return { method: verb, type: place.type, data };
}

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

interface Place {
  readonly type: TypeName;
  readonly target?: string;
}

/** `/Users` or `/Users/{id}`, relative to the base URL, in any case as the routes are; slashes too many do not count. */
function placeOf(path: string): Place | undefined {
  const [endpoint = '', target, ...more] = path.split('/').filter(Boolean);
  const type = ENDPOINTS.get(endpoint.toLowerCase());
  if (!type || more.length > 0) return undefined;
  return target === undefined ? { type } : { type, target };
}

const ENDPOINTS: ReadonlyMap<string, TypeName> = new Map([
  ['users', 'User'],
  ['groups', 'Group'],
]);

function targeted<S>({ type, target = '' }: Place, step: S, version: JsonValue | undefined): S & Targeted {
  return { ...step, type, target, ...(typeof version === 'string' && version !== '' && { version }) };
}

function noPlace(verb: string, path: JsonValue | undefined): ScimError {
  const found = typeof path === 'string' ? quote(path) : 'none';
  const wanted = verb === 'POST' ? '/Users or /Groups' : '/Users/{id} or /Groups/{id}';
  return ScimError.invalidPath(`The path of a ${verb} must be ${wanted}, not ${found}.`);
}
