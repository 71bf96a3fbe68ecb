import type { AuditEvent } from '../audit/audit-event.js';
import { displayNameOf, type StoredGroup } from '../scim-groups/stored-group.js';
import type { ChangedGroup, ChangedMember, GroupCreated, GroupDeleted, GroupRenamed } from './directory-change.js';

/** Members who came or went, before it is read which group that is and who they are here. */
export interface MembersDraft {
  readonly type: 'group.members_added' | 'group.members_removed';
  readonly groupId: string;
  readonly members: readonly Pick<ChangedMember, 'kind' | 'id'>[];
}

export type GroupDraft = GroupCreated | GroupRenamed | GroupDeleted | MembersDraft;

export function created(group: StoredGroup): GroupDraft {
  return { type: 'group.created', group: changedGroup(group) };
}

export function deleted(group: StoredGroup): GroupDraft {
  return { type: 'group.deleted', group: changedGroup(group) };
}

/** The name, where the event of a group's change tells another one. */
export function renamed(group: StoredGroup, event: AuditEvent | undefined): readonly GroupDraft[] {
  const before = event?.before?.displayName;
  return typeof before === 'string' ? [{ type: 'group.renamed', group: changedGroup(group), before }] : [];
}

/** One draft a group and direction, from the events of one member each. */
export function membersMoved(events: readonly AuditEvent[]): readonly MembersDraft[] {
  const drafts = new Map<string, MembersDraft>();
  for (const { type, target, member } of events) {
    const moved = MOVES.get(type);
    if (!moved || !member) continue;
    const key = `${moved} ${target.id}`;
    const members = [...(drafts.get(key)?.members ?? []), member];
    drafts.set(key, { type: moved, groupId: target.id, members });
  }
  return [...drafts.values()];
}

const MOVES: ReadonlyMap<string, MembersDraft['type']> = new Map([
  ['scim_group_member_added', 'group.members_added'],
  ['scim_group_member_removed', 'group.members_removed'],
] as const);

function changedGroup(group: StoredGroup): ChangedGroup {
  const { id, identityProviderId, externalId } = group;
  return { id, identityProviderId, externalId, displayName: displayNameOf(group) };
}
