import type { FieldProblem } from '../admin/problem.js';
import { GROUP_RESOURCE_TYPE, USER_RESOURCE_TYPE } from '../kernel/schema/resource-types.js';
import { coreAttributes, findAttribute } from '../kernel/schema/find-attribute.js';
import type { Attribute } from '../kernel/schema/attribute.js';
import type { ResourceType } from '../kernel/schema/schema.js';
import { checkCharacteristics } from './check-characteristics.js';

/** Attributes of one schema, sub-attributes included. */
export const MAX_ATTRIBUTES = 200;

/** In characters. */
export const MAX_ATTRIBUTE_NAME_LENGTH = 100;

/** What is wrong with the attributes of a schema of the tenant's own, each at its place in the body. */
export function checkAttributes(resourceType: ResourceType['name'], attributes: readonly Attribute[]): FieldProblem[] {
  const count = attributes.reduce((sum, { subAttributes = [] }) => sum + 1 + subAttributes.length, 0);
  if (count > MAX_ATTRIBUTES) {
    const detail = `A schema may have ${MAX_ATTRIBUTES} attributes at most, sub-attributes included.`;
    return [{ pointer: '/attributes', detail }];
  }
  return [...checkList(attributes, '/attributes'), ...checkCoreNames(resourceType, attributes)];
}

function checkList(attributes: readonly Attribute[], pointer: string): FieldProblem[] {
  const seen = new Set<string>();
  return attributes.flatMap((attribute, index) => {
    const at = `${pointer}/${index}`;
    const name = attribute.name.toLowerCase();
    const twice = seen.has(name) ? [{ pointer: `${at}/name`, detail: `"${attribute.name}" is there already.` }] : [];
    seen.add(name);
    return [
      ...checkName(attribute, at),
      ...twice,
      ...checkCharacteristics(attribute, at),
      ...checkSubAttributes(attribute, at),
    ];
  });
}

function checkSubAttributes({ subAttributes = [] }: Attribute, at: string): FieldProblem[] {
  const pointer = `${at}/subAttributes`;
  const nested = subAttributes.flatMap(({ type }, index) =>
    type === 'complex'
      ? [{ pointer: `${pointer}/${index}/type`, detail: 'A sub-attribute cannot be complex itself.' }]
      : [],
  );
  return [...nested, ...checkList(subAttributes, pointer)];
}

/** RFC 7643 §2.1; `$ref` is the one name of the RFC's own that begins otherwise. */
const NAME = /^(?:[a-z][\w$-]*|\$ref)$/i;

function checkName({ name }: Attribute, at: string): FieldProblem[] {
  const pointer = `${at}/name`;
  if (name.length > MAX_ATTRIBUTE_NAME_LENGTH || !NAME.test(name)) {
    const detail = `A name begins with a letter and has letters, digits, "-", "_" and "$", ${MAX_ATTRIBUTE_NAME_LENGTH} at most.`;
    return [{ pointer, detail }];
  }
  return OF_OBJECTS.has(name.toLowerCase())
    ? [{ pointer, detail: `"${name}" is a name that programs use; choose another.` }]
    : [];
}

/** What every JavaScript object has, in lower case: a program that reads a resource must not take the one for the other. */
const OF_OBJECTS: ReadonlySet<string> = new Set(
  [...Object.getOwnPropertyNames(Object.prototype), 'prototype'].map((name) => name.toLowerCase()),
);

const TYPES = { User: USER_RESOURCE_TYPE, Group: GROUP_RESOURCE_TYPE };

/** Some clients send an extension's attribute without its URN: it must not be taken for another. */
function checkCoreNames(resourceType: ResourceType['name'], attributes: readonly Attribute[]): FieldProblem[] {
  const core = coreAttributes(TYPES[resourceType]);
  return attributes.flatMap(({ name }, index) => {
    if (!findAttribute(core, name)) return [];
    return [{ pointer: `/attributes/${index}/name`, detail: `"${name}" is an attribute of every ${resourceType}.` }];
  });
}
