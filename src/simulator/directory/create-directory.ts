import type { Random } from '../random.js';
import type { Company, Directory, Group, Person } from './directory.js';
import { newGroup } from './new-group.js';
import { newPerson } from './new-person.js';

/** How many people report to one. */
const SPAN = 8;

/** A company as it is on the first day: `users` people in a tree of managers, and `groups` groups. */
export function createDirectory(
  company: Company,
  size: { readonly users: number; readonly groups: number },
  random: Random,
): Directory {
  const names = new Set<string>();
  const people: Person[] = [];
  for (let index = 0; index < size.users; index += 1) {
    const manager = index === 0 ? undefined : people[Math.floor((index - 1) / SPAN)]?.objectId;
    const person = newPerson(company, names, manager, random);
    names.add(person.userName);
    people.push(person);
  }
  const groups: Group[] = [];
  for (let index = 0; index < size.groups; index += 1) {
    const group = newGroup(company, names, people, random);
    names.add(group.displayName);
    groups.push(group);
  }
  return { company, people, groups, names: [...names] };
}
