import type { AttributeCategory, AttributeSetting, Authority, CanonicalType } from './attribute-setting.js';

/** What is absent stays. A key of the tenant's own begins with `category`, `type` and `maxLength`. */
export interface SettingChange {
  readonly enabled?: boolean;
  readonly mirror?: boolean;
  readonly required?: boolean;
  /** Null: nothing is received for it. */
  readonly source?: string | null;
  readonly authority?: Authority;
  readonly category?: AttributeCategory;
  readonly type?: CanonicalType;
  /** In characters, 1 to 65,536. */
  readonly maxLength?: number;
}

const FIELDS = ['enabled', 'mirror', 'required', 'source', 'authority', 'category', 'type', 'maxLength'] as const;
export type SettingField = (typeof FIELDS)[number];

/** The fields that the change gives another value. */
export function changedFields(before: AttributeSetting, change: SettingChange): readonly SettingField[] {
  return FIELDS.filter((field) => change[field] !== undefined && change[field] !== before[field]);
}

/** The fields that the change names. */
export function namedFields(change: SettingChange): readonly SettingField[] {
  return FIELDS.filter((field) => change[field] !== undefined);
}

/** The setting with the fields that are named. */
export function withChange(before: AttributeSetting, change: SettingChange): AttributeSetting {
  return { ...before, ...Object.fromEntries(namedFields(change).map((field) => [field, change[field]])) };
}

/** A key of the tenant's own as it begins: kept, and filled by nobody unless the tenant says so. */
export function newSetting(key: string, change: SettingChange): AttributeSetting {
  return withChange({ ...START, key }, change);
}

/** What the tenant has to say is only filled in here. */
const START: Omit<AttributeSetting, 'key'> = {
  category: 'profile',
  type: 'string',
  maxLength: 1,
  source: null,
  enabled: true,
  mirror: false,
  required: false,
  authority: 'identity_provider',
  custom: true,
};
