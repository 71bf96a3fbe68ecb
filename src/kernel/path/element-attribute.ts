import type { Attribute } from '../schema/attribute.js';
import { findSubAttribute } from '../schema/find-attribute.js';

/**
 * What a name means within one element of an attribute: a sub-attribute in any case. An element of a simple
 * multi-valued attribute has none; there `value` is the element itself (RFC 7643 §2.4), told by the attribute's own
 * definition.
 */
export function findElementAttribute(attribute: Attribute, name: string): Attribute | undefined {
  if (attribute.type === 'complex') return findSubAttribute(attribute, name);
  return attribute.multiValued && name.toLowerCase() === 'value' ? attribute : undefined;
}
