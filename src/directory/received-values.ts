import { mirroredSettings } from '../attributes/mirror-sources.js';
import type { MirroredSetting } from '../attributes/mirror.js';
import { readPath } from '../kernel/path/read-path.js';
import { equal } from '../kernel/resource/equal.js';
import { isJsonObject } from '../kernel/resource/is-json-object.js';
import { isList } from '../kernel/resource/is-list.js';
import type { JsonObject, JsonValue, Resource } from '../kernel/resource/resource.js';
import { resourceTypesOf } from '../tenants/resource-types-of.js';
import type { TenantConfig } from '../tenants/tenant-config.js';
import type { CanonicalAttributes, LinkedResource } from './person.js';

/** One value that an identity provider sent. */
export interface ReceivedValue {
  /** The SCIM path it came under. */
  readonly source: string;
  readonly value: JsonValue;
  /** The canonical field that has this source. */
  readonly key?: string;
  /** Whether the field has this value from there. */
  readonly mirrored: boolean;
}

/** Everything of a resource, whether mirrored or not: first what a canonical field has as its source, then all else. Pure. */
export function receivedValues(
  { resource, identityProviderId }: LinkedResource,
  attributes: CanonicalAttributes,
  config: TenantConfig,
): readonly ReceivedValue[] {
  const connection = config.connections.find(({ id }) => id === identityProviderId);
  const settings = connection ? mirroredSettings(config.attributes, resourceTypesOf(connection).User) : [];
  const sources = settings.flatMap((setting) => {
    const found = valueAt(setting, resource);
    return found ? [{ ...found, mirrored: isMirrored(found, attributes, identityProviderId) }] : [];
  });
  const isSource = ({ source, value }: Leaf) =>
    sources.some((one) => one.source.toLowerCase() === source.toLowerCase() && equal(one.value, value));
  const others = leavesOf(resource).filter((leaf) => !isSource(leaf));
  return [...sources, ...others.map((leaf) => ({ ...leaf, mirrored: false }))];
}

function valueAt({ key, source, path }: MirroredSetting, resource: Resource) {
  const value = path && readPath(resource, path);
  return source === null || value === undefined || value === null ? undefined : { source, value, key };
}

function isMirrored(
  { key, value }: { readonly key: string; readonly value: JsonValue },
  attributes: CanonicalAttributes,
  identityProviderId: string,
): boolean {
  const current = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
  return current?.identityProviderId === identityProviderId && equal(current.value, value);
}

type Leaf = Pick<ReceivedValue, 'source' | 'value'>;

function leavesOf(resource: Resource): readonly Leaf[] {
  return Object.entries(resource).flatMap(([name, value]) => {
    if (name === 'schemas') return [];
    return name.startsWith('urn:') && isJsonObject(value) ? membersOf(value, `${name}:`) : leavesAt(name, value);
  });
}

function leavesAt(source: string, value: JsonValue): readonly Leaf[] {
  if (isJsonObject(value)) return membersOf(value, `${source}.`);
  if (!isList(value) || !value.every(hasType)) return [{ source, value }];
  return value.flatMap(({ type, ...element }) => membersOf(element, `${source}[type eq ${JSON.stringify(type)}].`));
}

function membersOf(object: JsonObject, prefix: string): readonly Leaf[] {
  return Object.entries(object).flatMap(([name, value]) => leavesAt(`${prefix}${name}`, value));
}

function hasType(element: JsonValue): element is JsonObject & { readonly type: string } {
  return isJsonObject(element) && typeof element.type === 'string';
}
