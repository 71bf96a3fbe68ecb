import { coreAttributes, findAttribute, findExtension } from '../schema/find-attribute.js';
import { isStandardExtension } from '../schema/resource-types.js';
import type { ResourceType } from '../schema/schema.js';
import type { AttributePath } from './attribute-path.js';
import { findElementAttribute } from './element-attribute.js';
import type { ParsedPath } from './parsed-path.js';
import { schemaUrns, type SchemaUrn } from './schema-urn.js';

/**
 * The attribute that `urn:attr.sub` means, in any case (RFC 7644 §3.10, E-29, E-33). A name without a URN that the
 * core schema does not know is a standard extension's, or that of the one other extension that has it: Entra sends
 * `manager` so (E-05, E-56).
 */
export function resolveName(type: ResourceType, name: string): ParsedPath {
  const urn = leadingUrn(type, name);
  const rest = urn ? name.slice(urn.folded.length + 1) : name;
  if (urn?.extension && name.length === urn.folded.length) return { extension: urn.extension };
  const [first = '', second, ...more] = rest.split('.');
  const owner = urn ? findIn(type, urn.extension, first) : findAnywhere(type, first);
  const found = owner && more.length === 0 ? withSubAttribute(owner, second) : undefined;
  return found ?? { unknown: name };
}

/** The longest URN the name begins with, since one may begin with another and both hold dots (E-29). */
function leadingUrn(type: ResourceType, name: string): SchemaUrn | undefined {
  const folded = name.toLowerCase();
  return schemaUrns(type).find((urn) => folded.startsWith(urn.folded) && endsAt(folded, urn.folded.length));
}

/** Entra's old connector puts a dot between URN and attribute. */
function endsAt(name: string, length: number): boolean {
  return length === name.length || name[length] === ':' || name[length] === '.';
}

function findIn(type: ResourceType, extension: string | undefined, name: string): AttributePath | undefined {
  const attributes = extension ? findExtension(type, extension)?.schema.attributes : coreAttributes(type);
  const attribute = attributes && findAttribute(attributes, name);
  return attribute && { attribute, ...(extension && { extension }) };
}

function findAnywhere(type: ResourceType, name: string): AttributePath | undefined {
  const core = findIn(type, undefined, name);
  if (core) return core;
  const found = type.extensions.flatMap(({ schema }) => findIn(type, schema.id, name) ?? []);
  const standard = found.find(({ extension = '' }) => isStandardExtension(extension));
  return standard ?? (found.length === 1 ? found[0] : undefined);
}

function withSubAttribute(owner: AttributePath, name: string | undefined): AttributePath | undefined {
  if (name === undefined || !owner.attribute) return owner;
  const subAttribute = findElementAttribute(owner.attribute, name);
  if (subAttribute === owner.attribute) return owner;
  return subAttribute && { subAttribute, ...owner };
}
