import { describe, expect, it } from '@jest/globals';
import {
  aConnection,
  aPerson,
  aUser,
  BEN,
  changeOf,
  factsOf,
  frozen,
  linked,
  pushOf,
} from '../../test/support/people.js';
import { ScimError } from '../kernel/error/scim-error.js';
import type { JsonObject } from '../kernel/resource/resource.js';
import type { Decision } from './change.js';
import { decideUpdate } from './decide-update.js';
import { NOBODY } from './facts.js';
import { withRefusal } from './with-refusal.js';

const push = pushOf(aConnection(), [aConnection()]);
const ben = aUser(BEN, { id: 'u-ben', directoryUserId: 'p-ben' });

function decide(next: JsonObject, before = aUser()): Decision {
  const current = { user: before, person: linked(aPerson(), before) };
  const facts =
    next['userName'] === undefined ? NOBODY : factsOf({ byUserName: ben }, linked(aPerson({ id: 'p-ben' }), ben));
  return decideUpdate(
    push,
    current,
    { resource: { ...before.resource, ...next }, warnings: ['badge was ignored.'] },
    facts,
  );
}

function refusal(): Extract<Decision, { kind: 'refused' }> {
  const decision = decide({ active: false, userName: 'ben@corp.example' });
  if (decision.kind !== 'refused') throw new Error('A taken name is refused.');
  return decision;
}

describe('a deactivation beside something refused', () => {
  it('happens, with the refusal as a warning and its conflict', () => {
    const change = changeOf(withRefusal(frozen(decide({ active: false })), frozen(refusal())));
    expect(change.answer.active).toBe(false);
    expect(change.answer.resource['userName']).toBe('ana@corp.example');
    expect(change.events).toMatchObject([
      {
        type: 'scim_user_deactivated',
        warnings: ['badge was ignored.', 'Everything but the deactivation was skipped (uniqueness).'],
      },
    ]);
    expect(change.conflicts.map(({ kind }) => kind)).toEqual(['userName']);
  });

  it('keeps the conflict that the deactivation itself opens', () => {
    const user = aUser();
    const current = { user, person: linked(aPerson({ protected: true }), user) };
    const next = { resource: { ...user.resource, active: false }, warnings: [] };
    const change = changeOf(withRefusal(decideUpdate(push, current, next, NOBODY), refusal()));
    expect(change.conflicts.map(({ kind }) => kind)).toEqual(['protected_leaver', 'userName']);
  });

  it('names a status where the refusal has no keyword', () => {
    const error = ScimError.conflict('The group is protected.');
    const change = changeOf(withRefusal(decide({ active: false }), { kind: 'refused', error }));
    expect(change.events[0]?.warnings?.at(-1)).toBe('Everything but the deactivation was skipped (409).');
    expect(change.conflicts).toEqual([]);
  });

  it('is refused where there was nothing to deactivate', () => {
    const inactive = aUser({ active: false });
    const refused = refusal();
    expect(withRefusal(decide({}, inactive), refused)).toBe(refused);
    expect(withRefusal(refused, refused)).toBe(refused);
  });
});
