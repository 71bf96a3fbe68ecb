import type { MemberOperation } from '../kernel/patch/member-operations.js';
import type { Member } from '../kernel/resource/parse-members.js';

/** What a list of member operations comes to: whoever was there is gone or stays, then these join and those leave. */
export interface NetMembers {
  /** Only those named in `joining` are members afterwards. */
  readonly isWhole: boolean;
  readonly joining: readonly Member[];
  /** Values whose members leave; empty where `isWhole`. */
  readonly leaving: readonly string[];
}

/** In order, the last word on each value counts (E-39); pure. */
export function netMembers(operations: readonly MemberOperation[]): NetMembers {
  let isWhole = false;
  const last = new Map<string, { readonly member: Member; readonly leaves: boolean }>();
  for (const operation of operations) {
    if (operation.kind === 'clear' || operation.kind === 'replace') {
      isWhole = true;
      last.clear();
    }
    if (operation.kind === 'clear') continue;
    for (const member of operation.members) last.set(keyOf(member), { member, leaves: operation.kind === 'remove' });
  }
  const words = [...last.values()];
  return {
    isWhole,
    joining: words.flatMap(({ member, leaves }) => (leaves ? [] : [member])),
    leaving: words.flatMap(({ member, leaves }) => (leaves && !isWhole ? [member.value] : [])),
  };
}

/** An id is the same in any case; of a name by which somebody is waited for every letter counts. */
function keyOf({ value }: Member): string {
  return UUID.test(value) ? value.toLowerCase() : value;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
