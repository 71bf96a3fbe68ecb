import { ScimError } from '../error/scim-error.js';
import type { Filter } from '../filter/filter.js';
import { isMembers } from '../resource/is-members.js';
import { parseMembers, type Member } from '../resource/parse-members.js';
import { STRICT, type Tolerance } from '../resource/tolerance.js';
import { GROUP_RESOURCE_TYPE } from '../schema/resource-types.js';
import { atEntry } from './at-entry.js';
import type { PatchOperation, RefusedOperation } from './operation.js';

/** One change of a group's members; those that are not named stay what they are, except by `replace` and `clear`. */
export type MemberOperation =
  { readonly kind: 'add' | 'remove' | 'replace'; readonly members: readonly Member[] } | { readonly kind: 'clear' };

type Step = PatchOperation | RefusedOperation;

/**
 * The steps of a PATCH on a group, parted: what changes members, in order, and the rest for `applyPatch`. `remove` with a
 * value removes only what is listed (E-51), with an empty list nothing; without a value it empties the group, as
 * `replace` with nothing does (RFC 7644 §3.5.2, E-48).
 * @throws ScimError `noTarget` for `add` and `replace` with a filter, `invalidPath` for a filter that says more than
 *   which ids, `mutability` for a part of a member
 */
export function memberOperations(operations: readonly Step[]): {
  readonly members: readonly MemberOperation[];
  readonly rest: readonly Step[];
} {
  return {
    members: operations.filter(isOnMembers).flatMap((step) => atEntry(step.entry, () => toMemberOperation(step))),
    rest: operations.filter((step) => !isOnMembers(step)),
  };
}

/** They were read and counted as they came in. */
const COUNTED: Tolerance = { ...STRICT, limits: { ...STRICT.limits, members: Infinity } };

function isOnMembers(step: Step): step is PatchOperation {
  return step.op !== 'refused' && isMembers(GROUP_RESOURCE_TYPE, step.path);
}

function toMemberOperation({ op, path, value }: PatchOperation): readonly MemberOperation[] {
  if (path.filter) return [removeMatching(op, path.filter, path.subAttribute?.name ?? 'value')];
  if (path.subAttribute) throw partOfMember(path.subAttribute.name);
  const members = parseMembers(value ?? null, COUNTED);
  if (members.length > 0) return [{ kind: op, members }];
  const empties = op === 'replace' || (op === 'remove' && (value ?? null) === null);
  return empties ? [{ kind: 'clear' }] : [];
}

/** `members[value eq "id"]`, which some write with `.value` behind it (E-52). */
function removeMatching(op: PatchOperation['op'], filter: Filter, subAttribute: string): MemberOperation {
  if (op !== 'remove') {
    throw ScimError.noTarget(`"${op}" takes members by the path "members" and a value, not by a filter.`);
  }
  if (subAttribute !== 'value') throw partOfMember(subAttribute);
  return { kind: 'remove', members: idsOf(filter).map((value) => ({ value })) };
}

function partOfMember(name: string): ScimError {
  return ScimError.mutability(`${name} of a member cannot be changed: a member is added or removed as a whole.`);
}

function idsOf(filter: Filter): readonly string[] {
  if (filter.kind === 'or') return filter.filters.flatMap(idsOf);
  if (filter.kind === 'comparison' && filter.operator === 'eq' && filter.path.attribute?.name === 'value') {
    return [String(filter.value)];
  }
  throw ScimError.invalidPath('Members are chosen by members[value eq "…"], one or several of them joined with "or".');
}
