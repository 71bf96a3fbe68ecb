import { describe, expect, it } from '@jest/globals';
import { frozen } from '../../test/support/people.js';
import type { Member } from '../kernel/resource/parse-members.js';
import { STRICT, TOLERANT } from '../kernel/resource/tolerance.js';
import { decideMembers, type Known, type MemberChange, type MemberFacts } from './decide-members.js';
import type { NetMembers } from './net-members.js';

const ana: Known = { id: 'u-ana', kind: 'User' };
const ben: Known = { id: 'u-ben', kind: 'User' };
const ops: Known = { id: 'g-ops', kind: 'Group' };

/** Ana and the group are known by their ids, Ana by her lasting key as well. */
const known = new Map<string, Known>([
  ['u-ana', ana],
  ['k-ana', ana],
  ['u-ben', ben],
  ['g-ops', ops],
]);

function net(different: Partial<NetMembers>): NetMembers {
  return { isWhole: false, joining: [], leaving: [], ...different };
}

function named(...values: readonly string[]): readonly Member[] {
  return values.map((value) => ({ value }));
}

const NOTHING: MemberChange = { adds: [], removes: [], waits: [], stops: [], stopsAll: false };

describe('decideMembers', () => {
  const cases: readonly {
    readonly name: string;
    readonly net: NetMembers;
    readonly present?: readonly Known[];
    readonly change: Partial<MemberChange>;
  }[] = [
    { name: 'nothing is said', net: net({}), change: {} },
    {
      name: 'a member’s value is an id: added, and waited for no longer',
      net: net({ joining: named('u-ana') }),
      change: { adds: [ana], stops: ['u-ana'] },
    },
    {
      name: 'a member’s value is a lasting externalId',
      net: net({ joining: named('k-ana') }),
      change: { adds: [ana], stops: ['k-ana'] },
    },
    {
      name: 'the same person by two names joins once',
      net: net({ joining: named('u-ana', 'k-ana') }),
      change: { adds: [ana], stops: ['u-ana', 'k-ana'] },
    },
    { name: 'a group in a group', net: net({ joining: named('g-ops') }), change: { adds: [ops], stops: ['g-ops'] } },
    { name: 'who is not here waits', net: net({ joining: named('u-cleo') }), change: { waits: ['u-cleo'] } },
    {
      name: 'who is named to leave leaves, and is waited for no longer',
      net: net({ leaving: ['u-ana', 'u-cleo'] }),
      change: { removes: [ana], stops: ['u-ana', 'u-cleo'] },
    },
    {
      name: 'only who is named leaves',
      net: net({ leaving: ['u-ben'] }),
      change: { removes: [ben], stops: ['u-ben'] },
    },
    {
      name: 'the whole list: who is not in it leaves, and all waiting is over',
      net: net({ isWhole: true, joining: named('u-ana', 'u-cleo') }),
      present: [ana, ben, ops],
      change: { adds: [ana], removes: [ben, ops], waits: ['u-cleo'], stops: ['u-ana'], stopsAll: true },
    },
    {
      name: 'an empty list empties',
      net: net({ isWhole: true }),
      present: [ana, ops],
      change: { removes: [ana, ops], stopsAll: true },
    },
    { name: 'an empty list of an empty group', net: net({ isWhole: true }), change: { stopsAll: true } },
    {
      name: 'a type that contradicts is passed over: what the id is counts',
      net: net({ joining: [{ value: 'u-ana', type: 'Group' }] }),
      change: { adds: [ana], stops: ['u-ana'] },
    },
  ];
  it.each(cases)('tolerant: $name', ({ net, present, change }) => {
    const facts: MemberFacts = { known, ...(present && { present }) };
    expect(decideMembers(frozen(net), frozen(facts), TOLERANT)).toEqual({ ...NOTHING, ...change });
  });

  const strictly: typeof cases = [
    { name: 'who is here is added', net: net({ joining: named('u-ana') }), change: { adds: [ana], stops: ['u-ana'] } },
    {
      name: 'a type that is right',
      net: net({ joining: [{ value: 'g-ops', type: 'Group' }] }),
      change: { adds: [ops], stops: ['g-ops'] },
    },
    {
      name: 'remove of what is not there is a success',
      net: net({ leaving: ['u-cleo'] }),
      change: { stops: ['u-cleo'] },
    },
  ];
  it.each(strictly)('strict: $name', ({ net, change }) => {
    expect(decideMembers(frozen(net), { known }, STRICT)).toEqual({ ...NOTHING, ...change });
  });

  const refused = [
    {
      name: 'a member that is not here, naming it',
      net: net({ joining: named('u-ana', 'u-cleo') }),
      detail: 'There is no member "u-cleo".',
    },
    {
      name: 'a type that contradicts what the id is',
      net: net({ joining: [{ value: 'u-ana', type: 'Group' }] }),
      detail: 'The member "u-ana" is a User, not a Group.',
    },
  ];
  it.each(refused)('strict, refused: $name', ({ net, detail }) => {
    const error = expect.objectContaining({ status: 400, scimType: 'invalidValue', message: detail });
    expect(() => decideMembers(net, { known }, STRICT)).toThrow(error);
  });
});
