import type { Random } from '../random.js';
import type { Directory, Group } from './directory.js';
import type { Episode } from './live-on.js';
import { groupNameOf, newGroup } from './new-group.js';

const CHANGES_MEMBERS = 0.7;
const IS_RENAMED = 0.1;
/** That one of the groups is dissolved and another founded. */
const IS_REPLACED = 0.25;
const FEWEST_GROUPS = 2;

/** Most groups gain and lose a member, some are renamed, and now and then one makes way for another. */
export function changeGroups(directory: Directory, random: Random): Episode {
  const names = new Set(directory.names);
  const after = directory.groups.map((group) => changed(group, directory, names, random));
  const groups = random.happens(IS_REPLACED) ? replaced(after, directory, names, random) : after;
  const known = new Set(directory.groups);
  return {
    directory: { ...directory, groups, names: [...names] },
    happenings: groups
      .filter((group) => !known.has(group))
      .map(({ objectId }) => ({ kind: 'groups changed', objectId })),
  };
}

function changed(group: Group, directory: Directory, names: Set<string>, random: Random): Group {
  const moved = random.happens(CHANGES_MEMBERS) ? withOthers(group, directory, random) : group;
  if (!random.happens(IS_RENAMED)) return moved;
  const displayName = groupNameOf(directory.company, names, random);
  names.add(displayName);
  return { ...moved, displayName };
}

function withOthers(group: Group, { people }: Directory, random: Random): Group {
  const leaving = new Set(random.sample(group.members, 1));
  const outside = people.filter(({ objectId, enabled }) => enabled && !group.members.includes(objectId));
  const joining = random.sample(outside, 1).map(({ objectId }) => objectId);
  return { ...group, members: [...group.members.filter((member) => !leaving.has(member)), ...joining] };
}

function replaced(
  groups: readonly Group[],
  { company, people }: Directory,
  names: Set<string>,
  random: Random,
): readonly Group[] {
  if (groups.length < FEWEST_GROUPS) return groups;
  const founded = newGroup(company, names, people, random);
  names.add(founded.displayName);
  const dissolved = random.pick(groups);
  return [...groups.filter((group) => group !== dissolved), founded];
}
