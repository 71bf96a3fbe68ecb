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
  factsOf,
  frozen,
  linked,
  NOW,
  type Outcome,
  outcomeOf,
  pushOf,
  received,
  warningsOf,
} from '../../test/support/people.js';
import type { Person } from '../directory/person.js';
import type { JsonObject } from '../kernel/resource/resource.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import type { Connection } from '../tenants/tenant-config.js';
import type { Decision } from './change.js';
import { decideUpdate, updateSubject } from './decide-update.js';
import { type Facts, NOBODY } from './facts.js';

interface Case {
  readonly name: string;
  readonly connections?: readonly Connection[];
  readonly pushedBy?: string;
  readonly before?: StoredUser;
  readonly person?: Partial<Person>;
  /** What else the person is linked to. */
  readonly others?: readonly StoredUser[];
  /** The resource that follows: Ana as she is, but for this; null leaves out. */
  readonly next: JsonObject;
  readonly warnings?: readonly string[];
  readonly facts?: Facts;
  readonly outcome: Partial<Outcome>;
  readonly warns?: readonly unknown[];
}

function decide({
  connections = [aConnection()],
  pushedBy = 'entra',
  before = aUser(),
  person = {},
  others = [],
  next,
  warnings = [],
  facts = NOBODY,
}: Omit<Case, 'name' | 'outcome'>): Decision {
  const push = pushOf(
    connections.find(({ id }) => id === pushedBy)!,
    connections,
  );
  const body = Object.fromEntries(
    Object.entries({ ...before.resource, ...next }).filter(([, value]) => value !== null),
  );
  const current = { user: before, person: linked(aPerson(person), ...others, before) };
  return decideUpdate(
    frozen(push),
    frozen(current),
    frozen({ resource: received(body).resource, warnings }),
    frozen(facts),
  );
}

function check({ outcome, warns, ...row }: Case): void {
  const decision = decide(row);
  expect(outcomeOf(decision)).toMatchObject({ conflicts: [], ...outcome });
  if (warns) expect(warningsOf(changeOf(decision))).toEqual(warns);
}

const UNIQUENESS = { is: 'refused', error: '409 uniqueness' } as const;
const ben = aUser(BEN, { id: 'u-ben', directoryUserId: 'p-ben' });
const hisPerson = linked(aPerson({ id: 'p-ben', email: 'ben@corp.example', emailKey: 'ben@corp.example' }), ben);

describe('PUT and PATCH of a user', () => {
  describe('a change that changes nothing', () => {
    const cases: readonly Case[] = [
      { name: 'the same again', next: {}, outcome: { is: 'unchanged', user: 'u-ana' } },
      {
        name: 'the same of an inactive one',
        before: aUser({ active: false }),
        next: { active: false },
        outcome: { is: 'unchanged' },
      },
      { name: 'not one in case alone', next: { userName: 'ANA@corp.example' }, outcome: { is: 'change' } },
    ];
    it.each(cases)('$name', check);

    it('hands its warnings on, for the log', () => {
      const decision = decide({ next: {}, warnings: ['badge was ignored.'] });
      expect(decision).toMatchObject({ kind: 'unchanged', warnings: ['badge was ignored.'] });
    });
  });

  describe('names of another visible resource: 409, nothing changed, a conflict', () => {
    const cases: readonly Case[] = [
      {
        name: 'userName',
        next: { userName: 'ben@corp.example' },
        facts: factsOf({ byUserName: ben }, hisPerson),
        outcome: { ...UNIQUENESS, conflicts: ['userName'] },
      },
      {
        name: 'externalId',
        next: { externalId: BENS_KEY },
        facts: factsOf({ byExternalId: ben }, hisPerson),
        outcome: { ...UNIQUENESS, conflicts: ['externalId'] },
      },
      {
        name: 'both: the name is told',
        next: { userName: 'ben@corp.example', externalId: BENS_KEY },
        facts: factsOf({ byUserName: ben, byExternalId: ben }, hisPerson),
        outcome: { ...UNIQUENESS, conflicts: ['userName'] },
      },
      {
        name: 'an inactive one is visible too: a PATCH retires nobody',
        next: { userName: 'ben@corp.example', externalId: BENS_KEY },
        facts: factsOf({ byUserName: { ...ben, active: false } }, hisPerson),
        outcome: { ...UNIQUENESS, conflicts: ['userName'] },
      },
      {
        name: 'one’s own names are nobody’s',
        next: { title: 'Boss' },
        facts: factsOf({ byUserName: aUser(), byExternalId: aUser() }, linked(aPerson(), aUser())),
        outcome: { is: 'change', events: ['scim_user_updated'] },
      },
    ];
    it.each(cases)('$name', check);

    it('names both parties', () => {
      const decision = decide({
        next: { userName: 'Ben@corp.example' },
        facts: factsOf({ byUserName: ben }, hisPerson),
      });
      expect(decision).toMatchObject({
        error: { message: 'userName "Ben@corp.example" is taken by another user of this identity provider.' },
        conflict: {
          pairKey: JSON.stringify(['u-ben', 'ben@corp.example', ANAS_KEY]),
          incoming: { userName: 'Ben@corp.example', externalId: ANAS_KEY },
          existing: {
            scimUserId: 'u-ben',
            directoryUserId: 'p-ben',
            userName: 'ben@corp.example',
            externalId: BENS_KEY,
          },
        },
      });
    });
  });

  describe('events', () => {
    const cases: readonly Case[] = [
      { name: 'an update', next: { title: 'Boss' }, outcome: { is: 'change', events: ['scim_user_updated'] } },
      {
        name: 'a deactivation',
        next: { active: false },
        outcome: { status: 'deactivated', events: ['scim_user_deactivated'] },
      },
      {
        name: 'a reactivation: the same directory user',
        before: aUser({ active: false }),
        person: { status: 'deactivated' },
        next: { active: true },
        outcome: { person: 'p-ana', status: 'active', events: ['scim_user_reactivated'] },
      },
      {
        name: 'a deactivation beside a change of something else',
        next: { active: false, title: 'Boss' },
        outcome: { status: 'deactivated', events: ['scim_user_deactivated', 'scim_user_updated'] },
      },
      {
        name: 'a reactivation that an administrator’s word outlasts',
        before: aUser({ active: false }),
        person: { status: 'deactivated', deactivatedByAdministrator: true },
        next: { active: true },
        outcome: { status: 'deactivated', events: ['scim_user_reactivated'] },
        warns: ['active: true did not lift the deactivation by an administrator.'],
      },
      {
        name: 'a deactivation of a protected person, ignored',
        person: { protected: true },
        next: { active: false },
        outcome: { status: 'active', events: ['scim_user_deactivated'], conflicts: ['protected_leaver'] },
        warns: ['active: false was ignored for the directory: the person is protected.'],
      },
      {
        name: 'a deactivation that another connection does not follow',
        connections: [aConnection(), anotherConnection()],
        pushedBy: 'okta',
        before: aUser({ externalId: 'E-1' }, { id: 'u-okta', identityProviderId: 'okta' }),
        others: [aUser()],
        next: { active: false },
        outcome: { person: 'p-ana', status: 'active', events: ['scim_user_deactivated'] },
        warns: ['active did not decide: another identity provider leads for this person.'],
      },
      {
        name: 'what was passed over stands on the first',
        next: { active: false, title: 'Boss' },
        warnings: ['badge was ignored.'],
        outcome: { events: ['scim_user_deactivated', 'scim_user_updated'] },
        warns: ['badge was ignored.'],
      },
    ];
    it.each(cases)('$name', check);

    it('tell before and after only of what they name', () => {
      const change = changeOf(decide({ next: { active: false, userName: 'ana.ruiz@corp.example' } }));
      expect(change.events).toMatchObject([
        { type: 'scim_user_deactivated', changes: ['active'], before: { active: true }, after: { active: false } },
        {
          type: 'scim_user_updated',
          changes: ['userName'],
          before: { userName: 'ana@corp.example' },
          after: { userName: 'ana.ruiz@corp.example' },
        },
      ]);
      expect(change.events.map(({ before }) => Object.keys(before ?? {}))).toEqual([['active'], ['userName']]);
    });

    it('tell the person’s email before and after', () => {
      const [event] = changeOf(decide({ next: { emails: [{ type: 'work', value: 'new@corp.example' }] } })).events;
      expect(event).toMatchObject({ before: { email: 'ana@corp.example' }, after: { email: 'new@corp.example' } });
    });

    it('name every attribute once, received and canonical ones', () => {
      const [event] = changeOf(
        decide({ next: { displayName: 'Ana', emails: [{ type: 'work', value: 'a@corp.example' }] } }),
      ).events;
      expect([...(event?.changes ?? [])].sort()).toEqual(['displayName', 'email', 'emails']);
    });

    it('tell no value but those few', () => {
      const { events } = changeOf(decide({ next: { title: 'secret', nickName: 'secret' } }));
      expect(JSON.stringify(events)).not.toContain('secret');
    });
  });

  describe('the key', () => {
    const updated = { is: 'change', user: 'u-ana', person: 'p-ana', events: ['scim_user_updated'] } as const;
    const handedOver = { is: 'change', user: 'u-ana', person: 'new-2', conflicts: ['handover'] } as const;
    const gives: Pick<Case, 'facts'> = { facts: factsOf({ emailHolder: linked(aPerson(), aUser()) }) };
    const cases: readonly Case[] = [
      {
        name: 'a lasting one replaced by a different lasting one: a hand-over',
        next: { externalId: BENS_KEY },
        ...gives,
        outcome: handedOver,
      },
      {
        name: 'by PUT under the same name: a hand-over all the same',
        next: { ...BEN, userName: 'ana@corp.example' },
        ...gives,
        outcome: handedOver,
      },
      {
        name: 'on a strict connection too',
        connections: [aConnection({ strict: true })],
        next: { externalId: BENS_KEY },
        ...gives,
        outcome: handedOver,
      },
      {
        name: 'set where there was none',
        before: aUser({ externalId: null }),
        next: { externalId: BENS_KEY },
        outcome: updated,
      },
      {
        name: 'a lasting one in place of one that was not',
        before: aUser({ externalId: 'ana' }),
        next: { externalId: ANAS_KEY },
        outcome: updated,
      },
      { name: 'one that is not lasting in place of a lasting one', next: { externalId: 'ana' }, outcome: updated },
      {
        name: 'one nickname in place of another: the same person',
        before: aUser({ externalId: 'ana' }),
        next: { externalId: 'ana.ruiz' },
        outcome: updated,
      },
      {
        name: 'any value lasts on a connection whose setting says so: a hand-over',
        connections: [aConnection({ externalIdIsLasting: true })],
        before: aUser({ externalId: 'E-1' }),
        next: { externalId: 'E-2' },
        ...gives,
        outcome: handedOver,
      },
      { name: 'unassigned', next: { externalId: null }, outcome: updated },
      {
        name: 'the nil UUID, which stands for nobody',
        next: { externalId: '00000000-0000-0000-0000-000000000000' },
        outcome: updated,
      },
    ];
    it.each(cases)('$name', check);
  });

  describe('the change', () => {
    it('keeps what identifies the user and counts up the version', () => {
      const { users, answer } = changeOf(decide({ next: { title: 'Boss' } }));
      expect(users).toEqual([{ user: answer, expects: '3' }]);
      expect(answer).toEqual({
        ...aUser({ title: 'Boss' }),
        resource: received({ ...ANA, title: 'Boss' }).resource,
        version: '4',
        lastModified: NOW,
      });
    });

    it('asserts the settings and the person it was decided on', () => {
      const { configVersion, decidedOn } = changeOf(decide({ next: { title: 'Boss' } }));
      expect(configVersion).toBe('7');
      expect(decidedOn).toEqual([aPerson()]);
    });

    const standing: readonly (readonly [name: string, next: JsonObject, stands: boolean])[] = [
      ['a new userName', { userName: 'ana.ruiz@corp.example' }, true],
      ['a new key', { externalId: 'ana' }, true],
      ['active', { active: false }, true],
      ['a new address', { emails: [{ type: 'work', value: 'new@corp.example' }] }, true],
      ['a title', { title: 'Boss' }, false],
      ['the case of the userName', { userName: 'ANA@corp.example' }, false],
    ];
    it('an address that has become free may end a conflict, whatever was changed', () => {
      const person = { email: null, emailKey: null, held: true, status: 'held' } as const;
      const change = changeOf(decide({ person, next: { title: 'Boss' } }));
      expect(outcomeOf({ kind: 'change', change })).toMatchObject({ email: 'ana@corp.example', status: 'active' });
      expect(change.standOtherwise).toEqual(['u-ana']);
    });

    it('a claim that is withdrawn may end a conflict, though nobody’s email changes', () => {
      const person = { email: null, emailKey: null };
      const change = changeOf(
        decide({ person, next: { emails: null, userName: 'ana' }, before: aUser({ userName: 'ana' }) }),
      );
      expect(change.standOtherwise).toEqual(['u-ana']);
    });

    it.each(standing)('by %s the user may stand otherwise: %j', (_name, next, stands) => {
      expect(changeOf(decide({ next })).standOtherwise).toEqual(stands ? ['u-ana'] : []);
    });
  });
});

describe('updateSubject', () => {
  const push = frozen(pushOf(aConnection(), [aConnection()]));
  const current = frozen({ user: aUser(), person: linked(aPerson(), aUser()) });

  it('is the user as they will be, and their person', () => {
    const { user, current: person } = updateSubject(push, current, {
      resource: { ...ANA, title: 'Boss' },
      warnings: [],
    });
    expect(user.resource['title']).toBe('Boss');
    expect(person).toBe(current.person);
  });

  it('is nobody’s yet after a hand-over', () => {
    const subject = updateSubject(push, current, { resource: { ...ANA, externalId: BENS_KEY }, warnings: [] });
    expect(subject.current).toBeUndefined();
  });
});
