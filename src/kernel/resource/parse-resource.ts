import type { ScimError } from '../error/scim-error.js';
import type { AttributePath } from '../path/attribute-path.js';
import { applyOperation } from '../patch/apply-operation.js';
import type { PatchOperation } from '../patch/operation.js';
import type { ResourceType } from '../schema/schema.js';
import { checkRequired, checkSize } from './check-resource.js';
import { coerceAt } from './coerce-at.js';
import { isKept, isWritable } from './coerce-value.js';
import { isMembers } from './is-members.js';
import { nameAll } from './name-all.js';
import { readJsonObject } from './read-json-object.js';
import { startReading, type Reading } from './reading.js';
import type { JsonObject, JsonValue, Received } from './resource.js';
import { takeApart, type Part } from './take-apart.js';
import type { Tolerance } from './tolerance.js';
import { withSchemas } from './with-schemas.js';

/**
 * The resource that the body of a POST or PUT describes (RFC 7644 §3.3, §3.5.1): put right where the connection
 * tolerates it, then checked. Whatever `schemas` says, the extensions that are there count (E-15, E-16); what is
 * read-only is ignored, what no schema knows is ignored with a warning (E-25). A group's `members` are left out:
 * `membersOf` reads them.
 * @throws ScimError `invalidSyntax` for no JSON object, `invalidValue`
 */
export function parseResource(type: ResourceType, body: unknown, tolerance: Tolerance): Received {
  const { reading, warnings } = startReading(tolerance);
  const parts = takeApart(type, readJsonObject(body), tolerance);
  warnOfUnknown(parts, reading);
  const { draft, named } = assemble(type, parts, reading);
  const resource = withSchemas(type, draft);
  checkRequired(type, resource);
  checkSize(resource);
  return { resource, warnings, named };
}

function warnOfUnknown(parts: readonly Part[], { warn }: Reading): void {
  const unknown = parts.flatMap(unknownName);
  if (unknown.length > 0) warn(`Unknown attributes were ignored: ${nameAll(unknown)}.`);
}

function unknownName(part: Part): string | [] {
  if ('unknown' in part) return part.unknown;
  return 'error' in part && isNoPath(part.error) ? part.name : [];
}

/** What is not even a path is no less unknown. */
function isNoPath({ scimType }: ScimError): boolean {
  return scimType === 'invalidPath';
}

interface Assembly {
  readonly core: Record<string, JsonValue>;
  readonly extensions: Record<string, Record<string, JsonValue>>;
  /** What names a part of an attribute, such as `name.givenName` (E-28): added at the end, as by PATCH. */
  readonly additions: PatchOperation[];
  readonly named: Set<string>;
}

function assemble(
  type: ResourceType,
  parts: readonly Part[],
  reading: Reading,
): Pick<Received, 'named'> & { readonly draft: JsonObject } {
  const assembly: Assembly = { core: {}, extensions: {}, additions: [], named: new Set() };
  for (const part of parts) {
    if ('path' in part) receive(type, part, reading, assembly);
    else if ('error' in part && !isNoPath(part.error)) throw part.error;
  }
  const { core, extensions, additions, named } = assembly;
  const draft = additions.reduce<JsonObject>(
    (object, addition) => applyOperation(object, addition, reading.tolerance),
    { ...core, ...extensions },
  );
  return { draft, named };
}

function receive(type: ResourceType, { path, value }: Assignment, reading: Reading, assembly: Assembly): void {
  const { extension, attribute, subAttribute } = path;
  if (!attribute) return;
  if (!extension) assembly.named.add(attribute.name);
  if (!isReceived(type, path)) return;
  const coerced = coerceAt(path, value ?? null, reading);
  if (coerced === undefined || coerced === null || !isKept(attribute)) return;
  if (path.filter || subAttribute) assembly.additions.push({ op: 'add', path, value: coerced });
  else if (extension) (assembly.extensions[extension] ??= {})[attribute.name] = coerced;
  else assembly.core[attribute.name] = coerced;
}

type Assignment = Extract<Part, { readonly path: AttributePath }>;

/** Read-only attributes are ignored in POST and PUT (RFC 7644 §3.3, §3.5.1). */
function isReceived(type: ResourceType, path: AttributePath): boolean {
  const { attribute, subAttribute } = path;
  return (!attribute || isWritable(attribute)) && (!subAttribute || isWritable(subAttribute)) && !isMembers(type, path);
}
