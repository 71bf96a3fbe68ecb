import { describe, expect, it } from '@jest/globals';
import {
  aConnection,
  ANA,
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
  hoursAgo,
  linked,
  NOW,
  type Outcome,
  outcomeOf,
  personAfter,
  pushOf,
  received,
  warningsOf,
} from '../../test/support/people.js';
import type { PersonWithResources } from '../directory/person.js';
import type { JsonObject } from '../kernel/resource/resource.js';
import type { Connection } from '../tenants/tenant-config.js';
import type { Decision } from './change.js';
import { decideCreate } from './decide-create.js';
import { type Facts, NOBODY } from './facts.js';

interface Case {
  readonly name: string;
  readonly connections?: readonly Connection[];
  /** What is pushed: Ana, but for what is said differently; null leaves out. */
  readonly post?: JsonObject;
  readonly facts?: Facts;
  readonly outcome: Partial<Outcome>;
}

function decide({
  connections = [aConnection()],
  post = {},
  facts = NOBODY,
}: Omit<Case, 'name' | 'outcome'>): Decision {
  const push = pushOf(connections[0]!, connections);
  const body = Object.fromEntries(Object.entries({ ...ANA, ...post }).filter(([, value]) => value !== null));
  return decideCreate(frozen(push), frozen(received(body)), frozen(facts));
}

function check({ outcome, ...row }: Case): void {
  expect(outcomeOf(decide(row))).toMatchObject({ conflicts: [], ...outcome });
}

const strict = aConnection({ strict: true });
const okta = aConnection({ kind: 'okta' });
const generic = aConnection({ kind: 'generic', strict: true });
const lasting = aConnection({ externalIdIsLasting: true });

const ana = aUser();
const herself = linked(aPerson(), ana);
const LINK = { linkedByAdministrator: { id: 'c-1', resolution: 'link' } } as const;

/** Ana holds the userName; Ben, a newcomer, is pushed with it. */
const benAsAna = { ...BEN, userName: 'ana@corp.example' };

function holding(user = ana, person = aPerson(), more: Partial<Facts> = {}, ...others: PersonWithResources[]): Facts {
  return factsOf({ byUserName: user, ...more }, linked(person, user), ...others);
}

const UNIQUENESS = { is: 'refused', error: '409 uniqueness' } as const;

describe('POST /Users', () => {
  describe('rule 1: the userName belongs to a visible resource', () => {
    const cases: readonly Case[] = [
      { name: 'under the same key (the same POST again): 409, no conflict', facts: holding(), outcome: UNIQUENESS },
      {
        name: 'in another case',
        post: { userName: 'ANA@corp.example' },
        facts: holding(),
        outcome: UNIQUENESS,
      },
      {
        name: 'under another key: 409, and a conflict',
        post: benAsAna,
        facts: holding(),
        outcome: { ...UNIQUENESS, conflicts: ['userName'] },
      },
      {
        name: 'pushed without a key, which counts as another one: a conflict',
        post: { externalId: null },
        facts: holding(),
        outcome: { ...UNIQUENESS, conflicts: ['userName'] },
      },
      {
        name: 'held without a key, which counts as another one: a conflict',
        facts: holding(aUser({ externalId: null })),
        outcome: { ...UNIQUENESS, conflicts: ['userName'] },
      },
      {
        name: 'neither has a key: a conflict',
        post: { externalId: null },
        facts: holding(aUser({ externalId: null })),
        outcome: { ...UNIQUENESS, conflicts: ['userName'] },
      },
      {
        name: 'an inactive one, under the same key: 409, no conflict',
        facts: holding(aUser({ active: false })),
        outcome: UNIQUENESS,
      },
      {
        name: 'the name is one user’s and the key another’s: the name decides',
        post: benAsAna,
        facts: holding(
          ana,
          aPerson(),
          { byExternalId: aUser(BEN, { id: 'u-ben', directoryUserId: 'p-ben' }) },
          linked(aPerson({ id: 'p-ben' }), aUser(BEN, { id: 'u-ben' })),
        ),
        outcome: { ...UNIQUENESS, conflicts: ['userName'] },
      },
    ];
    it.each(cases)('$name', check);

    it('names both parties, and the name that is taken', () => {
      const decision = decide({ post: benAsAna, facts: holding() });
      expect(decision).toMatchObject({
        error: { message: 'userName "ana@corp.example" is taken by another user of this identity provider.' },
        conflict: {
          kind: 'userName',
          attribute: 'userName',
          pairKey: JSON.stringify(['u-ana', 'ana@corp.example', BENS_KEY]),
          incoming: { userName: 'ana@corp.example', externalId: BENS_KEY },
          existing: {
            scimUserId: 'u-ana',
            directoryUserId: 'p-ana',
            userName: 'ana@corp.example',
            externalId: ANAS_KEY,
          },
        },
      });
    });
  });

  describe('the exception: a leaver holds a recycled name', () => {
    const left = aUser({ active: false });
    const gone = aPerson({ status: 'deactivated' });
    const cases: readonly Case[] = [
      {
        name: 'tolerant, inactive, both keys lasting and different: retired, and a newcomer with the address',
        post: { ...benAsAna, emails: ANA['emails']! },
        facts: holding(left, gone, { emailHolder: linked(gone, left) }),
        outcome: {
          is: 'change',
          user: 'new-1',
          person: 'new-2',
          email: 'ana@corp.example',
          status: 'active',
          events: ['scim_user_retired', 'scim_user_received', 'directory_user_updated'],
        },
      },
      {
        name: 'strict',
        connections: [strict],
        post: benAsAna,
        facts: holding(left, gone),
        outcome: { ...UNIQUENESS, conflicts: ['userName'] },
      },
      {
        name: 'the holder is active',
        post: benAsAna,
        facts: holding(),
        outcome: { ...UNIQUENESS, conflicts: ['userName'] },
      },
      {
        name: 'the newcomer’s key is not lasting (a recycled nickname)',
        post: { ...benAsAna, externalId: 'ana' },
        facts: holding(left, gone),
        outcome: { ...UNIQUENESS, conflicts: ['userName'] },
      },
      {
        name: 'the holder’s key is not lasting',
        post: benAsAna,
        facts: holding(aUser({ active: false, externalId: 'ana' }), gone),
        outcome: { ...UNIQUENESS, conflicts: ['userName'] },
      },
      {
        name: 'any key lasts where the setting says so',
        connections: [lasting],
        post: { ...benAsAna, externalId: 'E-2' },
        facts: holding(aUser({ active: false, externalId: 'E-1' }), gone),
        outcome: { is: 'change', user: 'new-1', events: ['scim_user_retired', 'scim_user_received'] },
      },
      {
        name: 'the newcomer’s key belongs to somebody visible',
        post: benAsAna,
        facts: holding(left, gone, { byExternalId: aUser(BEN, { id: 'u-ben', directoryUserId: 'p-ben' }) }),
        outcome: { ...UNIQUENESS, conflicts: ['userName'] },
      },
      {
        name: 'the newcomer was here before and deleted: revived, not made anew',
        post: benAsAna,
        facts: holding(
          left,
          gone,
          { deleted: aUser(BEN, { id: 'u-ben', directoryUserId: 'p-ben', deletedAt: daysAgo(3) }) },
          linked(aPerson({ id: 'p-ben', email: null, emailKey: null, status: 'deactivated' })),
        ),
        outcome: { is: 'change', user: 'u-ben', person: 'p-ben', events: ['scim_user_retired', 'scim_user_revived'] },
      },
      {
        name: 'the leaver is protected: they keep their address, the newcomer is held',
        post: { ...benAsAna, emails: ANA['emails']! },
        facts: holding(left, aPerson({ protected: true }), {
          emailHolder: linked(aPerson({ protected: true }), left),
        }),
        outcome: {
          is: 'change',
          user: 'new-1',
          email: null,
          status: 'held',
          conflicts: ['email_taken'],
          events: ['scim_user_retired', 'scim_user_received'],
        },
      },
    ];
    it.each(cases)('$name', check);

    it('retires as DELETE does, and writes a person that both touch once', () => {
      const facts = holding(left, gone, { emailHolder: linked(gone, left) });
      const change = changeOf(decide({ post: { ...benAsAna, emails: ANA['emails']! }, facts }));
      expect(change.users.map(({ user, expects }) => [user.id, user.deletedAt, expects])).toEqual([
        ['u-ana', NOW, '3'],
        ['new-1', null, undefined],
      ]);
      expect(change.people.map(({ person, expects }) => [person.id, person.email, expects])).toEqual([
        ['p-ana', null, '5'],
        ['new-2', 'ana@corp.example', undefined],
      ]);
      expect(change.showsInGroups).toEqual(['u-ana']);
      expect(change.endsMembershipsOf).toEqual([]);
    });

    it('lets a leaver who is still known to another connection keep the address: shared', () => {
      const elsewhere = aUser({}, { id: 'u-ana-okta', identityProviderId: 'okta' });
      const person = linked(aPerson({ status: 'deactivated' }), left, elsewhere);
      const facts = factsOf({ byUserName: left, emailHolder: person }, person);
      const change = changeOf(
        decide({
          connections: [aConnection(), anotherConnection()],
          post: { ...benAsAna, emails: ANA['emails']! },
          facts,
        }),
      );
      expect(outcomeOf({ kind: 'change', change })).toMatchObject({
        email: null,
        status: 'active',
        conflicts: ['email'],
      });
      expect(personAfter(change, 'p-ana')).toMatchObject({ email: 'ana@corp.example', status: 'active' });
    });

    it('revives the very person whose second record is retired', () => {
      const deleted = aUser(BEN, { id: 'u-ben', deletedAt: daysAgo(3) });
      const person = linked(aPerson({ status: 'deactivated' }), left, deleted);
      const change = changeOf(decide({ post: benAsAna, facts: factsOf({ byUserName: left, deleted }, person) }));
      expect(outcomeOf({ kind: 'change', change })).toMatchObject({ user: 'u-ben', person: 'p-ana', status: 'active' });
      expect(change.people).toHaveLength(1);
    });
  });

  describe('rule 2: the externalId belongs to a visible resource with another userName', () => {
    const renamed = { userName: 'ana.ruiz@corp.example' };
    const known = (user = ana, person = aPerson(), more: Partial<Facts> = {}): Facts =>
      factsOf({ byExternalId: user, ...more }, linked(person, user));
    const merged = { is: 'change', user: 'u-ana', person: 'p-ana', events: ['scim_user_merged'] } as const;
    const refused = { ...UNIQUENESS, conflicts: ['externalId'] };

    const cases: readonly Case[] = [
      {
        name: 'entra, tolerant, lasting, never merged: the same person, renamed',
        post: renamed,
        facts: known(),
        outcome: merged,
      },
      {
        name: 'inactive so far',
        post: renamed,
        facts: known(aUser({ active: false })),
        outcome: { ...merged, status: 'active', events: ['scim_user_merged', 'scim_user_reactivated'] },
      },
      {
        name: 'a merge 24 hours ago',
        post: renamed,
        facts: known(aUser({}, { mergedAt: hoursAgo(24) })),
        outcome: merged,
      },
      {
        name: 'a merge within 24 hours (a mapping that sends one constant)',
        post: renamed,
        facts: known(aUser({}, { mergedAt: hoursAgo(23.9) })),
        outcome: refused,
      },
      { name: 'strict', connections: [strict], post: renamed, facts: known(), outcome: refused },
      { name: 'okta', connections: [okta], post: renamed, facts: known(), outcome: refused },
      { name: 'generic', connections: [generic], post: renamed, facts: known(), outcome: refused },
      {
        name: 'the key is not lasting (a recycled nickname)',
        post: { ...renamed, externalId: 'ana' },
        facts: known(aUser({ externalId: 'ana' })),
        outcome: refused,
      },
      {
        name: 'the nil UUID, which a broken mapping sends for everybody',
        post: { ...renamed, externalId: '00000000-0000-0000-0000-000000000000' },
        facts: known(aUser({ externalId: '00000000-0000-0000-0000-000000000000' })),
        outcome: refused,
      },
      {
        name: 'protected: renamed, but given no other email',
        post: { ...renamed, emails: [{ type: 'work', value: 'new@corp.example' }] },
        facts: known(ana, aPerson({ protected: true })),
        outcome: { ...merged, email: 'ana@corp.example', status: 'active' },
      },
      {
        name: 'protected: not deactivated',
        post: { ...renamed, active: false },
        facts: known(ana, aPerson({ protected: true })),
        outcome: {
          ...merged,
          status: 'active',
          conflicts: ['protected_leaver'],
          events: ['scim_user_merged', 'scim_user_deactivated'],
        },
      },
      {
        name: 'deactivated by an administrator: stays so',
        post: renamed,
        facts: known(aUser({ active: false }), aPerson({ deactivatedByAdministrator: true, status: 'deactivated' })),
        outcome: {
          ...merged,
          status: 'deactivated',
          events: ['scim_user_merged', 'scim_user_reactivated'],
        },
      },
      {
        name: 'the new address is a colleague’s: without email',
        post: { ...renamed, emails: [{ type: 'work', value: 'ben@corp.example' }] },
        facts: known(ana, aPerson(), {
          emailHolder: linked(
            aPerson({ id: 'p-ben', email: 'ben@corp.example', emailKey: 'ben@corp.example' }),
            aUser(BEN, { id: 'u-ben' }),
          ),
        }),
        outcome: { ...merged, email: null, status: 'active', conflicts: ['email'] },
      },
      {
        name: 'the new address is reserved to another: held',
        connections: [aConnection(), anotherConnection({ domains: ['other.example'] })],
        post: { ...renamed, emails: [{ type: 'work', value: 'ana@other.example' }] },
        facts: known(),
        outcome: { ...merged, email: null, status: 'held', conflicts: ['email_reserved'] },
      },
    ];
    it.each(cases)('$name', check);

    it('takes the pushed state as PUT would: what is left out is cleared, the id stays', () => {
      const before = aUser({ title: 'Boss', active: false });
      const { answer, users } = changeOf(decide({ post: { ...renamed, active: null }, facts: known(before) }));
      expect(answer.resource).toEqual({ ...received({ ...ANA, ...renamed }).resource, active: false });
      expect(answer).toMatchObject({
        id: 'u-ana',
        version: '4',
        mergedAt: NOW,
        lastModified: NOW,
        createdAt: daysAgo(100),
      });
      expect(users).toEqual([{ user: answer, expects: '3' }]);
    });

    it('tells the old and the new name on an event of its own', () => {
      const [event] = changeOf(decide({ post: renamed, facts: known() })).events;
      expect(event).toMatchObject({
        type: 'scim_user_merged',
        changes: ['userName'],
        before: { userName: 'ana@corp.example' },
        after: { userName: 'ana.ruiz@corp.example' },
      });
    });
  });

  describe('an administrator said that a pair is one person', () => {
    const merged = { is: 'change', user: 'u-ana', person: 'p-ana', events: ['scim_user_merged'] } as const;
    const cases: readonly Case[] = [
      {
        name: 'a clash of userName: the resource takes the new key',
        post: benAsAna,
        facts: holding(ana, aPerson(), LINK),
        outcome: merged,
      },
      {
        name: 'on a strict connection too',
        connections: [strict],
        post: benAsAna,
        facts: holding(ana, aPerson(), LINK),
        outcome: merged,
      },
      {
        name: 'not retired then, though the holder has left',
        post: benAsAna,
        facts: holding(aUser({ active: false }), aPerson(), LINK),
        outcome: { ...merged, status: 'active', events: ['scim_user_merged', 'scim_user_reactivated'] },
      },
      {
        name: 'a clash of externalId, on a connection that merges nobody',
        connections: [okta],
        post: { userName: 'ana.ruiz@corp.example' },
        facts: factsOf({ byExternalId: ana, ...LINK }, herself),
        outcome: merged,
      },
      {
        name: 'a clash of externalId, within the pause',
        post: { userName: 'ana.ruiz@corp.example' },
        facts: factsOf({ byExternalId: aUser({}, { mergedAt: hoursAgo(1) }), ...LINK }, herself),
        outcome: merged,
      },
      {
        name: 'once they are one, the same POST again is a 409',
        facts: holding(ana, aPerson(), { byExternalId: ana, ...LINK }),
        outcome: UNIQUENESS,
      },
      {
        name: 'not where the key belongs to a third',
        post: benAsAna,
        facts: holding(
          ana,
          aPerson(),
          { byExternalId: aUser(BEN, { id: 'u-ben', directoryUserId: 'p-ben' }), ...LINK },
          linked(aPerson({ id: 'p-ben' })),
        ),
        outcome: { ...UNIQUENESS, conflicts: ['userName'] },
      },
      {
        name: 'a protected one is given no other email by it',
        post: benAsAna,
        facts: holding(ana, aPerson({ protected: true }), LINK),
        outcome: { ...merged, email: 'ana@corp.example', status: 'active' },
      },
    ];
    it.each(cases)('$name', check);
  });

  describe('rule 3: the externalId is lasting and belongs to a deleted resource', () => {
    const deleted = aUser({ active: false, title: 'Boss' }, { deletedAt: daysAgo(29) });
    const gone = aPerson({ status: 'deactivated' });
    const facts = (user = deleted, person = gone, more: Partial<Facts> = {}): Facts =>
      factsOf({ deleted: user, emailHolder: linked(person, user), ...more }, linked(person, user));
    const revived = { is: 'change', user: 'u-ana', person: 'p-ana', events: ['scim_user_revived'] } as const;

    const cases: readonly Case[] = [
      {
        name: 'revived: same id, same directory user',
        facts: facts(),
        outcome: { ...revived, email: 'ana@corp.example', status: 'active' },
      },
      {
        name: 'on a strict connection too',
        connections: [generic],
        facts: facts(),
        outcome: { ...revived, status: 'active' },
      },
      { name: 'as inactive', post: { active: false }, facts: facts(), outcome: { ...revived, status: 'deactivated' } },
      {
        name: 'deactivated by an administrator: that survives DELETE and revival',
        facts: facts(deleted, aPerson({ status: 'deactivated', deactivatedByAdministrator: true })),
        outcome: { ...revived, status: 'deactivated' },
      },
      {
        name: 'protected: the same person, no other email',
        post: { emails: [{ type: 'work', value: 'new@corp.example' }] },
        facts: facts(deleted, aPerson({ protected: true }), { emailHolder: undefined }),
        outcome: { ...revived, email: 'ana@corp.example', status: 'active' },
      },
      {
        name: 'a colleague has the address by now: without email',
        facts: facts(deleted, aPerson({ email: null, emailKey: null, status: 'deactivated' }), {
          emailHolder: linked(aPerson({ id: 'p-ben' }), aUser(BEN, { id: 'u-ben' })),
        }),
        outcome: { ...revived, email: null, status: 'active', conflicts: ['email'] },
      },
      {
        name: 'the key is not lasting (a recycled nickname): a newcomer, who gets the address and nothing else',
        post: { externalId: 'ana' },
        facts: facts(aUser({ externalId: 'ana' }, { deletedAt: daysAgo(1) })),
        outcome: {
          is: 'change',
          user: 'new-1',
          person: 'new-2',
          email: 'ana@corp.example',
          events: ['scim_user_received', 'directory_user_updated'],
        },
      },
      {
        name: 'the nil UUID is nobody’s: a newcomer, whatever the connection’s keys are',
        connections: [generic],
        post: { externalId: '00000000-0000-0000-0000-000000000000' },
        facts: facts(aUser({ externalId: '00000000-0000-0000-0000-000000000000' }, { deletedAt: daysAgo(1) })),
        outcome: { is: 'change', user: 'new-1', person: 'new-2' },
      },
      {
        name: 'not where the name is taken',
        facts: holding(aUser(BEN, { id: 'u-ben', userNameKey: 'ana@corp.example' }), aPerson(), { deleted }),
        outcome: { ...UNIQUENESS, conflicts: ['userName'] },
      },
    ];
    it.each(cases)('$name', check);

    const memberships = [
      { name: 'come back within 30 days', deletedAt: daysAgo(29), end: false },
      { name: 'come back on the thirtieth day', deletedAt: daysAgo(30), end: false },
      { name: 'do not come back after', deletedAt: new Date(daysAgo(30).getTime() - 1), end: true },
    ];
    it.each(memberships)('memberships that its deletion hid $name', ({ deletedAt, end }) => {
      const change = changeOf(decide({ facts: facts(aUser({}, { deletedAt })) }));
      expect(change.endsMembershipsOf).toEqual(end ? ['u-ana'] : []);
      expect(change.showsInGroups).toEqual(['u-ana']);
    });

    it('holds the pushed state and nothing of the old one', () => {
      const { answer } = changeOf(decide({ facts: facts() }));
      expect(answer.resource).toEqual(received(ANA).resource);
      expect(answer).toMatchObject({ deletedAt: null, version: '4', createdAt: daysAgo(100) });
    });
  });

  describe('rule 4: otherwise a new resource and, by the claim, a directory user', () => {
    const cases: readonly Case[] = [
      {
        name: 'nobody knows them',
        outcome: {
          is: 'change',
          user: 'new-1',
          person: 'new-2',
          email: 'ana@corp.example',
          status: 'active',
          events: ['scim_user_received'],
        },
      },
      { name: 'without a key', post: { externalId: null }, outcome: { is: 'change', user: 'new-1' } },
      { name: 'active unless it says otherwise', post: { active: null }, outcome: { is: 'change', status: 'active' } },
      { name: 'inactive', post: { active: false }, outcome: { is: 'change', status: 'deactivated' } },
      {
        name: 'a person made by an administrator waits: linked',
        facts: factsOf({ emailHolder: linked(aPerson({ id: 'p-made' })) }),
        outcome: { is: 'change', user: 'new-1', person: 'p-made', email: 'ana@corp.example', status: 'active' },
      },
      {
        name: 'a refusal never refuses the push: new, without email, held',
        connections: [aConnection(), anotherConnection()],
        facts: factsOf({ emailHolder: linked(aPerson(), aUser({}, { identityProviderId: 'okta' })) }),
        outcome: {
          is: 'change',
          user: 'new-1',
          person: 'new-2',
          email: null,
          status: 'held',
          conflicts: ['email_taken'],
        },
      },
      {
        name: 'a reserved domain: the same',
        connections: [aConnection(), anotherConnection({ domains: ['corp.example'] })],
        outcome: { is: 'change', person: 'new-2', email: null, status: 'held', conflicts: ['email_reserved'] },
      },
      {
        name: 'a look-alike of somebody’s address is somebody else',
        post: { emails: [{ type: 'work', value: '\u0430na@corp.example' }] },
        outcome: { is: 'change', person: 'new-2', email: '\u0430na@corp.example', status: 'active' },
      },
    ];
    it.each(cases)('$name', check);

    it('tells what was received and what was mirrored, each once', () => {
      const [event] = changeOf(decide({ post: { displayName: 'Ana', title: 'Boss' } })).events;
      expect(event).toMatchObject({
        type: 'scim_user_received',
        identityProviderId: 'entra',
        target: {
          kind: 'scim_user',
          id: 'new-1',
          directoryUserId: 'new-2',
          externalId: ANAS_KEY,
          name: 'ana@corp.example',
        },
      });
      const { changes = [] } = event!;
      expect([...changes].sort()).toEqual(
        ['active', 'displayName', 'email', 'emails', 'externalId', 'jobTitle', 'title', 'userName'].sort(),
      );
    });

    it('carries what was passed over at the door, and why a person is held', () => {
      const connections = [aConnection(), anotherConnection({ domains: ['corp.example'] })];
      const push = pushOf(connections[0]!, connections);
      const incoming = { ...received(ANA), warnings: ['badge was ignored.'] };
      expect(warningsOf(changeOf(decideCreate(push, incoming, NOBODY)))).toEqual([
        'badge was ignored.',
        expect.stringMatching(/^email was not set: the address is not this identity provider’s/),
      ]);
    });
  });
});
