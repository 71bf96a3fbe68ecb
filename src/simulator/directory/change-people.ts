import type { Random } from '../random.js';
import type { Directory, Group, Person } from './directory.js';
import type { Episode, Happening } from './live-on.js';
import { newPerson, userNameOf } from './new-person.js';
import { DEPARTMENTS, FAMILY_NAMES, TITLES } from './words.js';

const JOINERS = 0.03;
const MOVERS = 0.05;
const RENAMES = 0.02;
const LEAVERS = 0.03;
/** The chance of each who has left. */
const RETURNS = 0.3;
const IS_PURGED = 0.3;

/** Some of those who left are back, as who they were. */
export function returnPeople(directory: Directory, random: Random): Episode {
  const back = directory.people.filter((person) => isDisabled(person) && random.happens(RETURNS));
  return changed(directory, 'returned', back, (person) => ({ ...person, enabled: true }));
}

/** Some of those who left are removed for good; who reported to them reports to their manager. */
export function purgePeople(directory: Directory, random: Random): Episode {
  const gone = directory.people.filter((person) => isDisabled(person) && random.happens(IS_PURGED));
  const managerOf = new Map(gone.map(({ objectId, manager }) => [objectId, manager]));
  const left = directory.people.filter(({ objectId }) => !managerOf.has(objectId));
  const orphans = left.filter(({ manager }) => manager !== undefined && managerOf.has(manager));
  const { people } = replaced(
    { ...directory, people: left },
    orphans.map((person) => ({ ...person, manager: presentManager(person, managerOf) })),
  );
  const groups = directory.groups.map((group) => without(group, managerOf));
  return {
    directory: { ...directory, people, groups },
    happenings: [...happened('purged', gone), ...happened('moved', orphans)],
  };
}

/** The first of the company never leaves, so that everybody else has a manager. */
export function leavePeople(directory: Directory, random: Random): Episode {
  const leaving = some(directory.people.slice(1).filter(isEnabled), LEAVERS, random);
  return changed(directory, 'left', leaving, (person) => ({ ...person, enabled: false }));
}

/** Newcomers, each in one of the groups. */
export function joinPeople(directory: Directory, random: Random): Episode {
  const names = new Set(directory.names);
  const managers = directory.people.filter(isEnabled);
  const newcomers: Person[] = [];
  for (let count = shareOf(directory.people.length, JOINERS); count > 0; count -= 1) {
    const person = newPerson(directory.company, names, random.pick(managers).objectId, random);
    names.add(person.userName);
    newcomers.push(person);
  }
  return {
    directory: {
      ...directory,
      people: [...directory.people, ...newcomers],
      groups: newcomers.reduce((groups, { objectId }) => enrolled(groups, objectId, random), directory.groups),
      names: [...names],
    },
    happenings: happened('joined', newcomers),
  };
}

/** Another title, department and manager; never a circle of managers, since whoever manages came before. */
export function movePeople(directory: Directory, random: Random): Episode {
  const moving = some(directory.people.slice(1).filter(isEnabled), MOVERS, random);
  return changed(directory, 'moved', moving, (person) => ({
    ...person,
    title: random.pick(TITLES),
    department: random.pick(DEPARTMENTS),
    manager: random.pick(directory.people.slice(0, Math.max(1, directory.people.indexOf(person)))).objectId,
  }));
}

/** A new family name, and with it a new user name and address. */
export function renamePeople(directory: Directory, random: Random): Episode {
  const names = new Set(directory.names);
  const renaming = some(directory.people.filter(isEnabled), RENAMES, random);
  const after = changed(directory, 'renamed', renaming, (person) => {
    const familyName = random.pick(FAMILY_NAMES);
    const userName = userNameOf(person.givenName, familyName, directory.company, names);
    names.add(userName);
    return { ...person, familyName, userName };
  });
  return { ...after, directory: { ...after.directory, names: [...names] } };
}

function changed(
  directory: Directory,
  kind: Happening,
  people: readonly Person[],
  change: (person: Person) => Person,
): Episode {
  return { directory: replaced(directory, people.map(change)), happenings: happened(kind, people) };
}

function replaced(directory: Directory, people: readonly Person[]): Directory {
  const byId = new Map(people.map((person) => [person.objectId, person]));
  return { ...directory, people: directory.people.map((person) => byId.get(person.objectId) ?? person) };
}

function happened(kind: Happening, people: readonly Person[]): Episode['happenings'] {
  return people.map(({ objectId }) => ({ kind, objectId }));
}

/** Whoever manages them now: the manager of a manager who is gone, and so on. */
function presentManager({ manager }: Person, managerOf: ReadonlyMap<string, string | undefined>): string | undefined {
  let present = manager;
  while (present !== undefined && managerOf.has(present)) present = managerOf.get(present);
  return present;
}

function without(group: Group, gone: ReadonlyMap<string, unknown>): Group {
  return { ...group, members: group.members.filter((objectId) => !gone.has(objectId)) };
}

function enrolled(groups: readonly Group[], objectId: string, random: Random): readonly Group[] {
  if (groups.length === 0) return groups;
  const chosen = random.pick(groups);
  return groups.map((group) => (group === chosen ? { ...group, members: [...group.members, objectId] } : group));
}

function some(people: readonly Person[], share: number, random: Random): readonly Person[] {
  return random.sample(people, shareOf(people.length, share));
}

/** At least one, so that a small company has its changes too. */
function shareOf(count: number, share: number): number {
  return Math.max(1, Math.round(count * share));
}

function isEnabled({ enabled }: Person): boolean {
  return enabled;
}

function isDisabled({ enabled }: Person): boolean {
  return !enabled;
}
