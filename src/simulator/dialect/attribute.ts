import { isObject, type JsonObject, objectsIn } from '../scim/json.js';
import { ENTERPRISE } from '../scim/schemas.js';

/** Where a value of a mapping goes, and how it is found again in what the service returns. */
export interface Attribute {
  /** As a PATCH names it: `title`, `name.givenName`, `emails[type eq "work"].value`, with the URN where it has one. */
  readonly path: string;
  /** Whether the path has a filter in it. */
  readonly filtered: boolean;
  read(resource: JsonObject): unknown;
}

export function simple(name: string): Attribute {
  return { path: name, filtered: false, read: (resource) => resource[name] };
}

export function part(name: string, sub: string): Attribute {
  return { path: `${name}.${sub}`, filtered: false, read: (resource) => memberOf(resource[name], sub) };
}

/** Of the element of a multi-valued attribute with this type. */
export function typed(name: string, type: string, sub: string): Attribute {
  return {
    path: `${name}[type eq "${type}"].${sub}`,
    filtered: true,
    read: (resource) =>
      memberOf(
        objectsIn(resource[name]).find((element) => element.type === type),
        sub,
      ),
  };
}

/** Of the enterprise extension (RFC 7643 §4.3). */
export function enterprise(name: string): Attribute {
  return { path: `${ENTERPRISE}:${name}`, filtered: false, read: (resource) => memberOf(resource[ENTERPRISE], name) };
}

/** A manager is sent as an `id` and comes back as an object that holds it. */
export const MANAGER: Attribute = {
  path: `${ENTERPRISE}:manager`,
  filtered: false,
  read: (resource) => memberOf(memberOf(resource[ENTERPRISE], 'manager'), 'value'),
};

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}
