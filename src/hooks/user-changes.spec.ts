import { describe, expect, it } from '@jest/globals';
import type { StoredUser } from '../scim-users/stored-user.js';
import type { ChangedUser, UserChange } from './directory-change.js';
import { type ReceivedWrite, userChanges } from './user-changes.js';

const ANA: ChangedUser = {
  id: 'p1',
  email: 'ana@corp.example',
  status: 'active',
  protected: false,
  attributes: { jobTitle: 'Pilot' },
  hostRef: 'm1',
};
const OUT: ChangedUser = { ...ANA, status: 'deactivated' };

/** A record of Ana's. */
function written(isDeleted = false): ReceivedWrite {
  const user: StoredUser = {
    id: 'u1',
    identityProviderId: 'i1',
    directoryUserId: 'p1',
    externalId: 'x',
    userNameKey: 'ana',
    displayNameKey: null,
    emailKeys: [],
    active: true,
    resource: { userName: 'ana' },
    version: '2',
    createdAt: new Date(0),
    lastModified: new Date(1),
    mergedAt: null,
    deletedAt: isDeleted ? new Date(1) : null,
  };
  return { user, isDeleted };
}

interface Case {
  readonly name: string;
  readonly before?: ChangedUser;
  readonly after?: ChangedUser;
  readonly received?: readonly ReceivedWrite[];
  readonly told: readonly Partial<UserChange>[];
}

const UPDATED = { type: 'user.updated', before: ANA } as const;

const CASES: readonly Case[] = [
  { name: 'somebody new', after: ANA, told: [{ type: 'user.provisioned', user: ANA }] },
  { name: 'somebody new who may not enter', after: OUT, told: [{ type: 'user.provisioned', user: OUT }] },
  { name: 'somebody who is gone', before: ANA, told: [{ type: 'user.erased', user: ANA }] },
  { name: 'nobody', told: [] },
  { name: 'nothing', before: ANA, after: ANA, told: [] },
  { name: 'another reference of the application’s', before: ANA, after: { ...ANA, hostRef: 'm2' }, told: [] },
  {
    name: 'another address',
    before: ANA,
    after: { ...ANA, email: null },
    told: [{ ...UPDATED, changed: ['email'] }],
  },
  {
    name: 'protection, and fields that came, changed and went',
    before: { ...ANA, attributes: { jobTitle: 'Pilot', city: 'Rome', state: 'x' } },
    after: { ...ANA, protected: true, attributes: { jobTitle: 'Pilot', city: 'Oslo', constructor: 'y' } },
    told: [{ type: 'user.updated', changed: ['protected', 'city', 'state', 'constructor'] }],
  },
  { name: 'who may not enter', before: ANA, after: OUT, told: [{ type: 'user.deactivated', user: OUT }] },
  { name: 'who may enter again', before: OUT, after: ANA, told: [{ type: 'user.reactivated', user: ANA }] },
  { name: 'who is held instead', before: OUT, after: { ...OUT, status: 'held' }, told: [] },
  {
    name: 'a record that changed and moved nothing here',
    before: ANA,
    after: ANA,
    received: [written()],
    told: [{ ...UPDATED, changed: [] }],
  },
  {
    name: 'a record that only deactivated',
    before: ANA,
    after: OUT,
    received: [written()],
    told: [{ type: 'user.deactivated' }],
  },
  {
    name: 'a record that was deleted',
    before: ANA,
    after: { ...OUT, email: null },
    received: [written(true)],
    told: [{ ...UPDATED, changed: ['email'] }, { type: 'user.deleted' }, { type: 'user.deactivated' }],
  },
  {
    name: 'a record that was deleted while another one keeps the person active',
    before: ANA,
    after: ANA,
    received: [written(true)],
    told: [{ type: 'user.deleted', user: ANA }],
  },
];

describe('what is told of a person', () => {
  it.each(CASES)('$name', ({ before, after, received = [], told }) => {
    const people = { before: mapOf(before), after: mapOf(after) };
    const changes = userChanges(['p1', 'p1'], people, received);
    expect(changes).toHaveLength(told.length);
    expect(changes).toMatchObject(told);
    for (const change of changes) expect(change.received?.id).toBe(received.length > 0 ? 'u1' : undefined);
  });

  it('goes with their own records only', () => {
    const [change] = userChanges(['p2'], { before: mapOf(), after: new Map([['p2', { ...ANA, id: 'p2' }]]) }, [
      written(),
    ]);
    expect(change).not.toHaveProperty('received');
  });
});

function mapOf(user?: ChangedUser): Map<string, ChangedUser> {
  return new Map(user ? [[user.id, user]] : []);
}
