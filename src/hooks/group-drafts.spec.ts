import { describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '../audit/audit-event.js';
import type { StoredGroup } from '../scim-groups/stored-group.js';
import { membersMoved, renamed } from './group-drafts.js';

const GROUP: StoredGroup = {
  id: 'g1',
  identityProviderId: 'i1',
  externalId: null,
  displayNameKey: 'crew',
  resource: { displayName: 'Crew' },
  version: '1',
  protected: false,
  createdAt: new Date(0),
  lastModified: new Date(0),
};

function moved(direction: 'added' | 'removed', groupId: string, id: string): AuditEvent {
  const target = { kind: 'scim_group', id: groupId } as const;
  return { type: `scim_group_member_${direction}`, target, member: { kind: 'User', id } };
}

describe('drafts of what is told of groups', () => {
  it('put members together by group and direction, in their order', () => {
    const events = [
      moved('added', 'g1', 'a'),
      moved('added', 'g2', 'b'),
      moved('removed', 'g1', 'c'),
      moved('added', 'g1', 'd'),
    ];
    expect(membersMoved(events)).toMatchObject([
      { type: 'group.members_added', groupId: 'g1', members: [{ id: 'a' }, { id: 'd' }] },
      { type: 'group.members_added', groupId: 'g2', members: [{ id: 'b' }] },
      { type: 'group.members_removed', groupId: 'g1', members: [{ id: 'c' }] },
    ]);
  });

  it('leave out events of anything else', () => {
    expect(membersMoved([{ type: 'scim_group_updated', target: { kind: 'scim_group', id: 'g1' } }])).toEqual([]);
  });

  it('tell a name only where it changed', () => {
    const event: AuditEvent = { type: 'scim_group_updated', target: { kind: 'scim_group', id: 'g1' } };
    expect(renamed(GROUP, { ...event, before: { displayName: 'Old' } })).toMatchObject([
      { type: 'group.renamed', before: 'Old', group: { id: 'g1', displayName: 'Crew' } },
    ]);
    expect(renamed(GROUP, { ...event, before: { externalId: 'x' } })).toEqual([]);
    expect(renamed(GROUP, undefined)).toEqual([]);
  });
});
