import { ScimError } from '../error/scim-error.js';
import { isUnknown, type ParsedPath } from '../path/parsed-path.js';
import { parsePath } from '../path/parse-path.js';
import { pathKey } from '../path/path-key.js';
import type { ResourceType } from '../schema/schema.js';
import { TOLERANT } from './tolerance.js';

/** Of an attribute: all of it, or these of its sub-attributes. */
export type Selected = 'whole' | ReadonlySet<string>;

/** Which attributes an answer shows (RFC 7644 §3.9). The names are canonical paths; an extension's URN is one too. */
export interface Projection {
  readonly shows: 'only these' | 'all but these';
  readonly names: ReadonlyMap<string, Selected>;
}

/**
 * The projection that the query parameters ask for: names in any case, separated by commas, with or without URN, or a URN alone. Of
 * both parameters `attributes` counts, and what no schema knows is ignored.
 * @returns undefined if neither names anything
 */
export function parseProjection(
  type: ResourceType,
  attributes: string | readonly string[] | undefined,
  excludedAttributes: string | readonly string[] | undefined,
): Projection | undefined {
  const shown = split(attributes);
  if (shown.length > 0) return { shows: 'only these', names: select(type, shown) };
  const hidden = split(excludedAttributes);
  return hidden.length > 0 ? { shows: 'all but these', names: select(type, hidden) } : undefined;
}

/** Whether an attribute of the core schema that is usually shown is not, so that it need not be read. */
export function projectsAway(projection: Projection | undefined, attributeName: string): boolean {
  if (!projection) return false;
  const selected = projection.names.get(attributeName);
  return projection.shows === 'only these' ? selected === undefined : selected === 'whole';
}

function split(parameter: string | readonly string[] = []): readonly string[] {
  const texts = typeof parameter === 'string' ? [parameter] : parameter;
  return texts
    .flatMap((text) => text.split(','))
    .map((name) => name.trim())
    .filter(Boolean);
}

function select(type: ResourceType, texts: readonly string[]): ReadonlyMap<string, Selected> {
  const names = new Map<string, 'whole' | Set<string>>();
  for (const path of texts.flatMap((text) => named(type, text))) {
    if (isUnknown(path)) continue;
    const { subAttribute, ...owner } = path;
    const key = pathKey(owner);
    const selected = names.get(key) ?? new Set();
    if (selected === 'whole') continue;
    names.set(key, subAttribute ? selected.add(subAttribute.name) : 'whole');
  }
  return names;
}

/** The URN of the core schema stands for all of its attributes, as that of an extension does. */
function named(type: ResourceType, text: string): readonly ParsedPath[] {
  const { id, attributes } = type.schema;
  if (text.toLowerCase() === id.toLowerCase()) return attributes.map((attribute) => ({ attribute }));
  return [parse(type, text)];
}

function parse(type: ResourceType, text: string): ParsedPath {
  try {
    return parsePath(type, text, TOLERANT);
  } catch (error) {
    if (error instanceof ScimError) return { unknown: text };
    throw error;
  }
}
