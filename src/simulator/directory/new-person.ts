import type { Random } from '../random.js';
import type { Company, Person } from './directory.js';
import { freeName } from './free-name.js';
import { DEPARTMENTS, FAMILY_NAMES, GIVEN_NAMES, PLACES, STREETS, TITLES } from './words.js';

/** Somebody who begins, under a name that nobody had. */
export function newPerson(
  company: Company,
  taken: ReadonlySet<string>,
  manager: string | undefined,
  random: Random,
): Person {
  const givenName = random.pick(GIVEN_NAMES);
  const familyName = random.pick(FAMILY_NAMES);
  return {
    objectId: random.uuid(),
    userName: userNameOf(givenName, familyName, company, taken),
    givenName,
    familyName,
    title: random.pick(TITLES),
    department: random.pick(DEPARTMENTS),
    employeeNumber: String(10_000 + random.below(90_000)),
    mobile: `+1 (555) 01${random.below(10)}-${String(random.below(10_000)).padStart(4, '0')}`,
    streetAddress: `${1 + random.below(200)} ${random.pick(STREETS)}`,
    locality: random.pick(PLACES),
    manager,
    enabled: true,
  };
}

/** `given.family@domain` in plain letters, with a number where somebody has or had that name. */
export function userNameOf(
  givenName: string,
  familyName: string,
  { domain }: Company,
  taken: ReadonlySet<string>,
): string {
  const name = plainLetters(`${givenName}.${familyName}`);
  return freeName(taken, (suffix) => `${name}${suffix}@${domain}`);
}

/** Keeps the apostrophe: it is allowed in a user principal name, and has to be quoted with care. */
function plainLetters(name: string): string {
  const base = name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('ß', 'ss')
    .replaceAll('ı', 'i');
  return base.replace(/[^a-z.']/g, '');
}
