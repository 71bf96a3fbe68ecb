import type { Random } from '../random.js';
import type { Directory, Person } from './directory.js';

/** Somebody's title has just changed, and an administrator does not want to wait for the next cycle. */
export function promoteSomebody(
  directory: Directory,
  random: Random,
): { readonly directory: Directory; readonly person: Person } {
  const chosen = random.pick(directory.people.filter(({ enabled }) => enabled));
  const person = { ...chosen, title: `Senior ${chosen.title.replace('Senior ', '')}` };
  const people = directory.people.map((one) => (one === chosen ? person : one));
  return { directory: { ...directory, people }, person };
}
