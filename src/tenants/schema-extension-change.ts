import { isDeepStrictEqual } from 'node:util';
import { uniqueAttributes, type UniqueAttribute } from '../kernel/resource/unique-values.js';
import type { Attribute } from '../kernel/schema/attribute.js';
import type { ResourceType } from '../kernel/schema/schema.js';
import { contradicted, droppedShapes, type Shape, shapesOf, spelledAs } from './attribute-shapes.js';
import { type AttributeDefinition, completeDefinition } from './attribute-definition.js';
import type { SchemaExtension } from './schema-extension.entity.js';

/** A schema of the tenant's own as an administrator wants it (RFC 7643 §7). */
export interface SchemaExtensionInput {
  /** The URN once more; it may be left out. */
  readonly id?: string;
  readonly name: string;
  readonly description?: string;
  readonly resourceType: ResourceType['name'];
  readonly attributes: readonly AttributeDefinition[];
}

/** What a PUT makes of a schema, and what stored values may stand against. */
export interface SchemaExtensionChange {
  readonly row: SchemaExtension;
  /** Names of what changes: fields of the schema and attributes of it. Empty where nothing does. */
  readonly changes: readonly string[];
  /** Possible only if no resource has a value of these. */
  readonly contradicted: readonly Shape[];
  /** Possible only if no two resources have the same value of these. */
  readonly becomeUnique: readonly UniqueAttribute[];
  readonly endUnique: readonly UniqueAttribute[];
}

/** `before` is the row that is there, a removed one too. Pure. */
export function schemaExtensionChange(
  before: SchemaExtension | undefined,
  place: Pick<SchemaExtension, 'tenantId' | 'identityProviderId' | 'urn'>,
  input: SchemaExtensionInput,
  now: Date,
): SchemaExtensionChange {
  const former = before ? [...shapesOf(before.attributes), ...before.dropped] : [];
  const attributes = spelledAs(former, input.attributes.map(completeDefinition));
  const next = shapesOf(attributes);
  const row = rowOf(before, place, input, now);
  const after = { ...row, attributes: [...attributes], dropped: droppedShapes(former, next) };
  const [held, wanted] = [before && !before.removedAt ? uniqueOf(before) : [], uniqueOf(after)];
  return {
    row: after,
    changes: changesOf(before, after),
    contradicted: contradicted(former, next),
    becomeUnique: without(wanted, held),
    endUnique: without(held, wanted),
  };
}

function rowOf(
  before: SchemaExtension | undefined,
  { tenantId, identityProviderId, urn }: Pick<SchemaExtension, 'tenantId' | 'identityProviderId' | 'urn'>,
  { name, description = '', resourceType }: SchemaExtensionInput,
  now: Date,
): Omit<SchemaExtension, 'attributes' | 'dropped'> {
  return {
    tenantId,
    identityProviderId,
    urnKey: urn.toLowerCase(),
    urn: before?.urn ?? `urn${urn.slice(3)}`,
    name,
    description,
    resourceType,
    updatedAt: now,
    removedAt: null,
  };
}

function uniqueOf({ urn, attributes }: SchemaExtension): readonly UniqueAttribute[] {
  return uniqueAttributes(urn, attributes);
}

function without(these: readonly UniqueAttribute[], those: readonly UniqueAttribute[]): readonly UniqueAttribute[] {
  return these.filter((one) => !those.some((other) => isDeepStrictEqual(one, other)));
}

const FIELDS = ['name', 'description', 'resourceType'] as const;

function changesOf(before: SchemaExtension | undefined, after: SchemaExtension): readonly string[] {
  const isShown = before && !before.removedAt;
  const fields = FIELDS.filter((field) => !isShown || before[field] !== after[field]);
  const [old, now] = [isShown ? byName(before.attributes) : new Map<string, Attribute>(), byName(after.attributes)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  const isMoved = isShown && !isDeepStrictEqual([...old.keys()], [...now.keys()]);
  const attributes = names.filter((name) => !isDeepStrictEqual(old.get(name), now.get(name)));
  return [...fields, ...attributes, ...(isMoved && attributes.length === 0 ? ['attributes'] : [])];
}

function byName(attributes: readonly Attribute[]): ReadonlyMap<string, Attribute> {
  return new Map(attributes.map((attribute) => [attribute.name, attribute]));
}
