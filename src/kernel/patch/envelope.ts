import { ScimError } from '../error/scim-error.js';
import { isJsonObject } from '../resource/is-json-object.js';
import { isList } from '../resource/is-list.js';
import { kindOf } from '../resource/kind-of.js';
import { readJsonObject } from '../resource/read-json-object.js';
import type { JsonObject, JsonValue } from '../resource/resource.js';
import type { Tolerance } from '../resource/tolerance.js';
import { quote } from '../text/quote.js';
import type { PatchOperation } from './operation.js';

/** One entry of `Operations`, its own names and `op` in canonical spelling; path and value as they came. */
export interface RawOperation {
  readonly op: PatchOperation['op'];
  /** Absent for no path, `null` and `""`. */
  readonly path?: string;
  /** Absent only if the operation has none. */
  readonly value?: JsonValue;
}

/**
 * The entries of `Operations`, whose name may be in any case; `schemas` may be missing (E-26, E-38).
 * @throws ScimError `invalidSyntax` if the body is no PATCH at all, `tooMany` above `patchOperations` of the limits
 */
export function readEnvelope(body: unknown, tolerance: Tolerance): readonly JsonValue[] {
  const operations = member(readJsonObject(body), 'operations');
  if (!isList(operations)) throw ScimError.invalidSyntax('A PATCH needs "Operations", a list.');
  assertNotTooMany(operations, tolerance);
  if (operations.length === 0 && tolerance.emptyOperations === 'refuse') {
    throw ScimError.invalidSyntax('"Operations" is empty; RFC 7644 §3.5.2 asks for at least one.');
  }
  return operations;
}

/** @throws ScimError `tooMany` above `patchOperations` of the limits */
export function assertNotTooMany({ length }: readonly unknown[], { limits }: Tolerance): void {
  if (length <= limits.patchOperations) return;
  throw ScimError.tooMany(`A PATCH may have ${limits.patchOperations} operations at most.`);
}

/**
 * Entra writes `Add`, others `Path` and `Value`: all in any case (E-26).
 * @throws ScimError `invalidSyntax`, `invalidPath` for a path that is no string, `invalidValue` for `add` and `replace`
 *   without a value, `noTarget` for `remove` without a path
 */
export function readOperation(entry: JsonValue): RawOperation {
  if (!isJsonObject(entry)) throw ScimError.invalidSyntax(`An operation must be an object, not ${kindOf(entry)}.`);
  const op = readOp(member(entry, 'op'));
  const path = readPath(member(entry, 'path'));
  const value = member(entry, 'value');
  if (op === 'remove' && path === undefined) throw ScimError.noTarget('"remove" needs a path.');
  if (op !== 'remove' && value === undefined) throw ScimError.invalidValue(`"${op}" needs a value.`);
  return { op, ...(path !== undefined && { path }), ...(value !== undefined && { value }) };
}

function readOp(op: JsonValue | undefined): PatchOperation['op'] {
  const folded = typeof op === 'string' ? op.toLowerCase() : undefined;
  if (folded === 'add' || folded === 'remove' || folded === 'replace') return folded;
  const found = typeof op === 'string' ? quote(op) : kindOf(op ?? null);
  throw ScimError.invalidSyntax(`"op" must be "add", "remove" or "replace", not ${found}.`);
}

function readPath(path: JsonValue | undefined): string | undefined {
  if (path === undefined || path === null || path === '') return undefined;
  if (typeof path !== 'string') throw ScimError.invalidPath(`"path" must be a string, not ${kindOf(path)}.`);
  return path;
}

function member(object: JsonObject, wanted: string): JsonValue | undefined {
  return Object.entries(object).find(([name]) => name.toLowerCase() === wanted)?.[1];
}
