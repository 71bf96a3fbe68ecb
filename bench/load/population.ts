import type { ScimClient } from './scim-client.js';

/** Somebody who was created, as far as requests need to know them. */
export interface Known {
  readonly id: string;
  readonly userName: string;
}

/** One of the servers, with what was put into it so far. */
export interface Population {
  readonly client: ScimClient;
  readonly people: Known[];
  /** Groups that stay, by the number of their members: the people of that many first places. */
  readonly groups: Map<number, string>;
}

/** Anybody. */
export function somebody({ people }: Population): Known {
  const person = people[Math.floor(Math.random() * people.length)];
  if (person === undefined) throw new Error('Nobody has been created yet.');
  return person;
}
