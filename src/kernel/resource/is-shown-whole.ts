import type { Attribute } from '../schema/attribute.js';
import type { ResourceType } from '../schema/schema.js';

/**
 * Whether everything that is stored of such a resource is shown when nothing is asked for: no attribute is `request`, none is hidden, and
 * `never` ones are never stored.
 */
export function isShownWhole(type: ResourceType): boolean {
  let known = whole.get(type);
  if (known === undefined) {
    const schemas = [type.schema, ...type.extensions.map(({ schema }) => schema)];
    whole.set(type, (known = !type.keepsHidden && schemas.every(({ attributes }) => attributes.every(isShown))));
  }
  return known;
}

/** Derived from data that never changes. */
const whole = new WeakMap<ResourceType, boolean>();

function isShown({ returned, subAttributes }: Attribute): boolean {
  return returned !== 'request' && (subAttributes?.every(isShown) ?? true);
}
