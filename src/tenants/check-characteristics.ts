import type { FieldProblem } from '../admin/problem.js';
import type { Attribute } from '../kernel/schema/attribute.js';

/** Whether the characteristics of one attribute go together (RFC 7643 §2.2, §2.3, §7); `at` is its place in the body. */
export function checkCharacteristics(attribute: Attribute, at: string): FieldProblem[] {
  return RULES.filter(({ isBroken }) => isBroken(attribute)).map(({ member, detail }) => ({
    pointer: `${at}/${member}`,
    detail,
  }));
}

interface Rule {
  readonly member: keyof Attribute;
  readonly detail: string;
  readonly isBroken: (attribute: Attribute) => boolean;
}

const RULES: readonly Rule[] = [
  {
    member: 'subAttributes',
    detail: 'A complex attribute has sub-attributes.',
    isBroken: ({ type, subAttributes }) => type === 'complex' && !subAttributes,
  },
  {
    member: 'subAttributes',
    detail: 'Only a complex attribute has sub-attributes.',
    isBroken: ({ type, subAttributes }) => type !== 'complex' && subAttributes !== undefined,
  },
  {
    member: 'referenceTypes',
    detail: 'Only a reference has referenceTypes.',
    isBroken: ({ type, referenceTypes }) => type !== 'reference' && referenceTypes !== undefined,
  },
  {
    member: 'canonicalValues',
    detail: 'Only a string or a reference has canonicalValues.',
    isBroken: ({ type, canonicalValues }) => canonicalValues !== undefined && type !== 'string' && type !== 'reference',
  },
  {
    member: 'returned',
    detail: 'What can only be written is never returned.',
    isBroken: ({ mutability, returned }) => mutability === 'writeOnly' && returned !== 'never',
  },
  {
    member: 'uniqueness',
    detail: 'A complex or boolean attribute cannot be unique.',
    isBroken: ({ type, uniqueness }) => uniqueness !== 'none' && (type === 'complex' || type === 'boolean'),
  },
  {
    member: 'uniqueness',
    detail: 'What is never returned is not kept, and so cannot be unique.',
    isBroken: ({ returned, uniqueness }) => uniqueness !== 'none' && returned === 'never',
  },
];
