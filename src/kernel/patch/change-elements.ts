import { ScimError } from '../error/scim-error.js';
import { collapseDuplicates } from '../resource/collapse-duplicates.js';
import { MAX_VALUES } from '../resource/coerce-value.js';
import { isJsonObject } from '../resource/is-json-object.js';
import { isList } from '../resource/is-list.js';
import { keepOnePrimary } from '../resource/keep-one-primary.js';
import type { JsonValue } from '../resource/resource.js';
import type { Tolerance } from '../resource/tolerance.js';
import type { Attribute } from '../schema/attribute.js';
import { assign } from './assign.js';
import { createElement } from './create-element.js';
import { elementMatcher } from './element-matcher.js';
import { merge } from './merge.js';
import type { PatchOperation } from './operation.js';
import { withoutListed } from './without-listed.js';

type Elements = readonly JsonValue[];

/**
 * The values of a multi-valued attribute after one operation: each once, at most one primary, and the one just set
 * wins (RFC 7644 §3.5.2).
 * @throws ScimError `noTarget`, `mutability`, `invalidValue`
 */
export function changeElements(
  attribute: Attribute,
  before: Elements,
  operation: PatchOperation,
  tolerance: Tolerance,
): Elements {
  const { filter, subAttribute } = operation.path;
  const after =
    filter || subAttribute
      ? changeMatching(attribute, before, operation, tolerance)
      : changeAll(attribute, before, operation);
  if (after.length > MAX_VALUES)
    throw ScimError.invalidValue(`${attribute.name} may have ${MAX_VALUES} values at most.`);
  return keepOnePrimary(collapseDuplicates(attribute, after), before);
}

/** `remove` with a value removes what is listed, whatever RFC 7644 §3.5.2.2 leaves open: so Entra means it (E-51). */
function changeAll(attribute: Attribute, before: Elements, { op, value }: PatchOperation): Elements {
  const values = isList(value) ? value : [];
  if (op === 'add') return [...before, ...values];
  if (op === 'replace') return values;
  return value === undefined ? [] : withoutListed(attribute, before, values);
}

function changeMatching(
  attribute: Attribute,
  before: Elements,
  operation: PatchOperation,
  tolerance: Tolerance,
): Elements {
  const { op, path, value = null } = operation;
  const matches = path.filter ? before.map(elementMatcher(path.filter)) : before.map(() => true);
  if (!matches.includes(true)) return changeNone(attribute, before, operation, tolerance);
  if (op === 'remove' && !path.subAttribute) return before.filter((_, index) => !matches[index]);
  const wanted = op === 'remove' ? null : value;
  return before.flatMap((element, index) =>
    matches[index] ? changeElement(attribute, element, operation, wanted) : [element],
  );
}

function changeElement(
  attribute: Attribute,
  element: JsonValue,
  { op, path }: PatchOperation,
  wanted: JsonValue,
): Elements {
  if (path.subAttribute && isJsonObject(element)) return [assign(element, path.subAttribute, wanted, op)];
  return wanted === null ? [] : [merge(attribute, element, wanted, op)];
}

/** Where nothing matches there is nothing to clear, but an element to create if the path says which (E-30). */
function changeNone(attribute: Attribute, before: Elements, operation: PatchOperation, tolerance: Tolerance): Elements {
  const { op, path, value = null } = operation;
  if (op === 'remove') return before;
  const allowed = op === 'add' || !path.filter || tolerance.unmatchedReplace === 'create';
  if (allowed && value === null) return before;
  const element = allowed ? createElement(attribute, operation) : undefined;
  if (element === undefined) throw ScimError.noTarget(`No value of ${attribute.name} matches the filter of the path.`);
  return [...before, element];
}
