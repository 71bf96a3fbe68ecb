import { describe, expect, it } from '@jest/globals';
import {
  aConnection,
  ANAS_KEY,
  anotherConnection,
  aPerson,
  aUser,
  BEN,
  BENS_KEY,
  changeOf,
  daysAgo,
  factsOf,
  frozen,
  linked,
  NOW,
  type Outcome,
  outcomeOfChange,
  personAfter,
  pushOf,
  received,
} from '../../test/support/people.js';
import type { Person, PersonWithResources } from '../directory/person.js';
import type { JsonObject } from '../kernel/resource/resource.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import type { Connection } from '../tenants/tenant-config.js';
import type { Change } from './change.js';
import { decideUpdate } from './decide-update.js';

/** Ana has left; Entra matches Ben, the newcomer, to her record by its name. */
interface Case {
  readonly name: string;
  readonly connections?: readonly Connection[];
  readonly before?: StoredUser;
  readonly person?: Partial<Person>;
  readonly others?: readonly StoredUser[];
  /** Ben as he is pushed, but for this. */
  readonly next?: JsonObject;
  /** Who has the address that is pushed; absent: Ana. */
  readonly emailHolder?: PersonWithResources | 'nobody';
  readonly newcomer: Partial<Outcome>;
  readonly leaver: Partial<Person>;
}

const GONE = { status: 'deactivated' } as const;
const left = aUser({ active: false });
const ANAS_ADDRESS: JsonObject = { emails: [{ type: 'work', value: 'ana@corp.example' }] };
const recycled: JsonObject = { ...BEN, userName: 'ana@corp.example', ...ANAS_ADDRESS };

function handOver({
  connections = [aConnection()],
  before = left,
  person = GONE,
  others = [],
  next = {},
  emailHolder,
}: Omit<Case, 'name' | 'newcomer' | 'leaver'>): Change {
  const current = { user: before, person: linked(aPerson(person), ...others, before) };
  const holder = emailHolder === 'nobody' ? undefined : (emailHolder ?? current.person);
  const decision = decideUpdate(
    frozen(pushOf(connections[0]!, connections)),
    frozen(current),
    frozen({ resource: received({ ...recycled, ...next }).resource, warnings: ['badge was ignored.'] }),
    frozen(factsOf({ emailHolder: holder })),
  );
  return changeOf(decision);
}

const NEWCOMER = { is: 'change', user: 'u-ana', person: 'new-2', conflicts: ['handover'] } as const;
const LEAVER = { status: 'deactivated', email: null } as const;

describe('a hand-over', () => {
  const both = [aConnection(), anotherConnection()];
  const elsewhere = aUser({}, { id: 'u-okta', identityProviderId: 'okta' });
  const ben = { id: 'p-ben', email: 'ben@corp.example', emailKey: 'ben@corp.example' };

  const cases: readonly Case[] = [
    {
      name: 'the newcomer gets a person of their own with the address, the leaver stays deactivated without it',
      newcomer: { ...NEWCOMER, email: 'ana@corp.example', status: 'active' },
      leaver: LEAVER,
    },
    {
      name: 'the leaver gives their address up, though the newcomer brings another',
      next: { emails: [{ type: 'work', value: 'ben@corp.example' }] },
      emailHolder: 'nobody',
      newcomer: { ...NEWCOMER, email: 'ben@corp.example', status: 'active' },
      leaver: LEAVER,
    },
    {
      name: 'a record that was active: its person is deactivated by it',
      before: aUser(),
      person: {},
      newcomer: { ...NEWCOMER, email: 'ana@corp.example', status: 'active' },
      leaver: LEAVER,
    },
    {
      name: 'pushed as inactive',
      next: { active: false },
      newcomer: { ...NEWCOMER, email: 'ana@corp.example', status: 'deactivated' },
      leaver: LEAVER,
    },
    {
      name: 'an administrator’s word stays with the leaver and does not touch the newcomer',
      person: { ...GONE, deactivatedByAdministrator: true },
      newcomer: { ...NEWCOMER, status: 'active' },
      leaver: { ...LEAVER, deactivatedByAdministrator: true },
    },
    {
      name: 'a protected leaver keeps standing and address: the newcomer is held',
      before: aUser(),
      person: { protected: true },
      newcomer: {
        ...NEWCOMER,
        email: null,
        status: 'held',
        conflicts: ['handover', 'protected_leaver', 'email_taken'],
      },
      leaver: { status: 'active', email: 'ana@corp.example', protected: true },
    },
    {
      name: 'a protected leaver, and the newcomer brings another address',
      before: aUser(),
      person: { protected: true },
      next: { emails: [{ type: 'work', value: 'ben@corp.example' }] },
      emailHolder: 'nobody',
      newcomer: {
        ...NEWCOMER,
        email: 'ben@corp.example',
        status: 'active',
        conflicts: ['handover', 'protected_leaver'],
      },
      leaver: { status: 'active', email: 'ana@corp.example' },
    },
    {
      name: 'a leaver who was held is held no longer',
      person: { status: 'held', held: true, email: null, emailKey: null },
      emailHolder: 'nobody',
      newcomer: { ...NEWCOMER, email: 'ana@corp.example', status: 'active' },
      leaver: { ...LEAVER, held: false },
    },
    {
      name: 'the address is reserved to another by now: the newcomer is held',
      connections: [aConnection(), anotherConnection({ domains: ['corp.example'] })],
      newcomer: { ...NEWCOMER, email: null, status: 'held', conflicts: ['handover', 'email_reserved'] },
      leaver: LEAVER,
    },
    {
      name: 'the newcomer’s address is a colleague’s: without',
      next: { emails: [{ type: 'work', value: 'ben@corp.example' }] },
      emailHolder: linked(aPerson(ben), aUser(BEN, { id: 'u-ben' })),
      newcomer: { ...NEWCOMER, email: null, status: 'active', conflicts: ['handover', 'email'] },
      leaver: LEAVER,
    },
    {
      name: 'an unlinked person waits for the newcomer',
      next: { emails: [{ type: 'work', value: 'ben@corp.example' }] },
      emailHolder: linked(aPerson(ben)),
      newcomer: { ...NEWCOMER, person: 'p-ben', email: 'ben@corp.example', status: 'active' },
      leaver: LEAVER,
    },
    {
      name: 'who enters by another connection has not left: standing and address stay, the newcomer goes without',
      connections: both,
      others: [elsewhere],
      newcomer: { ...NEWCOMER, email: null, status: 'active', conflicts: ['handover', 'email'] },
      leaver: { status: 'active', email: 'ana@corp.example' },
    },
    {
      name: 'who is inactive at the other connection too has left',
      connections: both,
      others: [{ ...elsewhere, active: false }],
      newcomer: { ...NEWCOMER, email: 'ana@corp.example', status: 'active' },
      leaver: LEAVER,
    },
    {
      name: 'who was deleted at the other connection has left',
      connections: both,
      others: [{ ...elsewhere, deletedAt: daysAgo(3) }],
      newcomer: { ...NEWCOMER, email: 'ana@corp.example', status: 'active' },
      leaver: LEAVER,
    },
    {
      name: 'a second record of the leaver at this connection is not the newcomer’s: still here',
      before: aUser(),
      person: {},
      others: [aUser({}, { id: 'u-second' })],
      newcomer: { ...NEWCOMER, email: null, status: 'active', conflicts: ['handover', 'email'] },
      leaver: { status: 'active', email: 'ana@corp.example' },
    },
  ];
  it.each(cases)('$name', ({ newcomer, leaver, ...row }) => {
    const change = handOver(row);
    expect(outcomeOfChange(change)).toMatchObject(newcomer);
    expect(personAfter(change, 'p-ana')).toMatchObject(leaver);
  });

  it('keeps the id, ends memberships, and leaves the leaver a deleted record under the old key', () => {
    const change = handOver({});
    const [record, old] = change.users;
    expect(record).toMatchObject({
      expects: '3',
      user: { id: 'u-ana', externalId: BENS_KEY, directoryUserId: 'new-2', deletedAt: null, version: '4' },
    });
    expect(old).toEqual({
      user: { ...left, id: 'new-1', version: '1', deletedAt: NOW, lastModified: NOW },
    });
    expect(old?.user).toMatchObject({ externalId: ANAS_KEY, directoryUserId: 'p-ana' });
    expect(change.endsMembershipsOf).toEqual(['u-ana']);
    expect(change.answer).toBe(record?.user);
  });

  it('tells it by a conflict that names both', () => {
    const [conflict] = handOver({}).conflicts;
    expect(conflict).toEqual({
      kind: 'handover',
      attribute: 'externalId',
      pairKey: JSON.stringify(['u-ana', ANAS_KEY, BENS_KEY]),
      incoming: { scimUserId: 'u-ana', directoryUserId: 'new-2', userName: 'ana@corp.example', externalId: BENS_KEY },
      existing: { scimUserId: 'u-ana', directoryUserId: 'p-ana', userName: 'ana@corp.example', externalId: ANAS_KEY },
    });
  });

  it('tells what became of either, and what was passed over', () => {
    const { events } = handOver({ before: aUser(), person: {} });
    expect(events).toMatchObject([
      {
        type: 'scim_user_handed_over',
        target: { id: 'u-ana', directoryUserId: 'new-2', externalId: BENS_KEY },
        warnings: ['badge was ignored.'],
        before: { externalId: ANAS_KEY },
        after: { externalId: BENS_KEY },
      },
      {
        type: 'directory_user_deactivated',
        identityProviderId: 'entra',
        target: { kind: 'directory_user', id: 'p-ana' },
        changes: ['email', 'status'],
        before: { email: 'ana@corp.example' },
      },
    ]);
    expect(events).toHaveLength(2);
  });

  it('tells no deactivation of who was deactivated before', () => {
    expect(handOver({}).events.map(({ type }) => type)).toEqual(['scim_user_handed_over', 'directory_user_updated']);
  });

  it('tells nothing of a leaver who had nothing left to lose', () => {
    const change = handOver({ person: { ...GONE, email: null, emailKey: null }, emailHolder: 'nobody' });
    expect(change.events.map(({ type }) => type)).toEqual(['scim_user_handed_over']);
  });

  it('hands on nothing of the leaver’s but the record', () => {
    const attributes = {
      jobTitle: { value: 'Boss', provenance: 'administrator' as const, updatedAt: NOW.toISOString() },
    };
    const change = handOver({ person: { ...GONE, attributes } });
    expect(personAfter(change).attributes).toEqual({});
    expect(personAfter(change, 'p-ana').attributes).toEqual(attributes);
  });
});
