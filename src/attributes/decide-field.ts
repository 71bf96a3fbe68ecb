import type { CanonicalValue, LinkedResource } from '../directory/person.js';
import type { TenantConfig } from '../tenants/tenant-config.js';
import type { RunKind } from './attribute-run.js';
import type { AttributeSetting } from './attribute-setting.js';
import { mirrorPerson } from './mirror-person.js';
import { sourceRoots } from './source-path.js';

/** One field of a person, with what it may be filled from. */
export interface PersonField {
  readonly id: string;
  readonly emailKey: string | null;
  readonly value: CanonicalValue | null;
  readonly resources: readonly LinkedResource[];
}

/** What becomes of a field, person by person, under the settings of one moment. */
export interface FieldDecision {
  readonly key: string;
  /** The settings it is made by; a write asserts their version. */
  readonly configVersion: string;
  /** The members of received resources that it looks at. */
  readonly roots: readonly string[];
  /** The new value, null for none; undefined: the field stays as it is. Pure. */
  decide(field: PersonField): CanonicalValue | null | undefined;
}

/** What a run of this kind does to the field under these settings: nothing, where they do not fit it any more. */
export function decideField(kind: RunKind, key: string, config: TenantConfig, now: Date): FieldDecision {
  const setting = config.attributes.find((one) => one.key === key);
  const stays: FieldDecision = { key, configVersion: config.version, roots: [], decide: () => undefined };
  switch (kind) {
    case 'attribute_backfill':
      return setting ? fill(setting, config, now) : stays;
    case 'attribute_scrub':
      return setting && !isMirrored(setting) ? { ...stays, decide: clearMirrored } : stays;
    case 'attribute_removal':
      return setting ? stays : { ...stays, decide: clear };
  }
}

/** The mirror, held to one field. */
export function fill(setting: AttributeSetting, config: TenantConfig, now: Date): FieldDecision {
  const { key, source } = setting;
  const narrow = { ...config, attributes: [setting] };
  const updatedAt = now.toISOString();
  return {
    key,
    configVersion: config.version,
    roots: isMirrored(setting) ? sourceRoots(source, config) : [],
    decide({ emailKey, value, resources }) {
      const person = { emailKey, attributes: value ? { [key]: value } : {} };
      const { attributes, changes } = mirrorPerson(person, resources, narrow, updatedAt);
      return changes.length === 0 ? undefined : (attributes[key] ?? null);
    },
  };
}

/** Whether what is received comes into the field. */
export function isMirrored({ enabled, mirror }: AttributeSetting): boolean {
  return enabled && mirror;
}

/** What an administrator or a host wrote is not what was mirrored. */
function clearMirrored({ value }: PersonField): null | undefined {
  return value?.provenance === 'identity_provider' ? null : undefined;
}

function clear({ value }: PersonField): null | undefined {
  return value ? null : undefined;
}
