import { describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '../audit/audit-event.js';
import type { Person } from '../directory/person.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import type { Change } from './change.js';
import { newcomersIn, peopleIn, receivedIn } from './told-change.js';

const NOW = new Date(0);

function person(id: string): Person {
  const words = { status: 'active', held: false, deactivatedByAdministrator: false, protected: false } as const;
  return { id, email: null, emailKey: null, ...words, attributes: {}, revision: '1', createdAt: NOW };
}

function user(id: string, directoryUserId: string, deletedAt: Date | null = null): StoredUser {
  const keys = { externalId: null, userNameKey: id, displayNameKey: null, emailKeys: [] };
  const times = { createdAt: NOW, lastModified: NOW, mergedAt: null, deletedAt };
  return { id, identityProviderId: 'i1', directoryUserId, ...keys, active: true, resource: {}, version: '1', ...times };
}

function event(type: AuditEvent['type'], id: string): AuditEvent {
  return { type, target: { kind: 'scim_user', id } };
}

const CHANGE: Change = {
  configVersion: '1',
  users: [
    { user: user('kept', 'p1') },
    { user: user('deleted', 'p2', NOW) },
    { user: user('retired', 'p3', NOW) },
    { user: user('left behind', 'p4', NOW) },
  ],
  people: [{ person: person('p1') }, { person: person('p5') }],
  decidedOn: [person('p1'), person('p6')],
  endsMembershipsOf: [],
  forgets: ['p7'],
  showsInGroups: [],
  conflicts: [],
  standOtherwise: [],
  events: [
    event('scim_user_updated', 'kept'),
    event('scim_user_deleted', 'deleted'),
    event('scim_user_retired', 'retired'),
    event('scim_user_handed_over', 'left behind'),
  ],
  answer: user('kept', 'p1'),
};

describe('what there is to tell of a change', () => {
  it('is of everybody it writes, was decided on, links or forgets, once each', () => {
    expect(peopleIn(CHANGE).toSorted()).toEqual(['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7']);
  });

  it('has nothing before it of whoever is made by it', () => {
    const known = { person: person('p8'), expects: '1' };
    expect(newcomersIn({ ...CHANGE, people: [...CHANGE.people, known] })).toEqual(['p1', 'p5']);
  });

  it('is of each record, and which of them this very change deletes', () => {
    const told = receivedIn(CHANGE).map(({ user: { id }, isDeleted }) => [id, isDeleted]);
    expect(told).toEqual([
      ['kept', false],
      ['deleted', true],
      ['retired', true],
      ['left behind', false],
    ]);
  });
});
