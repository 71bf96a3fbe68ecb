import { atPlace } from '../error/at-place.js';
import { ScimError } from '../error/scim-error.js';
import { findAttribute } from '../schema/find-attribute.js';
import { GROUP_SCHEMA } from '../schema/group-schema.js';
import { MAX_KEY_BYTES } from './coerce-simple.js';
import { isJsonObject } from './is-json-object.js';
import { isList } from './is-list.js';
import { kindOf } from './kind-of.js';
import { readJsonObject } from './read-json-object.js';
import type { JsonObject, JsonValue } from './resource.js';
import type { Tolerance } from './tolerance.js';
import { exceedsUtf8 } from './utf8-length.js';

/** A member as a client names it: `value` is an id, or something that may prove to be one. */
export interface Member {
  readonly value: string;
  readonly type?: 'User' | 'Group';
}

/**
 * The members that the body of a POST or PUT names: none for `null` and `[]`, undefined if it does not mention them.
 * @throws ScimError as `parseMembers` does
 */
export function membersOf(body: unknown, tolerance: Tolerance): readonly Member[] | undefined {
  const entries = Object.entries(readJsonObject(body));
  const found = entries.findLast(([name]) => findAttribute(GROUP_SCHEMA.attributes, name)?.name === 'members');
  return found && parseMembers(found[1], tolerance);
}

/**
 * Members in any of the forms that clients send, each once: a list of objects or of ids, one object, one id (E-37),
 * or an object that holds the list once more. `$ref` and `display` are the service's to say (E-50).
 * @throws ScimError `tooMany` above `members` of the limits, `invalidValue` for what names no member
 */
export function parseMembers(value: JsonValue, tolerance: Tolerance): readonly Member[] {
  if (value === null || value === '') return [];
  const given = listOf(value);
  const most = tolerance.limits.members;
  if (given.length > most) throw ScimError.tooMany(`A request may name ${most} members at most.`);
  const members = given.map((element, index) =>
    atPlace(
      () => `Member ${index + 1}`,
      () => parseMember(element, tolerance),
    ),
  );
  return [...new Map(members.map((member) => [member.value, member])).values()];
}

function listOf(value: JsonValue): readonly JsonValue[] {
  const inner = isJsonObject(value) ? memberOf(value, 'members') : undefined;
  if (inner !== undefined) return isList(inner) ? inner : [inner];
  return isList(value) ? value : [value];
}

function parseMember(element: JsonValue, tolerance: Tolerance): Member {
  if (!isJsonObject(element)) return { value: parseValue(element, tolerance) };
  const value = parseValue(memberOf(element, 'value') ?? null, tolerance);
  const type = parseType(memberOf(element, 'type') ?? null, tolerance);
  return type ? { value, type } : { value };
}

function parseValue(value: JsonValue, { numberForString }: Tolerance): string {
  const isText = typeof value === 'number' && numberForString === 'text' && Number.isSafeInteger(value);
  const text = isText ? String(value) : value;
  if (typeof text !== 'string')
    throw ScimError.invalidValue(`The value of a member must be a string, not ${kindOf(value)}.`);
  if (text === '') throw ScimError.invalidValue('The value of a member is empty.');
  if (exceedsUtf8(text, MAX_KEY_BYTES)) {
    throw ScimError.invalidValue(`The value of a member is longer than ${MAX_KEY_BYTES} bytes.`);
  }
  return text;
}

const TYPES = { user: 'User', group: 'Group' } as const;

/** What is neither is a type that contradicts any member. */
function parseType(type: JsonValue, { contradictingMemberType }: Tolerance): Member['type'] {
  if (type === null || type === '') return undefined;
  const folded = typeof type === 'string' ? type.toLowerCase() : undefined;
  if (folded === 'user' || folded === 'group') return TYPES[folded];
  if (folded !== undefined && contradictingMemberType === 'ignore') return undefined;
  throw ScimError.invalidValue('The type of a member must be "User" or "Group".');
}

function memberOf(object: JsonObject, wanted: string): JsonValue | undefined {
  return Object.entries(object).find(([name]) => name.toLowerCase() === wanted)?.[1];
}
