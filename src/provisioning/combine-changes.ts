import type { Change, PersonWrite } from './change.js';

/** Two changes of one push as one: the first makes room for the second, whose user is the answer. */
export function combine(first: Change, second: Change): Change {
  return {
    ...second,
    users: [...first.users, ...second.users],
    people: onePerPerson([...first.people, ...second.people]),
    decidedOn: [...first.decidedOn, ...second.decidedOn],
    endsMembershipsOf: [...first.endsMembershipsOf, ...second.endsMembershipsOf],
    forgets: [...first.forgets, ...second.forgets],
    showsInGroups: [...first.showsInGroups, ...second.showsInGroups],
    conflicts: [...first.conflicts, ...second.conflicts],
    standOtherwise: [...first.standOtherwise, ...second.standOtherwise],
    events: [...first.events, ...second.events],
  };
}

/** A person that both touch is written once, as the second leaves them: it was decided on what the first had made of them. */
function onePerPerson(writes: readonly PersonWrite[]): readonly PersonWrite[] {
  const byId = new Map<string, PersonWrite>();
  for (const write of writes) {
    const earlier = byId.get(write.person.id);
    byId.set(write.person.id, earlier ? { person: write.person, expects: earlier.expects } : write);
  }
  return [...byId.values()];
}
