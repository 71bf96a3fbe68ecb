import type { Attribute } from '../kernel/schema/attribute.js';
import { defineAttribute } from '../kernel/schema/define-attribute.js';

/** An attribute as an administrator defines it: what is left out has the default of RFC 7643 §2.2. */
export interface AttributeDefinition extends Partial<Omit<Attribute, 'name' | 'subAttributes'>> {
  readonly name: string;
  readonly subAttributes?: readonly AttributeDefinition[];
}

/**
 * The definition with every characteristic. References and binary values are told apart by case (RFC 7643 §2.3.6, §2.3.7), and what only
 * can be written is never returned (§7), unless it is said otherwise.
 */
export function completeDefinition({ name, description = '', ...given }: AttributeDefinition): Attribute {
  const { canonicalValues = [], referenceTypes = [], subAttributes = [], ...simple } = given;
  return defineAttribute(name, description, {
    ...((simple.type === 'reference' || simple.type === 'binary') && { caseExact: true }),
    ...(simple.mutability === 'writeOnly' && { returned: 'never' as const }),
    ...assigned(simple),
    ...(canonicalValues.length > 0 && { canonicalValues }),
    ...(referenceTypes.length > 0 && { referenceTypes }),
    ...(subAttributes.length > 0 && { subAttributes: subAttributes.map(completeDefinition) }),
  });
}

function assigned<T extends object>(object: T): Partial<T> {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
}
