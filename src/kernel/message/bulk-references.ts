import { isJsonObject } from '../resource/is-json-object.js';
import { isList } from '../resource/is-list.js';
import type { JsonObject, JsonValue } from '../resource/resource.js';

/**
 * The bulkIds that a value refers to (RFC 7644 §3.7.2): each string that is `bulkId:` and a name, and each such string in the
 * filter of a `path`.
 */
export function referencesIn(value: JsonValue): ReadonlySet<string> {
  const found = new Set<string>();
  const note = (bulkId: string): undefined => void found.add(bulkId);
  replaceStrings(value, (text, name) => replaceReferences(text, name, note));
  return found;
}

/** The value with the ids that references stand for; one that `idOf` does not know stays as it is. */
export function resolveReferences<V extends JsonValue>(value: V, idOf: (bulkId: string) => string | undefined): V {
  return replaceStrings(value, (text, name) => replaceReferences(text, name, idOf)) as V;
}

/**
 * The data without what refers to one of these: the element of a list, the value of a complex attribute, or the attribute that is
 * the reference. What is left can be created before those that it refers to are.
 */
export function withoutReferences(data: JsonObject, bulkIds: ReadonlySet<string>): JsonObject {
  const kept = Object.entries(data).flatMap(([name, value]) => {
    const rest = without(value, bulkIds);
    return rest === undefined ? [] : [[name, rest] as const];
  });
  return Object.fromEntries(kept);
}

const PREFIX = 'bulkId:';

/** Quotation marks hold no such name: it would have to be escaped. */
const IN_FILTER = /"bulkId:([^"\\]+)"/g;

function replaceReferences(text: string, name: string, idOf: (bulkId: string) => string | undefined): string {
  if (text.startsWith(PREFIX)) return idOf(text.slice(PREFIX.length)) ?? text;
  if (name.toLowerCase() !== 'path') return text;
  return text.replace(IN_FILTER, (whole, bulkId: string) => {
    const id = idOf(bulkId);
    return id === undefined ? whole : JSON.stringify(id);
  });
}

/** `replace` is told under which name a string stands. */
function replaceStrings(value: JsonValue, replace: (text: string, name: string) => string, name = ''): JsonValue {
  if (typeof value === 'string') return replace(value, name);
  if (isList(value)) return value.map((element) => replaceStrings(element, replace, name));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => [member, replaceStrings(inner, replace, member)]),
  );
}

function without(value: JsonValue, bulkIds: ReadonlySet<string>): JsonValue | undefined {
  if (typeof value === 'string') return isOneOf(value, bulkIds) ? undefined : value;
  if (isList(value)) return value.flatMap((element) => without(element, bulkIds) ?? []);
  if (!isJsonObject(value)) return value;
  const refers = Object.values(value).some((inner) => typeof inner === 'string' && isOneOf(inner, bulkIds));
  return refers ? undefined : withoutReferences(value, bulkIds);
}

function isOneOf(text: string, bulkIds: ReadonlySet<string>): boolean {
  return text.startsWith(PREFIX) && bulkIds.has(text.slice(PREFIX.length));
}
