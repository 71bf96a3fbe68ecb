import { ScimError } from '../kernel/error/scim-error.js';
import type { Member } from '../kernel/resource/parse-members.js';
import type { Tolerance } from '../kernel/resource/tolerance.js';
import type { NetMembers } from './net-members.js';

export type MemberKind = 'User' | 'Group';

/** A user or group of this identity provider. */
export interface Known {
  readonly id: string;
  readonly kind: MemberKind;
}

/** Whom the named values are, and for a change of the whole list who is in it. */
export interface MemberFacts {
  readonly known: ReadonlyMap<string, Known>;
  /** Everybody who has a row in the group, hidden ones too; only read where the change is of the whole list. */
  readonly present?: readonly Known[];
}

/** Rows to add and to take away; those that are there or not there already change nothing. */
export interface MemberChange {
  readonly adds: readonly Known[];
  readonly removes: readonly Known[];
  /** Values that wait until they prove to be somebody. */
  readonly waits: readonly string[];
  /** Values that wait no longer; all of them where `stopsAll`. */
  readonly stops: readonly string[];
  readonly stopsAll: boolean;
}

/**
 * Whom a change of members concerns. What a value is, the directory says, not the client's `type`; whoever is not
 * here waits on a tolerant connection. Pure.
 * @throws ScimError `invalidValue` on a strict connection, for a member that is not here or is not what its `type` says
 */
export function decideMembers(
  net: NetMembers,
  { known, present = [] }: MemberFacts,
  tolerance: Tolerance,
): MemberChange {
  const adds = new Map<string, Known>();
  const waits: string[] = [];
  for (const member of net.joining) {
    const found = known.get(member.value);
    if (found) adds.set(found.id, checked(member, found, tolerance));
    else waits.push(parked(member, tolerance));
  }
  const leaving = net.isWhole ? present : net.leaving.flatMap((value) => known.get(value) ?? []);
  const removes = new Map(leaving.filter(({ id }) => !adds.has(id)).map((member) => [member.id, member]));
  return {
    adds: [...adds.values()],
    removes: [...removes.values()],
    waits,
    stops: [...net.leaving, ...net.joining.filter(({ value }) => known.has(value)).map(({ value }) => value)],
    stopsAll: net.isWhole,
  };
}

function checked({ value, type }: Member, found: Known, { contradictingMemberType }: Tolerance): Known {
  if (contradictingMemberType === 'refuse' && type !== undefined && type !== found.kind)
    throw ScimError.invalidValue(`The member "${value}" is a ${found.kind}, not a ${type}.`);
  return found;
}

function parked({ value }: Member, { unknownMember }: Tolerance): string {
  if (unknownMember === 'refuse') throw ScimError.invalidValue(`There is no member "${value}".`);
  return value;
}
