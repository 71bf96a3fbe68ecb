import { describe, expect, it } from '@jest/globals';
import {
  aConnection,
  ANAS_KEY,
  anotherConnection,
  aPerson,
  aUser,
  BEN,
  BENS_KEY,
  daysAgo,
  frozen,
  linked,
  NOW,
  pushOf,
} from '../../test/support/people.js';
import type { Person, PersonStatus, PersonWithResources } from '../directory/person.js';
import type { JsonObject } from '../kernel/resource/resource.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import type { Connection } from '../tenants/tenant-config.js';
import { settlePerson, type SettledPerson, writeOf } from './settle-person.js';
import type { Subject } from './subject.js';

const okta = anotherConnection();
const oktaOwnsDomain = anotherConnection({ domains: ['corp.example'] });
const trusted = aConnection({ trustEmail: { domains: ['corp.example'], until: new Date(NOW.getTime() + 1) } });

/** Ben, of whom nobody has heard: he claims Ana's address. */
const newcomer = aUser({ ...BEN, emails: [{ type: 'work', value: 'ana@corp.example' }] }, { id: 'u-ben' });
/** Ana's record at the other connection. */
const anaOfOkta = aUser({ externalId: 'E-1001' }, { id: 'u-ana-okta', identityProviderId: 'okta' });

interface Case {
  readonly name: string;
  /** Whose push it is, first, and the others of the tenant in its order. */
  readonly connections?: readonly Connection[];
  readonly pushedBy?: string;
  readonly subject: Subject;
  readonly email?: string | null;
  readonly status?: PersonStatus;
  readonly held?: boolean;
  readonly id?: string;
  readonly conflicts?: readonly string[];
  /** Beginnings of the sentences. */
  readonly warns?: readonly string[];
  /** Who loses their address. */
  readonly givesUp?: readonly string[];
  readonly changes?: readonly string[];
}

function settle({ connections = [aConnection()], pushedBy, subject }: Case): SettledPerson {
  const connection = connections.find(({ id }) => id === pushedBy) ?? connections[0]!;
  return settlePerson(frozen(pushOf(connection, connections)), frozen(subject));
}

function check(row: Case): void {
  const { person, people, conflicts, warnings, changes } = settle(row);
  const { name: _name, connections: _connections, pushedBy: _pushedBy, subject: _subject, ...expected } = row;
  expect({
    ...person,
    conflicts: conflicts.map(({ kind }) => kind),
    warns: beginnings(warnings, row.warns),
    givesUp: people
      .filter((write) => write.person.id !== person.id)
      .map((write) => `${write.person.id} ${write.person.email}`),
    changes,
  }).toMatchObject({ held: false, conflicts: [], warns: [], givesUp: [], ...expected });
}

/** Of each sentence as much as is expected of it. */
function beginnings(sentences: readonly string[], expected: readonly string[] = []): readonly string[] {
  return sentences.map((sentence, index) => sentence.slice(0, expected[index]?.length));
}

function of(user: StoredUser, before: StoredUser, person: Partial<Person> = {}, ...others: StoredUser[]): Subject {
  return { user, current: linked(aPerson(person), ...others, before) };
}

const withHolder = (emailHolder: PersonWithResources, user = newcomer): Subject => ({ user, emailHolder });
const DELETED = { deletedAt: NOW };
const emails = (...values: readonly string[]): JsonObject => ({
  emails: values.map((value) => ({ type: 'work', value })),
});

describe('settlePerson', () => {
  describe('the address of a newcomer', () => {
    const cases: readonly Case[] = [
      {
        name: 'nobody has it: a new person with it',
        subject: { user: newcomer },
        id: 'new-1',
        email: 'ana@corp.example',
        status: 'active',
        changes: ['email'],
      },
      {
        name: 'none is fine too',
        subject: { user: aUser({ userName: 'ben', emails: null }) },
        email: null,
        status: 'active',
        changes: [],
      },
      {
        name: 'reserved to another: without email, held, told',
        connections: [aConnection(), oktaOwnsDomain],
        subject: { user: newcomer },
        email: null,
        status: 'held',
        held: true,
        conflicts: ['email_reserved'],
        warns: ['email was not set: the address is not this identity provider’s'],
      },
      {
        name: 'an unlinked directory user has it: linked, who they were',
        subject: withHolder(linked(aPerson({ id: 'p-made' }))),
        id: 'p-made',
        email: 'ana@corp.example',
        status: 'active',
      },
      {
        name: 'an unlinked one has it in another case: the pushed spelling',
        subject: withHolder(linked(aPerson({ id: 'p-made', email: 'ANA@corp.example' }))),
        id: 'p-made',
        email: 'ana@corp.example',
        changes: ['email'],
      },
      {
        name: 'an unlinked protected one has it: new, without email, held',
        subject: withHolder(linked(aPerson({ id: 'p-made', protected: true }))),
        id: 'new-1',
        email: null,
        status: 'held',
        held: true,
        conflicts: ['email_taken'],
        warns: ['email was not set'],
      },
      {
        name: 'a leaver has it: it is given up, and nothing else of theirs',
        subject: withHolder(linked(aPerson({ status: 'deactivated' }), aUser({ active: false }))),
        id: 'new-1',
        email: 'ana@corp.example',
        status: 'active',
        givesUp: ['p-ana null'],
      },
      {
        name: 'a shared mailbox: without email, active, a conflict of kind email',
        subject: withHolder(linked(aPerson(), aUser())),
        id: 'new-1',
        email: null,
        status: 'active',
        conflicts: ['email'],
        warns: ['email was not set: another person has the address.'],
      },
      {
        name: 'a shared mailbox an administrator settled: no conflict any more',
        subject: { ...withHolder(linked(aPerson(), aUser())), isKeptApart: true },
        email: null,
        status: 'active',
        warns: ['email was not set: another person has the address.'],
      },
      {
        name: 'somebody of another identity provider has it: new, without email, held',
        connections: [aConnection(), okta],
        subject: withHolder(linked(aPerson(), anaOfOkta)),
        id: 'new-1',
        email: null,
        status: 'held',
        held: true,
        conflicts: ['email_taken'],
        warns: ['email was not set'],
      },
      {
        name: 'kept apart by an administrator: without email, but may enter',
        connections: [aConnection(), okta],
        subject: { ...withHolder(linked(aPerson(), anaOfOkta)), isKeptApart: true },
        email: null,
        status: 'active',
        warns: ['email was not set'],
      },
      {
        name: 'an owner trusts this connection: linked to who has it, in the spelling of who leads',
        connections: [okta, trusted],
        pushedBy: 'entra',
        subject: withHolder(
          linked(aPerson({ email: 'ANA@corp.example' }), anaOfOkta),
          aUser({ ...BEN, emails: [{ type: 'work', value: 'ana@corp.example' }] }),
        ),
        id: 'p-ana',
        email: 'ANA@corp.example',
        status: 'active',
        warns: ['active did not decide'],
      },
      {
        name: 'an owner trusts this connection, which leads: its spelling',
        connections: [trusted, okta],
        subject: withHolder(linked(aPerson({ email: 'ANA@corp.example' }), anaOfOkta)),
        id: 'p-ana',
        email: 'ana@corp.example',
        status: 'active',
      },
      {
        name: 'a home address meets an unlinked person: held',
        subject: withHolder(
          linked(aPerson({ id: 'p-made' })),
          aUser({ ...BEN, emails: [{ type: 'home', value: 'ana@corp.example' }] }),
        ),
        email: null,
        status: 'held',
        held: true,
        conflicts: ['email_taken'],
        warns: ['email was not set'],
      },
      {
        name: 'pushed as inactive',
        subject: { user: aUser({ active: false }) },
        email: 'ana@corp.example',
        status: 'deactivated',
      },
    ];
    it.each(cases)('$name', check);
  });

  describe('the address of a person who is here', () => {
    const ana = aUser();
    const cases: readonly Case[] = [
      {
        name: 'changed to a free one',
        subject: of(aUser(emails('new@corp.example')), ana),
        email: 'new@corp.example',
        changes: ['email'],
      },
      {
        name: 'case alone is a change',
        subject: of(aUser(emails('ANA@corp.example')), ana),
        email: 'ANA@corp.example',
        changes: ['email'],
      },
      {
        name: 'something else changes',
        subject: of(aUser({ nickName: 'A' }), ana),
        email: 'ana@corp.example',
        changes: [],
      },
      {
        name: 'their own, though its domain was reserved to another meanwhile',
        connections: [aConnection(), oktaOwnsDomain],
        subject: of(aUser({ nickName: 'A' }), ana),
        email: 'ana@corp.example',
        changes: [],
      },
      {
        name: 'cleared: what the userName looks like',
        subject: of(aUser({ emails: null, userName: 'upn@corp.example' }), ana),
        email: 'upn@corp.example',
      },
      {
        name: 'cleared for good',
        subject: of(aUser({ emails: null, userName: 'ana' }), ana),
        email: null,
        status: 'active',
        changes: ['email'],
      },
      {
        name: 'cleared, and the fallback meets a colleague: without',
        subject: {
          ...of(aUser({ emails: null, userName: 'ben@corp.example' }), ana),
          emailHolder: linked(
            aPerson({ id: 'p-ben', email: 'ben@corp.example', emailKey: 'ben@corp.example' }),
            aUser(BEN, { id: 'u-ben' }),
          ),
        },
        email: null,
        status: 'active',
        conflicts: ['email'],
        warns: ['email was not set'],
      },
      {
        name: 'cleared, and the fallback meets somebody of another identity provider: held',
        connections: [aConnection(), okta],
        subject: {
          ...of(aUser({ emails: null, userName: 'ben@corp.example' }), ana),
          emailHolder: linked(
            aPerson({ id: 'p-ben', email: 'ben@corp.example', emailKey: 'ben@corp.example' }),
            aUser(BEN, { id: 'u-ben', identityProviderId: 'okta' }),
          ),
        },
        email: null,
        status: 'held',
        held: true,
        conflicts: ['email_taken'],
        warns: ['email was not set'],
      },
      {
        name: 'changed to a colleague’s who left: given up',
        subject: {
          ...of(aUser(emails('ben@corp.example')), ana),
          emailHolder: linked(
            aPerson({ id: 'p-ben', email: 'ben@corp.example', emailKey: 'ben@corp.example' }),
            aUser({ ...BEN, active: false }, { id: 'u-ben' }),
          ),
        },
        email: 'ben@corp.example',
        givesUp: ['p-ben null'],
      },
      {
        name: 'changed to one of another identity provider’s people: held, and the old one is gone',
        connections: [aConnection(), okta],
        subject: {
          ...of(aUser(emails('ben@corp.example')), ana),
          emailHolder: linked(
            aPerson({ id: 'p-ben', email: 'ben@corp.example', emailKey: 'ben@corp.example' }),
            aUser(BEN, { id: 'u-ben', identityProviderId: 'okta' }),
          ),
        },
        email: null,
        status: 'held',
        held: true,
        conflicts: ['email_taken'],
        warns: ['email was not set'],
        changes: ['email'],
      },
      {
        name: 'changed to the same, trusted: two people become one only by an administrator’s word',
        connections: [trusted, okta],
        subject: {
          ...of(aUser(emails('ben@corp.example')), ana),
          emailHolder: linked(
            aPerson({ id: 'p-ben', email: 'ben@corp.example', emailKey: 'ben@corp.example' }),
            aUser(BEN, { id: 'u-ben', identityProviderId: 'okta' }),
          ),
        },
        id: 'p-ana',
        email: null,
        held: true,
        conflicts: ['email_taken'],
        warns: ['email was not set'],
      },
      {
        name: 'changed to an unlinked person’s: the same',
        subject: {
          ...of(aUser(emails('ben@corp.example')), ana),
          emailHolder: linked(aPerson({ id: 'p-ben', email: 'ben@corp.example', emailKey: 'ben@corp.example' })),
        },
        id: 'p-ana',
        email: null,
        held: true,
        conflicts: ['email_taken'],
        warns: ['email was not set'],
      },
      {
        name: 'held so far, and now the address is free: held no longer',
        subject: of(aUser({ nickName: 'A' }), ana, { email: null, emailKey: null, held: true, status: 'held' }),
        email: 'ana@corp.example',
        status: 'active',
      },
      {
        name: 'held so far, and still in vain: held, and told again',
        connections: [aConnection(), oktaOwnsDomain],
        subject: of(aUser({ nickName: 'A' }), ana, { email: null, emailKey: null, held: true, status: 'held' }),
        email: null,
        status: 'held',
        held: true,
        conflicts: ['email_reserved'],
        warns: ['email was not set'],
      },
      {
        name: 'held so far, and the claim is withdrawn: held no longer, without email',
        subject: of(aUser({ emails: null, userName: 'ana' }), ana, {
          email: null,
          emailKey: null,
          held: true,
          status: 'held',
        }),
        email: null,
        status: 'active',
      },
      {
        name: 'protected: no other email',
        subject: of(aUser(emails('new@corp.example')), ana, { protected: true }),
        email: 'ana@corp.example',
        status: 'active',
        warns: ['email was not changed: the person is protected.'],
        changes: [],
      },
      {
        name: 'protected: not cleared either',
        subject: of(aUser({ emails: null, userName: 'ana' }), ana, { protected: true }),
        email: 'ana@corp.example',
        warns: ['email was not changed'],
      },
      {
        name: 'protected: their own is no warning',
        subject: of(aUser({ nickName: 'A' }), ana, { protected: true }),
        email: 'ana@corp.example',
      },
      {
        name: 'protected: nor is having none',
        subject: of(aUser({ emails: null, userName: 'ana' }), aUser({ emails: null, userName: 'an' }), {
          protected: true,
          email: null,
          emailKey: null,
        }),
        email: null,
      },
      {
        name: 'protected: takes nobody’s',
        subject: {
          ...of(aUser(emails('ben@corp.example')), ana, { protected: true }),
          emailHolder: linked(
            aPerson({ id: 'p-ben', email: 'ben@corp.example', emailKey: 'ben@corp.example' }),
            aUser({ ...BEN, active: false }, { id: 'u-ben' }),
          ),
        },
        email: 'ana@corp.example',
        warns: ['email was not changed'],
      },
      {
        name: 'deleted: kept for revival',
        subject: of(aUser({}, DELETED), ana),
        email: 'ana@corp.example',
        status: 'deactivated',
      },
      {
        name: 'deleted while held: held no longer, but not let in',
        subject: of(aUser({}, DELETED), ana, { email: null, emailKey: null, held: true, status: 'held' }),
        email: null,
        status: 'deactivated',
      },
    ];
    it.each(cases)('$name', check);
  });

  describe('the address of a person of two connections', () => {
    const both = [aConnection(), okta];
    const ana = aUser();
    const cases: readonly Case[] = [
      {
        name: 'the leading one moves it',
        connections: both,
        subject: of(aUser(emails('new@corp.example')), ana, {}, anaOfOkta),
        email: 'new@corp.example',
      },
      {
        name: 'the other does not',
        connections: both,
        pushedBy: 'okta',
        subject: of(
          { ...anaOfOkta, resource: { ...anaOfOkta.resource, ...emails('new@corp.example') } },
          anaOfOkta,
          {},
          ana,
        ),
        email: 'ana@corp.example',
      },
      {
        name: 'the owner of the domain moves it, though it comes later in the tenant’s order',
        connections: [aConnection(), oktaOwnsDomain],
        pushedBy: 'okta',
        subject: of(
          { ...anaOfOkta, resource: { ...anaOfOkta.resource, ...emails('a@corp.example') } },
          anaOfOkta,
          {},
          ana,
        ),
        email: 'a@corp.example',
      },
      {
        name: 'the other fills in where the leading one has none',
        connections: both,
        pushedBy: 'okta',
        subject: of(anaOfOkta, anaOfOkta, { email: null, emailKey: null }, aUser({ emails: null, userName: 'ana' })),
        email: 'ana@corp.example',
      },
      {
        name: 'the leading one takes back what it gave, and the other has another: none until the other pushes',
        connections: both,
        subject: of(
          aUser({ emails: null, userName: 'ana' }),
          ana,
          {},
          aUser(emails('okta@corp.example'), { id: 'u-ana-okta', identityProviderId: 'okta' }),
        ),
        email: null,
        status: 'active',
        changes: ['email'],
      },
      {
        name: 'the leading one takes back what the other says too: it stays',
        connections: both,
        subject: of(aUser({ emails: null, userName: 'ana' }), ana, {}, anaOfOkta),
        email: 'ana@corp.example',
        changes: [],
      },
      {
        name: 'the other takes back what the leading one says too: it stays',
        connections: both,
        pushedBy: 'okta',
        subject: of(
          aUser({ emails: null, userName: 'ana' }, { id: 'u-ana-okta', identityProviderId: 'okta' }),
          anaOfOkta,
          {},
          ana,
        ),
        email: 'ana@corp.example',
        changes: [],
      },
      {
        name: 'the leading one claims in vain: what the other says does not lift the hold',
        connections: both,
        pushedBy: 'okta',
        subject: of(
          { ...anaOfOkta, active: false },
          anaOfOkta,
          { email: null, emailKey: null, held: true, status: 'held' },
          ana,
        ),
        email: null,
        status: 'held',
        held: true,
        warns: ['active did not decide'],
      },
      {
        name: 'one that comes back without the address it had given: gone, while the other has another',
        connections: both,
        subject: of(
          aUser({ emails: null, userName: 'ana' }),
          aUser({}, { deletedAt: daysAgo(1) }),
          {},
          aUser(emails('okta@corp.example'), { id: 'u-ana-okta', identityProviderId: 'okta' }),
        ),
        email: null,
      },
      {
        name: 'the leading one is deleted: the address stays, the other decides who may enter',
        connections: both,
        subject: of(aUser({}, DELETED), ana, {}, { ...anaOfOkta, active: false }),
        email: 'ana@corp.example',
        status: 'deactivated',
        warns: ['active did not decide'],
      },
      {
        name: 'held by one that is deleted: the other’s next push settles it',
        connections: both,
        subject: of(aUser({}, DELETED), ana, { email: null, emailKey: null, held: true, status: 'held' }, anaOfOkta),
        status: 'held',
        held: true,
        warns: ['active did not decide'],
      },
    ];
    it.each(cases)('$name', check);
  });

  describe('status', () => {
    const ana = aUser();
    const inactive = aUser({ active: false });
    const cases: readonly Case[] = [
      { name: 'active: false deactivates', subject: of(inactive, ana), status: 'deactivated' },
      { name: 'active: true reactivates', subject: of(ana, inactive, { status: 'deactivated' }), status: 'active' },
      {
        name: 'active: true does not lift an administrator’s word, and a warning says why',
        subject: of(ana, inactive, { deactivatedByAdministrator: true, status: 'deactivated' }),
        status: 'deactivated',
        warns: ['active: true did not lift the deactivation by an administrator.'],
      },
      {
        name: 'an administrator’s word survives revival, and a warning says why',
        subject: of(ana, aUser({}, { deletedAt: daysAgo(1) }), {
          deactivatedByAdministrator: true,
          status: 'deactivated',
        }),
        status: 'deactivated',
        warns: ['active: true did not lift'],
      },
      {
        name: 'an administrator’s word survives DELETE, which is no news to warn of',
        subject: of(aUser({}, DELETED), ana, { deactivatedByAdministrator: true, status: 'deactivated' }),
        status: 'deactivated',
      },
      {
        name: 'a change of something else repeats no warning',
        subject: of(aUser({ nickName: 'A' }), ana, { deactivatedByAdministrator: true, status: 'deactivated' }),
        status: 'deactivated',
      },
      {
        name: 'protected: active: false is ignored, and opens a conflict',
        subject: of(inactive, ana, { protected: true }),
        status: 'active',
        conflicts: ['protected_leaver'],
        warns: ['active: false was ignored'],
      },
      {
        name: 'protected: DELETE is ignored, and opens a conflict',
        subject: of(aUser({}, DELETED), ana, { protected: true }),
        status: 'active',
        conflicts: ['protected_leaver'],
        warns: ['active: false was ignored'],
      },
      {
        name: 'protected: once is enough',
        subject: of(aUser({ active: false, nickName: 'A' }), inactive, { protected: true }),
        status: 'active',
      },
      {
        name: 'protected: active: true is nothing special',
        subject: of(ana, inactive, { protected: true }),
        status: 'active',
      },
      {
        name: 'protected, deactivated by an administrator: they outrank protection',
        subject: of(ana, inactive, { protected: true, deactivatedByAdministrator: true, status: 'deactivated' }),
        status: 'deactivated',
        warns: ['active: true did not lift'],
      },
      {
        name: 'two that disagree: the leading one decides',
        connections: [aConnection(), okta],
        subject: of(inactive, ana, {}, anaOfOkta),
        status: 'deactivated',
      },
      {
        name: 'two that disagree: the other does not decide, and the event says so',
        connections: [aConnection(), okta],
        pushedBy: 'okta',
        subject: of({ ...anaOfOkta, active: false }, anaOfOkta, {}, ana),
        status: 'active',
        warns: ['active did not decide: another identity provider leads for this person.'],
      },
      {
        name: 'two that disagree: the owner of the domain decides, though it comes later',
        connections: [aConnection(), oktaOwnsDomain],
        pushedBy: 'okta',
        subject: of({ ...anaOfOkta, active: false }, anaOfOkta, {}, ana),
        status: 'deactivated',
      },
      {
        name: 'protected, and one that does not lead: no conflict, it did not decide anyway',
        connections: [aConnection(), okta],
        pushedBy: 'okta',
        subject: of({ ...anaOfOkta, active: false }, anaOfOkta, { protected: true }, ana),
        status: 'active',
        warns: ['active did not decide'],
      },
      {
        name: 'the leading one is deleted: the other decides from now on',
        connections: [aConnection(), okta],
        subject: of(aUser({}, DELETED), ana, {}, anaOfOkta),
        status: 'active',
        warns: ['active did not decide'],
      },
      {
        name: 'a conflict holds, whatever active says',
        connections: [aConnection(), oktaOwnsDomain],
        subject: of(ana, inactive, { email: null, emailKey: null, held: true, status: 'held' }),
        status: 'held',
        held: true,
        conflicts: ['email_reserved'],
        warns: ['email was not set'],
      },
    ];
    it.each(cases)('$name', check);
  });

  describe('canonical fields', () => {
    const at = NOW.toISOString();
    const by = (identityProviderId: string, value: string) => ({
      value,
      provenance: 'identity_provider' as const,
      identityProviderId,
      updatedAt: '2025-01-01T00:00:00.000Z',
    });

    it('follow what is received', () => {
      const { person, changes } = settle({ name: '', subject: of(aUser({ title: 'Boss' }), aUser()) });
      expect(person.attributes).toEqual({ jobTitle: { ...by('entra', 'Boss'), updatedAt: at } });
      expect(changes).toEqual(['jobTitle']);
    });

    it('are warned about where a value does not fit', () => {
      const { person, warnings } = settle({ name: '', subject: of(aUser({ title: 'x'.repeat(257) }), aUser()) });
      expect(person.attributes).toEqual({});
      expect(warnings).toEqual(['jobTitle was not mirrored: the received value is longer than 256 characters.']);
    });

    it('stay as the history they are once every resource is gone', () => {
      const subject = of(aUser({ title: 'Boss' }, DELETED), aUser({ title: 'Boss' }), {
        attributes: { jobTitle: by('entra', 'Boss') },
      });
      const { person, changes } = settle({ name: '', subject });
      expect(person.attributes).toBe(subject.current?.person.attributes);
      expect(changes).toEqual([]);
    });

    it('go with the resource they came from, while the person is known to another connection', () => {
      const attributes = { jobTitle: by('entra', 'Boss'), department: by('ended', 'R&D') };
      const subject = of(aUser({ title: 'Boss' }, DELETED), aUser({ title: 'Boss' }), { attributes }, anaOfOkta);
      const { person, changes } = settle({ name: '', connections: [aConnection(), okta], subject });
      expect(person.attributes).toEqual({ department: attributes.department });
      expect(changes).toEqual(['jobTitle']);
    });
  });

  describe('what is written', () => {
    it('is nothing where nothing changes', () => {
      expect(settle({ name: '', subject: of(aUser({ nickName: 'A' }), aUser()) }).people).toEqual([]);
    });

    it('asserts what it was decided on', () => {
      const { people } = settle({ name: '', subject: of(aUser({ active: false }), aUser()) });
      expect(people).toEqual([{ person: aPerson({ status: 'deactivated' }), expects: '5' }]);
    });

    it('is a person of several resources in any case, so that a decision on another of them is overtaken', () => {
      const subject = of({ ...anaOfOkta, active: false }, anaOfOkta, {}, aUser());
      const { people } = settle({ name: '', connections: [aConnection(), okta], pushedBy: 'okta', subject });
      expect(people).toEqual([{ person: aPerson(), expects: '5' }]);
    });

    it('is a person who is linked anew in any case, so that no second newcomer is linked to them at the same moment', () => {
      const made = aPerson({ id: 'p-made' });
      expect(settle({ name: '', subject: withHolder(linked(made)) }).people).toEqual([{ person: made, expects: '5' }]);
    });

    it('is a new person without an assertion', () => {
      expect(settle({ name: '', subject: { user: newcomer } }).people.map(({ expects }) => expects)).toEqual([
        undefined,
      ]);
    });

    it('tells who gave an address up, and to whose push', () => {
      const { events } = settle({ name: '', subject: withHolder(linked(aPerson(), aUser({}, DELETED))) });
      expect(events).toEqual([
        {
          type: 'directory_user_updated',
          identityProviderId: 'entra',
          target: { kind: 'directory_user', id: 'p-ana' },
          changes: ['email'],
          before: { email: 'ana@corp.example' },
        },
      ]);
    });

    it('names both parties of a lost claim', () => {
      const { conflicts } = settle({ name: '', subject: withHolder(linked(aPerson(), aUser())) });
      expect(conflicts).toEqual([
        {
          kind: 'email',
          attribute: 'emails',
          pairKey: '["u-ben","ana@corp.example"]',
          incoming: { scimUserId: 'u-ben', directoryUserId: 'new-1', externalId: BENS_KEY, email: 'ana@corp.example' },
          existing: { directoryUserId: 'p-ana', email: 'ana@corp.example' },
        },
      ]);
    });

    it('names a protected person who was to leave', () => {
      const { conflicts } = settle({ name: '', subject: of(aUser({ active: false }), aUser(), { protected: true }) });
      expect(conflicts).toEqual([
        {
          kind: 'protected_leaver',
          attribute: 'active',
          pairKey: 'u-ana',
          incoming: { scimUserId: 'u-ana', externalId: ANAS_KEY },
          existing: { directoryUserId: 'p-ana', email: 'ana@corp.example' },
        },
      ]);
    });
  });
});

describe('writeOf', () => {
  const before = aPerson();
  it('is an insert for a new person', () => {
    expect(writeOf(undefined, before)).toEqual([{ person: before }]);
  });

  it('is nothing for the same', () => {
    expect(writeOf(before, { ...before })).toEqual([]);
  });

  const changes: readonly Partial<Person>[] = [
    { email: 'ANA@corp.example' },
    { status: 'deactivated' },
    { held: true },
    { deactivatedByAdministrator: true },
    { protected: true },
    { attributes: {} },
  ];
  it.each(changes)('is an update for %j', (change) => {
    const person = { ...before, ...change };
    expect(writeOf(before, person)).toEqual([{ person, expects: '5' }]);
  });
});
