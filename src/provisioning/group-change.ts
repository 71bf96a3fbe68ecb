import type { AuditEvent, AuditEventType, TellingValues } from '../audit/audit-event.js';
import type { ConflictDraft } from '../directory/conflict.js';
import { namesPairKey } from '../directory/pair-key.js';
import { ScimError } from '../kernel/error/scim-error.js';
import { equal } from '../kernel/resource/equal.js';
import type { Resource } from '../kernel/resource/resource.js';
import type { Known, MemberChange } from '../memberships/decide-members.js';
import { changedAttributes } from '../scim-users/changed-attributes.js';
import { displayNameOf, groupKeys, type StoredGroup } from '../scim-groups/stored-group.js';
import { tellingDifference } from './telling-difference.js';

/** What a push makes of a group: its row, its members, and what there is to tell. */
export interface GroupChange {
  readonly group: StoredGroup;
  /** The version that is asserted; null where only named members change, which no other change can contradict. */
  readonly expects: string | null;
  /** Whether the group's own attributes change; without it only its members do. */
  readonly writesAttributes: boolean;
  readonly members: MemberChange;
  /** Of the group itself, where its attributes changed or something was passed over; members have one each. */
  readonly event: AuditEvent | undefined;
  readonly memberEvents: readonly AuditEvent[];
}

/** The change that turns one state of a group into the next. `isWhole`: the members are replaced, not only some of them named. */
export function groupChange(
  before: StoredGroup,
  next: { readonly group: StoredGroup; readonly warnings: readonly string[] },
  members: MemberChange,
  isWhole: boolean,
): GroupChange {
  const { group, warnings } = next;
  const writesAttributes = !equal(before.resource, group.resource);
  const changes = changedAttributes(before.resource, group.resource);
  // Member events tell of one member each: what was passed over beside them stands on an event of the group's own.
  const isTold = writesAttributes || warnings.length > 0;
  return {
    group,
    expects: writesAttributes || isWhole ? before.version : null,
    writesAttributes,
    members,
    event: isTold ? groupEvent('scim_group_updated', group, { changes, warnings, before }) : undefined,
    memberEvents: memberEvents(group, members),
  };
}

/** A POSTed group with everything it brings. */
export function newGroup(group: StoredGroup, members: MemberChange, warnings: readonly string[]): GroupChange {
  const changes = changedAttributes({}, group.resource);
  return {
    group,
    expects: null,
    writesAttributes: true,
    members,
    event: groupEvent('scim_group_received', group, { changes, warnings }),
    memberEvents: memberEvents(group, members),
  };
}

/** Whether there is nothing to write: no attribute changes, and no member is named. */
export function isEmpty({ writesAttributes, members }: GroupChange): boolean {
  const { adds, removes, waits, stops, stopsAll } = members;
  return !writesAttributes && !stopsAll && [adds, removes, waits, stops].every((list) => list.length === 0);
}

export function groupEvent(
  type: AuditEventType,
  group: StoredGroup,
  told: {
    readonly changes?: readonly string[];
    readonly warnings?: readonly string[];
    readonly before?: StoredGroup;
  } = {},
): AuditEvent {
  return {
    type,
    identityProviderId: group.identityProviderId,
    target: targetOf(group),
    changes: told.changes,
    warnings: told.warnings,
    ...(told.before && tellingDifference(telling(told.before), telling(group), told.changes ?? [])),
  };
}

function telling(group: StoredGroup): TellingValues {
  return { displayName: displayNameOf(group), externalId: group.externalId ?? undefined };
}

/** In the order of the rows: adds, then removes. */
function memberEvents(group: StoredGroup, { adds, removes }: MemberChange): readonly AuditEvent[] {
  return [
    ...adds.map((member) => memberEvent('scim_group_member_added', group, member)),
    ...removes.map((member) => memberEvent('scim_group_member_removed', group, member)),
  ];
}

function memberEvent(type: AuditEventType, group: StoredGroup, { id, kind }: Known): AuditEvent {
  return {
    type,
    identityProviderId: group.identityProviderId,
    target: targetOf(group),
    changes: ['members'],
    member: { kind, id },
  };
}

function targetOf(group: StoredGroup): AuditEvent['target'] {
  return {
    kind: 'scim_group',
    id: group.id,
    ...(group.externalId !== null && { externalId: group.externalId }),
    name: displayNameOf(group),
  };
}

/** @throws ScimError 409 where a protected group would get another key: then another object of its name could bring its members in */
export function assertKeyMayChange(before: StoredGroup, after: StoredGroup): void {
  if (before.protected && before.externalId !== after.externalId)
    throw ScimError.conflict('The group is protected: its externalId cannot be changed.');
}

/** Both parties of a clash about a group's names. */
export function groupConflict(
  kind: 'displayName' | 'externalId' | 'protected_group',
  holder: StoredGroup,
  resource: Resource,
  externalId: string | null,
): ConflictDraft {
  const displayName = displayNameOf({ resource });
  return {
    kind,
    attribute: kind === 'displayName' ? 'displayName' : 'externalId',
    pairKey: namesPairKey(holder.id, groupKeys(resource).displayNameKey, externalId),
    incoming: { displayName, ...(externalId !== null && { externalId }) },
    existing: {
      scimGroupId: holder.id,
      displayName: displayNameOf(holder),
      ...(holder.externalId !== null && { externalId: holder.externalId }),
    },
  };
}
