import type { AttributeSetting } from './attribute-setting.js';
import type { StoredSetting } from './attribute-setting.entity.js';

/** A setting as it is shown. */
export interface SettingView extends AttributeSetting {
  /** Null: as the catalogue has it. */
  readonly updatedAt: Date | null;
}

/** A setting with the entity tag it is shown under. */
export interface TaggedSetting {
  readonly setting: SettingView;
  /** Strong (RFC 9110 §8.8.3). */
  readonly etag: string;
}

/** Of the catalogue, or stored. */
export type AnySetting = AttributeSetting | StoredSetting;

export function taggedSetting(setting: AnySetting): TaggedSetting {
  return { setting: settingView(setting), etag: etagOf(setting) };
}

export function settingView(from: AnySetting): SettingView {
  const { key, category, type, maxLength, source, enabled, mirror, required, authority, custom } = from;
  const updatedAt = isStored(from) ? from.updatedAt : null;
  return { key, category, type, maxLength, source, enabled, mirror, required, authority, custom, updatedAt };
}

export function etagOf(setting: AnySetting): string {
  return `"${isStored(setting) ? setting.revision : 0}"`;
}

function isStored(setting: AnySetting): setting is StoredSetting {
  return 'revision' in setting;
}
