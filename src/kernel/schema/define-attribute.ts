import type { Attribute } from './attribute.js';

/** An attribute definition with the defaults of RFC 7643 §2.2: an optional, single-valued string that clients may write. */
export function defineAttribute(
  name: string,
  description: string,
  characteristics: Partial<Omit<Attribute, 'name' | 'description'>> = {},
): Attribute {
  return {
    name,
    type: 'string',
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...characteristics,
  };
}

/** A multi-valued complex attribute of the shape that RFC 7643 §2.4 gives most of them: `value`, `display`, `type`, `primary`. */
export function definePlural(
  name: string,
  description: string,
  value: Attribute,
  canonicalTypes: readonly string[] = [],
): Attribute {
  return defineAttribute(name, description, {
    type: 'complex',
    multiValued: true,
    subAttributes: [
      value,
      defineAttribute('display', 'A name of this value for people to read.'),
      defineKind(canonicalTypes),
      PRIMARY,
    ],
  });
}

/** The `type` of a value; the canonical values are suggestions, so an empty list is left out. */
export function defineKind(canonicalValues: readonly string[] = []): Attribute {
  return defineAttribute('type', 'What this value is for.', canonicalValues.length > 0 ? { canonicalValues } : {});
}

/** At most one value of an attribute has it set to true (RFC 7643 §2.4). */
export const PRIMARY: Attribute = defineAttribute('primary', 'Whether this is the preferred value.', {
  type: 'boolean',
});
