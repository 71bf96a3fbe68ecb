import type { CanonicalAttributes, CanonicalValue } from '../directory/person.js';
import { readPath } from '../kernel/path/read-path.js';
import type { AttributePath } from '../kernel/path/attribute-path.js';
import type { JsonValue, Resource } from '../kernel/resource/resource.js';
import type { AttributeSetting, CanonicalType } from './attribute-setting.js';

/** A setting whose source is resolved against the connection's schemas; undefined: nothing is received for it. */
export interface MirroredSetting extends AttributeSetting {
  readonly path: AttributePath | undefined;
}

/** A resource of the person, the leading one first; one that is gone comes last and says nothing. */
export interface MirrorSource {
  readonly identityProviderId: string;
  readonly resource: Resource;
  readonly settings: readonly MirroredSetting[];
}

export interface Mirrored {
  readonly attributes: CanonicalAttributes;
  /** Keys whose value changed. */
  readonly changes: readonly string[];
  /** Sentences naming keys, never values. */
  readonly warnings: readonly string[];
}

/**
 * The canonical fields as they follow from what was received. For each key the first source that has a fitting value wins; a value that
 * disappears at its source disappears here if that source put it there; an administrator's stays where authority is theirs.
 */
export function mirror(
  current: CanonicalAttributes,
  sources: readonly MirrorSource[],
  settings: readonly AttributeSetting[],
  updatedAt: string,
): Mirrored {
  // Not `{ ...current }`: to what was spread first V8 adds new names ten times more slowly.
  const attributes: Record<string, CanonicalValue> = Object.assign({}, current);
  const changes: string[] = [];
  const warnings: string[] = [];
  for (const setting of settings) {
    if (!setting.enabled || !setting.mirror || isAdministrators(setting, current[setting.key])) continue;
    const found = firstFitting(setting, sources, warnings);
    if (isSame(current[setting.key], found)) continue;
    if (found) attributes[setting.key] = { updatedAt, ...found };
    else if (isOf(current[setting.key], sources)) delete attributes[setting.key];
    else continue;
    changes.push(setting.key);
  }
  return { attributes, changes, warnings };
}

/** Whether a received value may stand in a canonical field, and if not, why; a sentence that names the key. */
export function misfit(
  setting: Pick<AttributeSetting, 'key' | 'type' | 'maxLength'>,
  value: JsonValue,
): string | undefined {
  if (!TYPE_OF[setting.type](value))
    return `${setting.key} was not mirrored: the received value is no ${setting.type}.`;
  if (typeof value === 'string' && [...value].length > setting.maxLength)
    return `${setting.key} was not mirrored: the received value is longer than ${setting.maxLength} characters.`;
  return undefined;
}

type Received = Omit<CanonicalValue, 'updatedAt'>;

function isAdministrators(setting: AttributeSetting, current: CanonicalValue | undefined): boolean {
  return setting.authority === 'administrator' && current?.provenance === 'administrator';
}

function firstFitting(
  setting: AttributeSetting,
  sources: readonly MirrorSource[],
  warnings: string[],
): Received | undefined {
  for (const { identityProviderId, resource, settings } of sources) {
    const path = settings.find(({ key }) => key === setting.key)?.path;
    const value = path && readPath(resource, path);
    if (value === undefined || value === null) continue;
    const problem = misfit(setting, value);
    if (problem !== undefined) warnings.push(problem);
    else if (isScalar(value)) return { value, provenance: 'identity_provider', identityProviderId };
  }
  return undefined;
}

function isSame(current: CanonicalValue | undefined, found: Received | undefined): boolean {
  return (
    current?.value === found?.value &&
    current?.provenance === found?.provenance &&
    current?.identityProviderId === found?.identityProviderId
  );
}

/** Put there by one of the sources; what an administrator, a host or a connection that was ended left is not theirs to take away. */
function isOf(current: CanonicalValue | undefined, sources: readonly MirrorSource[]): boolean {
  return sources.some(({ identityProviderId }) => identityProviderId === current?.identityProviderId);
}

function isScalar(value: JsonValue): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

const TYPE_OF: Record<CanonicalType, (value: JsonValue) => boolean> = {
  string: (value) => typeof value === 'string',
  reference: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isSafeInteger(value),
};
