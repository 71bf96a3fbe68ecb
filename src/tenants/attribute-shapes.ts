import type { Attribute } from '../kernel/schema/attribute.js';

/** What stored values rely on: an attribute of a schema, or with two names a sub-attribute, and which kind of value it has. */
export interface Shape {
  readonly path: readonly string[];
  readonly type: Attribute['type'];
  readonly multiValued: boolean;
}

/** Every attribute, each followed by its sub-attributes. */
export function shapesOf(attributes: readonly Attribute[]): readonly Shape[] {
  return attributes.flatMap((attribute) => [
    shapeOf(attribute),
    ...(attribute.subAttributes ?? []).map((sub) => shapeOf(sub, attribute.name)),
  ]);
}

function shapeOf({ name, type, multiValued }: Attribute, owner?: string): Shape {
  return { path: owner === undefined ? [name] : [owner, name], type, multiValued };
}

/**
 * Which shapes cannot become the next ones while there are values of them: those of another type or number, and sub-attributes that
 * their attribute has no longer. An attribute that goes as a whole can: its values are hidden.
 */
export function contradicted(former: readonly Shape[], next: readonly Shape[]): readonly Shape[] {
  const byPath = new Map(next.map((shape) => [keyOf(shape.path), shape]));
  return former.filter((shape) => {
    if (!byPath.has(keyOf(shape.path.slice(0, 1)))) return false;
    const after = byPath.get(keyOf(shape.path));
    return !after || after.type !== shape.type || after.multiValued !== shape.multiValued;
  });
}

/** Those of which nothing is left in the next shapes. */
export function droppedShapes(former: readonly Shape[], next: readonly Shape[]): Shape[] {
  const names = new Set(next.map(({ path }) => keyOf(path.slice(0, 1))));
  return former.filter(({ path }) => !names.has(keyOf(path.slice(0, 1))));
}

/** The same attributes with the spelling of names that stored values have; only case can differ. */
export function spelledAs(former: readonly Shape[], attributes: readonly Attribute[]): readonly Attribute[] {
  const names = new Map(former.map(({ path }) => [keyOf(path), path.at(-1) ?? '']));
  const spelled = (attribute: Attribute, owner: readonly string[] = []): Attribute => {
    const path = [...owner, attribute.name];
    return {
      ...attribute,
      name: names.get(keyOf(path)) ?? attribute.name,
      ...(attribute.subAttributes && { subAttributes: attribute.subAttributes.map((sub) => spelled(sub, path)) }),
    };
  };
  return attributes.map((attribute) => spelled(attribute));
}

function keyOf(path: readonly string[]): string {
  return path.join('.').toLowerCase();
}
