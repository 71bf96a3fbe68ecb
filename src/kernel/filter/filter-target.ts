import type { AttributePath } from '../path/attribute-path.js';
import type { Attribute } from '../schema/attribute.js';
import { findSubAttribute } from '../schema/find-attribute.js';
import type { FilterScope } from './filter-scope.js';

/** What a comparison compares. */
export interface FilterTarget {
  /** The attribute whose type and case count. */
  readonly attribute: Attribute;
  /** Where its value is, seen from the innermost element. */
  readonly path: AttributePath;
  /** The multi-valued attributes on the way, the outermost first; each is relative to the one before. */
  readonly elements: readonly AttributePath[];
}

/**
 * The value that a name stands for in a comparison. A complex attribute stands for its `value`, as in `emails co "x"`
 * or Entra's `manager eq "id"` (E-05); one without `value` remains complex, which no comparison accepts.
 */
export function findTarget(scope: FilterScope, named: NamedPath): FilterTarget {
  const { subAttribute, ...owner } = named;
  if (subAttribute && owner.attribute.multiValued) {
    const { attribute, path, elements } = findTarget(scope, { attribute: subAttribute });
    return { attribute, path, elements: [owner, ...elements] };
  }
  const leaf = subAttribute ?? owner.attribute;
  const attribute = valueOf(leaf);
  if (leaf.multiValued && !isElementItself(scope, leaf)) return { attribute, path: { attribute }, elements: [named] };
  return { attribute, path: attribute === leaf ? named : { ...named, subAttribute: attribute }, elements: [] };
}

type NamedPath = AttributePath & Required<Pick<AttributePath, 'attribute'>>;

function valueOf(attribute: Attribute): Attribute {
  return findSubAttribute(attribute, 'value') ?? attribute;
}

/** In `tags[value eq "x"]`, `value` is the element, told by the attribute itself. */
function isElementItself(scope: FilterScope, attribute: Attribute): boolean {
  return scope.kind === 'element' && scope.attribute === attribute;
}
