import type { Random } from '../random.js';
import type { Company, Group, Person } from './directory.js';
import { freeName } from './free-name.js';
import { CIRCLES, DEPARTMENTS } from './words.js';

const SMALLEST_SHARE = 0.1;
const LARGEST_SHARE = 0.4;

/** A group with a tenth to two fifths of the people in it, under a name that no group had. */
export function newGroup(
  company: Company,
  taken: ReadonlySet<string>,
  people: readonly Person[],
  random: Random,
): Group {
  const share = SMALLEST_SHARE + random.next() * (LARGEST_SHARE - SMALLEST_SHARE);
  const members = random.sample(people, Math.ceil(people.length * share));
  return {
    objectId: random.uuid(),
    displayName: groupNameOf(company, taken, random),
    members: members.map(({ objectId }) => objectId),
  };
}

export function groupNameOf({ groupPrefix }: Company, taken: ReadonlySet<string>, random: Random): string {
  const name = `${groupPrefix}${random.pick(DEPARTMENTS)} – ${random.pick(CIRCLES)}`;
  return freeName(taken, (suffix) => `${name} ${suffix}`.trim());
}
