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
  const last = new Map<string, Member | 'leaves'>();
  for (const operation of operations) {
    if (operation.kind === 'clear' || operation.kind === 'replace') {
      isWhole = true;
      last.clear();
    }
    if (operation.kind === 'clear') continue;
    for (const member of operation.members) last.set(member.value, operation.kind === 'remove' ? 'leaves' : member);
  }
  return {
    isWhole,
    joining: [...last.values()].filter((member) => member !== 'leaves'),
    leaving: isWhole ? [] : [...last].flatMap(([value, word]) => (word === 'leaves' ? [value] : [])),
  };
}
