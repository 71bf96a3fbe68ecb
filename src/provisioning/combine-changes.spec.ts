import { describe, expect, it } from '@jest/globals';
import { aConnection, aPerson, aUser, BEN, factsOf, frozen, linked, NOW, pushOf } from '../../test/support/people.js';
import type { Person } from '../directory/person.js';
import type { Change } from './change.js';
import { combine } from './combine-changes.js';
import { factsAfter } from './facts-after.js';
import { retire } from './retire.js';

const ana = aUser({ active: false });
const ben = aUser(BEN, { id: 'u-ben', directoryUserId: 'p-ben' });

function aChange(name: string, ...people: Person[]): Change {
  return {
    configVersion: '7',
    users: [{ user: { ...ana, id: `u-${name}` } }],
    people: people.map((person) => ({ person, expects: person.revision })),
    decidedOn: [aPerson({ id: `p-${name}` })],
    endsMembershipsOf: [`ends-${name}`],
    forgets: [`forgets-${name}`],
    showsInGroups: [`shows-${name}`],
    conflicts: [{ kind: 'email', attribute: name, pairKey: '', incoming: {}, existing: {} }],
    standOtherwise: [`stands-${name}`],
    events: [{ type: 'scim_user_updated', target: { kind: 'scim_user', id: name } }],
    answer: { ...ana, id: `u-${name}` },
  };
}

describe('combine', () => {
  const combined = combine(frozen(aChange('one')), frozen(aChange('two')));

  it('is both, the first before the second', () => {
    expect(combined.users.map(({ user }) => user.id)).toEqual(['u-one', 'u-two']);
    expect(combined.decidedOn.map(({ id }) => id)).toEqual(['p-one', 'p-two']);
    expect(combined.endsMembershipsOf).toEqual(['ends-one', 'ends-two']);
    expect(combined.forgets).toEqual(['forgets-one', 'forgets-two']);
    expect(combined.showsInGroups).toEqual(['shows-one', 'shows-two']);
    expect(combined.conflicts.map(({ attribute }) => attribute)).toEqual(['one', 'two']);
    expect(combined.standOtherwise).toEqual(['stands-one', 'stands-two']);
    expect(combined.events.map(({ target }) => target.id)).toEqual(['one', 'two']);
  });

  it('is answered with the user of the second', () => {
    expect(combined.answer.id).toBe('u-two');
  });

  it('writes a person once: as the second leaves them, if they still are as the first found them', () => {
    const first = aPerson({ status: 'deactivated' });
    const second = aPerson({ status: 'deactivated', email: null, emailKey: null });
    const other = aPerson({ id: 'p-ben' });
    expect(combine(aChange('one', first), aChange('two', other, second)).people).toEqual([
      { person: second, expects: '5' },
      { person: other, expects: '5' },
    ]);
  });
});

describe('factsAfter', () => {
  const herself = linked(aPerson(), ana);
  const retired = retire(pushOf(aConnection(), [aConnection()]), ana, herself);
  const facts = frozen(
    factsOf({ emailHolder: herself, byUserName: ana }, herself, linked(aPerson({ id: 'p-ben' }), ben)),
  );

  it('has who was changed as they are then, wherever they appear', () => {
    const { emailHolder, people } = factsAfter(facts, frozen(retired));
    expect(emailHolder).toEqual(people.get('p-ana'));
    expect(emailHolder?.person.status).toBe('deactivated');
    expect(emailHolder?.resources.map(({ id, deleted }) => [id, deleted])).toEqual([['u-ana', true]]);
    expect(retired.answer.deletedAt).toBe(NOW);
  });

  it('leaves everybody else as they were', () => {
    expect(factsAfter(facts, retired).people.get('p-ben')).toEqual(facts.people.get('p-ben'));
    expect(factsAfter(factsOf({}), retired).emailHolder).toBeUndefined();
  });
});
