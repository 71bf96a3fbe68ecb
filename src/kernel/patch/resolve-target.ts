import { ScimError } from '../error/scim-error.js';
import type { AttributePath } from '../path/attribute-path.js';
import { pathKey } from '../path/path-key.js';
import { coerceAt } from '../resource/coerce-at.js';
import { isKept, isWritable } from '../resource/coerce-value.js';
import { isMembers } from '../resource/is-members.js';
import { parseMembers } from '../resource/parse-members.js';
import type { Reading } from '../resource/reading.js';
import type { JsonValue } from '../resource/resource.js';
import type { ResourceType } from '../schema/schema.js';
import { isActive } from './is-deactivation.js';
import type { PatchOperation } from './operation.js';

/** A step whose path is resolved and whose value is as it came. */
export interface Target {
  readonly op: PatchOperation['op'];
  readonly path: AttributePath;
  readonly value: JsonValue | undefined;
  /** Whether it stood in an object without a path, where a read-only attribute is no wish to change it (O-10). */
  readonly embedded: boolean;
}

/**
 * The step with its value in shape, or none where the connection lets it pass without effect.
 * @throws ScimError `mutability` for a read-only attribute, `invalidValue`
 */
export function resolveTarget(type: ResourceType, target: Target, reading: Reading): readonly PatchOperation[] {
  const { op, path, value } = target;
  if (!isTargetWritable(path)) return passReadOnly(target, reading);
  if (isMembers(type, path)) return [withMembers(target, reading)];
  if (op === 'remove') return resolveRemoval(path, value ?? null, reading);
  const coerced = coerceAt(path, value ?? null, reading);
  if (coerced === undefined || !isTargetKept(path)) return [];
  return coerced === null && isActive(path) ? passActive(op, reading) : [{ op, path, value: coerced }];
}

function isTargetWritable({ attribute, subAttribute }: AttributePath): boolean {
  return [attribute, subAttribute].every((part) => !part || isWritable(part));
}

function isTargetKept({ attribute, subAttribute }: AttributePath): boolean {
  return [attribute, subAttribute].every((part) => !part || isKept(part));
}

function passReadOnly({ path, embedded }: Target, { tolerance, warn }: Reading): readonly [] {
  if (embedded) return [];
  if (tolerance.readOnlyPath === 'refuse') throw ScimError.mutability(`${pathKey(path)} is read-only.`);
  warn(`${pathKey(path)} is read-only and was left as it is.`);
  return [];
}

/** Members are not kept in the resource: their value becomes the list that `memberOperations` reads. */
function withMembers({ op, path, value }: Target, { tolerance }: Reading): PatchOperation {
  if (value === undefined || value === null) return { op, path, ...(value === null && { value }) };
  return { op, path, value: parseMembers(value, tolerance).map((member) => ({ ...member })) };
}

/** Only several values can be removed by naming some of them (E-51); beside a single one the value is stray (E-47). */
function resolveRemoval(path: AttributePath, value: JsonValue, reading: Reading): readonly PatchOperation[] {
  const { attribute, filter, subAttribute } = path;
  if (isActive(path)) return passActive('remove', reading);
  if (!isTargetKept(path)) return [];
  if (value === null || !attribute?.multiValued || filter || subAttribute) return [{ op: 'remove', path }];
  return [{ op: 'remove', path, value: coerceAt(path, value, reading) ?? [] }];
}

function passActive(op: PatchOperation['op'], { tolerance, warn }: Reading): readonly [] {
  const detail = 'active can be true or false, but not be left empty.';
  if (tolerance.unassignedActive === 'refuse') {
    throw op === 'remove' ? ScimError.mutability(detail) : ScimError.invalidValue(detail);
  }
  warn('active was left as it is: it can be true or false, but not be left empty.');
  return [];
}
