import { describe, expect, it } from '@jest/globals';
import { daysAgo, frozen, NOW } from '../../test/support/people.js';
import type { JsonObject } from '../kernel/resource/resource.js';
import { GROUP_RESOURCE_TYPE } from '../kernel/schema/resource-types.js';
import type { Known, MemberChange } from '../memberships/decide-members.js';
import { groupKeys, type StoredGroup } from '../scim-groups/stored-group.js';
import { assertKeyMayChange, groupChange, groupConflict, isEmpty, newGroup } from './group-change.js';

const ana: Known = { id: 'u-ana', kind: 'User' };
const dev: Known = { id: 'g-dev', kind: 'Group' };
const NOBODY: MemberChange = { adds: [], removes: [], waits: [], stops: [], stopsAll: false };

function aGroup(different: JsonObject = {}, row: Partial<StoredGroup> = {}): StoredGroup {
  const resource = { schemas: [GROUP_RESOURCE_TYPE.schema.id], displayName: 'Ops', externalId: 'k-ops', ...different };
  return {
    id: 'g-ops',
    identityProviderId: 'entra',
    ...groupKeys(resource),
    resource,
    version: '3',
    protected: false,
    createdAt: daysAgo(100),
    lastModified: NOW,
    ...row,
  };
}

describe('groupChange', () => {
  const cases: readonly {
    readonly name: string;
    readonly next?: JsonObject;
    readonly members?: Partial<MemberChange>;
    readonly warnings?: readonly string[];
    readonly isWhole?: boolean;
    /** Its own event, with what it names; absent: none. */
    readonly tells?: readonly string[];
    readonly tellsOf?: readonly string[];
    readonly expects: string | null;
    readonly isEmpty?: boolean;
  }[] = [
    { name: 'nothing', expects: null, isEmpty: true },
    { name: 'nothing, with a warning', warnings: ['badge was ignored.'], tells: [], expects: null, isEmpty: true },
    { name: 'a rename', next: { displayName: 'Ops 2' }, tells: ['displayName'], expects: '3' },
    { name: 'case alone', next: { displayName: 'OPS' }, tells: ['displayName'], expects: '3' },
    {
      name: 'named members only: no other change can contradict, and the group has no event of its own',
      members: { adds: [ana], removes: [dev] },
      tellsOf: ['scim_group_member_added u-ana', 'scim_group_member_removed g-dev'],
      expects: null,
    },
    {
      name: 'named members, and something was passed over: that is told',
      members: { adds: [ana] },
      warnings: ['badge was ignored.'],
      tells: [],
      tellsOf: ['scim_group_member_added u-ana'],
      expects: null,
    },
    {
      name: 'both',
      next: { displayName: 'Ops 2' },
      members: { adds: [dev] },
      tells: ['displayName'],
      tellsOf: ['scim_group_member_added g-dev'],
      expects: '3',
    },
    { name: 'the whole list asserts the version', members: { stopsAll: true }, isWhole: true, expects: '3' },
    { name: 'somebody waits', members: { waits: ['u-cleo'] }, expects: null },
    { name: 'somebody waits no longer', members: { stops: ['u-cleo'] }, expects: null },
  ];
  it.each(cases)('$name', ({ next, members, warnings = [], isWhole = false, tells, tellsOf = [], expects, ...row }) => {
    const after = { group: aGroup(next), warnings };
    const change = groupChange(frozen(aGroup()), frozen(after), frozen({ ...NOBODY, ...members }), isWhole);
    expect(change.expects).toBe(expects);
    expect(change.event?.changes).toEqual(tells);
    expect(change.event?.warnings).toEqual(tells && warnings);
    expect(change.memberEvents.map(({ type, member }) => `${type} ${member?.id}`)).toEqual(tellsOf);
    expect(isEmpty(change)).toBe(row.isEmpty ?? false);
  });

  it('tells a name and a key before and after', () => {
    const { event } = groupChange(
      aGroup(),
      { group: aGroup({ displayName: 'Ops 2', externalId: 'k-2' }), warnings: [] },
      NOBODY,
      false,
    );
    expect(event).toMatchObject({
      type: 'scim_group_updated',
      target: { kind: 'scim_group', id: 'g-ops', externalId: 'k-2', name: 'Ops 2' },
      before: { displayName: 'Ops', externalId: 'k-ops' },
      after: { displayName: 'Ops 2', externalId: 'k-2' },
    });
  });

  it('names in a member’s event the group and the member', () => {
    const { memberEvents } = groupChange(
      aGroup(),
      { group: aGroup(), warnings: [] },
      { ...NOBODY, adds: [dev] },
      false,
    );
    expect(memberEvents).toEqual([
      {
        type: 'scim_group_member_added',
        identityProviderId: 'entra',
        target: { kind: 'scim_group', id: 'g-ops', externalId: 'k-ops', name: 'Ops' },
        changes: ['members'],
        member: { kind: 'Group', id: 'g-dev' },
      },
    ]);
  });
});

describe('newGroup', () => {
  it('tells what was received, and of each member', () => {
    const change = newGroup(frozen(aGroup()), { ...NOBODY, adds: [ana, dev], waits: ['u-cleo'] }, [
      'badge was ignored.',
    ]);
    expect(change.event).toMatchObject({
      type: 'scim_group_received',
      changes: ['displayName', 'externalId'],
      warnings: ['badge was ignored.'],
    });
    expect(change.memberEvents).toHaveLength(2);
    expect(isEmpty(change)).toBe(false);
  });
});

describe('the key of a protected group', () => {
  const guarded = aGroup({}, { protected: true });
  const allowed: readonly (readonly [name: string, before: StoredGroup, after: StoredGroup])[] = [
    ['stays', guarded, guarded],
    ['stays, and the name changes', guarded, aGroup({ displayName: 'Ops 2' }, { protected: true })],
    ['of an unprotected one may change', aGroup(), aGroup({ externalId: 'k-2' })],
  ];
  it.each(allowed)('%s', (_name, before, after) => {
    expect(() => assertKeyMayChange(before, after)).not.toThrow();
  });

  const refused: readonly (readonly [name: string, after: StoredGroup])[] = [
    ['another', aGroup({ externalId: 'k-2' }, { protected: true })],
    ['none', aGroup({}, { protected: true, externalId: null })],
    ['another case', aGroup({ externalId: 'K-OPS' }, { protected: true })],
  ];
  it.each(refused)('cannot become %s: 409', (_name, after) => {
    expect(() => assertKeyMayChange(guarded, after)).toThrow(expect.objectContaining({ status: 409 }));
  });
});

describe('groupConflict', () => {
  it('names both parties of a name that is taken', () => {
    const incoming = { displayName: 'OPS' };
    expect(groupConflict('displayName', aGroup(), incoming, null)).toEqual({
      kind: 'displayName',
      attribute: 'displayName',
      pairKey: JSON.stringify(['g-ops', 'ops', null]),
      incoming: { displayName: 'OPS' },
      existing: { scimGroupId: 'g-ops', displayName: 'Ops', externalId: 'k-ops' },
    });
  });

  it('of a key tells the key that was pushed', () => {
    const conflict = groupConflict('protected_group', aGroup(), { displayName: 'Ops' }, 'k-2');
    expect(conflict).toMatchObject({ attribute: 'externalId', incoming: { externalId: 'k-2' } });
  });
});
