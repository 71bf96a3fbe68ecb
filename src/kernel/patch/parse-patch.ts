import { ScimError } from '../error/scim-error.js';
import { isJsonObject } from '../resource/is-json-object.js';
import { kindOf } from '../resource/kind-of.js';
import { startReading, type Reading } from '../resource/reading.js';
import type { JsonValue } from '../resource/resource.js';
import { takeApart, takePath, type Part } from '../resource/take-apart.js';
import type { Tolerance } from '../resource/tolerance.js';
import type { ResourceType } from '../schema/schema.js';
import { quote } from '../text/quote.js';
import { atEntry } from './at-entry.js';
import { assertNotTooMany, readEnvelope, readOperation, type RawOperation } from './envelope.js';
import { isDeactivation } from './is-deactivation.js';
import type { ParsedPatch, PatchOperation, RefusedOperation } from './operation.js';
import { resolveTarget } from './resolve-target.js';

/**
 * The body of a PATCH as steps for `applyPatch` and `memberOperations` (RFC 7644 §3.5.2): each with one resolved path, an
 * object without a path taken apart into one step a name (E-28), values in the shape of their attributes. A step that
 * cannot be done is kept as refused, since another beside it may have to be.
 * @throws ScimError `invalidSyntax` if the body is no PATCH at all, `tooMany`
 */
export function parsePatch(type: ResourceType, body: unknown, tolerance: Tolerance): ParsedPatch {
  const { reading, warnings } = startReading(tolerance);
  const entries = readEnvelope(body, tolerance);
  const operations = entries.flatMap((entry, index) => parseEntry(type, entry, index + 1, reading));
  assertNotTooMany(operations, tolerance);
  return { operations, warnings, deactivates: operations.some(isDeactivation) };
}

type Step = PatchOperation | RefusedOperation;

function parseEntry(type: ResourceType, value: JsonValue, entry: number, reading: Reading): readonly Step[] {
  return orRefused(entry, () => {
    const operation = readOperation(value);
    const parts = partsOf(type, operation, reading.tolerance);
    const parse = (part: Part) => parsePart(type, operation, part, reading).map((step) => ({ entry, ...step }));
    return parts.flatMap((part) => orRefused(entry, () => parse(part)));
  });
}

function partsOf(type: ResourceType, { op, path, value }: RawOperation, tolerance: Tolerance): readonly Part[] {
  if (path !== undefined) return takePath(type, path, value, tolerance);
  if (isJsonObject(value)) return takeApart(type, value, tolerance);
  throw ScimError.invalidValue(`The value of "${op}" without a path must be an object, not ${kindOf(value ?? null)}.`);
}

function parsePart(
  type: ResourceType,
  { op, path }: RawOperation,
  part: Part,
  reading: Reading,
): readonly PatchOperation[] {
  if ('error' in part) throw part.error;
  if ('path' in part) return resolveTarget(type, { op, ...part, embedded: path === undefined }, reading);
  if (reading.tolerance.unknownPath === 'refuse')
    throw unknownAttribute(part.unknown, path === undefined ? undefined : part.place);
  reading.warn(`The unknown attribute ${quote(part.unknown)} was ignored.`);
  return [];
}

function unknownAttribute(name: string, place: string | undefined): ScimError {
  return ScimError.invalidPath(`Unknown attribute ${quote(name)}${place === undefined ? '' : ` ${place}`}.`);
}

function orRefused(entry: number, parse: () => readonly Step[]): readonly Step[] {
  try {
    return atEntry(entry, parse);
  } catch (error) {
    if (error instanceof ScimError) return [{ op: 'refused', error }];
    throw error;
  }
}
