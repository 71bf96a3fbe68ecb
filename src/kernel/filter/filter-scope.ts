import type { AttributePath } from '../path/attribute-path.js';
import { findElementAttribute } from '../path/element-attribute.js';
import type { ParsedPath } from '../path/parsed-path.js';
import { resolveBeside } from '../path/resolve-beside.js';
import type { Attribute } from '../schema/attribute.js';
import { findSubAttribute } from '../schema/find-attribute.js';
import type { ResourceType } from '../schema/schema.js';

/** What the names of a filter are names of. */
export type FilterScope =
  /** `beside`: other types that are searched at once; what is theirs alone is absent here. */
  | { readonly kind: 'resource'; readonly type: ResourceType; readonly beside: readonly ResourceType[] }
  /** In `emails[…]`: one element. Paths are relative to it, and a simple element is told by its own attribute. */
  | { readonly kind: 'element'; readonly attribute: Attribute }
  /** In `name[…]`: the one value of a complex attribute. Paths remain those of the resource. */
  | { readonly kind: 'value'; readonly owner: AttributePath & { readonly attribute: Attribute } };

/** What a name of the filter means, in any case. */
export function resolveInScope(scope: FilterScope, name: string): ParsedPath {
  switch (scope.kind) {
    case 'resource':
      return resolveBeside(scope.type, scope.beside, name);
    case 'element': {
      const attribute = findElementAttribute(scope.attribute, name);
      return attribute ? { attribute } : { unknown: name };
    }
    case 'value': {
      const subAttribute = findSubAttribute(scope.owner.attribute, name);
      return subAttribute ? { ...scope.owner, subAttribute } : { unknown: name };
    }
  }
}
